import type { Say, Talk } from '../../../engine/index.js'
import { type DepotTurn, ownShare, type Play } from './porter.js'

interface Deal {
  readonly proposal: {
    readonly by: string
    readonly terms: Readonly<Record<string, string>> | null
  } | null
  readonly rounds: number
}

/** Parties divide what came into the shed; who hears nobody takes what is its turn by seat. */
export const negotiate: Play = (turn) => {
  const { obs, agent, agents, talks, say } = turn
  if (obs.lots.length === 0) return {}
  const talk = talks.find((t) => t.protocol.startsWith('negotiate@') && t.outcome === undefined)
  if (talk !== undefined) return { say: bargain(turn, talk) }
  // Only who opens can tell in time that nobody hears it; the others wait a tick for the word.
  const isNew = turn.memory.told[0] !== obs.lots[0]!.id
  turn.memory.told = [obs.lots[0]!.id]
  if (!isNew) return { do: ownShare(turn) }
  if (agent !== agents[0]) return {}
  const opening = { issue: `Lots ${obs.lots.map(({ id }) => id).join(', ')}`, ticks: 8 }
  return { say: [say.act('negotiate', 'open', opening)] }
}

/** Worth of what one gets by terms. */
const worthOf = ({ obs, agent }: DepotTurn, terms: Readonly<Record<string, string>>): number =>
  obs.lots.reduce((sum, { id, worth }) => sum + (terms[id] === agent ? worth : 0), 0)

/** Accepts at least its best lot's worth, less with each round; counters with what it likes best going to itself. */
function bargain(turn: DepotTurn, talk: Talk): Say[] {
  const { say } = turn
  const { proposal, rounds } = talk.state as unknown as Deal
  const wish = Math.max(...turn.obs.lots.map(({ worth }) => worth))
  const least = wish * Math.max(0, 1 - 0.15 * rounds)
  if (talk.allowed.includes('propose')) {
    if (turn.agent !== talk.participants[rounds % talk.participants.length]) return []
    return [offer(turn, talk, 'propose')]
  }
  if (!talk.allowed.includes('accept') || proposal === null) return []
  if (worthOf(turn, proposal.terms ?? {}) >= least)
    return [say.act('negotiate', 'accept', {}, { in: talk.id })]
  return [offer(turn, talk, 'counter')]
}

/** The lots in turn to everybody, oneself first with what one likes best. */
function offer({ obs, agent, say }: DepotTurn, talk: Talk, type: 'propose' | 'counter'): Say {
  const others = talk.participants.filter((name) => name !== agent)
  const parties = [agent, ...others]
  const liked = obs.lots.toSorted((a, b) => b.worth - a.worth)
  // The others get what one likes least, so that as much as possible is left for those who may like it.
  const terms: Record<string, string> = {}
  liked.forEach(({ id }, i) => {
    const share = Math.ceil(liked.length / parties.length)
    terms[id] = i < share ? agent : others[(i - share) % others.length]!
  })
  const shares = Object.fromEntries(
    parties.map((name) => [name, Object.values(terms).filter((who) => who === name).length]),
  )
  return say.act('negotiate', type, { shares, terms }, { in: talk.id })
}
