import type { Play } from './porter.js'

/** Ticks for which one pushes where one believes, before all push at the first gate. */
const BELIEF_TICKS = 4

/** Everyone votes for the gate that it believes in; who hears nobody pushes at it, and at last at the first gate. */
export const vote: Play = ({ obs, talks, agents, agent, memory, say, act, tick }) => {
  const { gates } = obs
  if (gates === undefined || gates.open) return {}
  const talk = talks.find((t) => t.protocol.startsWith('vote@') && t.outcome === undefined)
  if (talk !== undefined) {
    const belief = { for: [`gate ${gates.hint}`] }
    return talk.allowed.includes('ballot')
      ? { say: [say.act('vote', 'ballot', belief, { in: talk.id })] }
      : {}
  }
  const round = gates.round + 1
  const isNew = memory.told[0] !== round
  if (isNew) {
    memory.told = [round]
    memory.tries = { since: tick }
    if (agent !== agents[0]) return {}
    const options = Array.from({ length: gates.count }, (_, i) => `gate ${i + 1}`)
    const call = { question: 'Which gate?', options, rule: 'plurality', ticks: 3 } as const
    return { say: [say.act('vote', 'call', call)] }
  }
  const isTired = tick - (memory.tries['since'] ?? 0) > BELIEF_TICKS
  return { do: act.push({ gate: isTired ? 1 : gates.hint }) }
}
