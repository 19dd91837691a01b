import type { CallRecord, MessageRecord } from '../../../engine/index.js'
import type { Replay } from '../../reader.js'
import type { Turn } from '../tell.js'
import { cap, capped } from './cap.js'

/** A tick as one agent had it: what it saw and was told, what it asked a model, what it did and what came of it. */
export async function turnOf(replay: Replay, tick: number, agent: number): Promise<Turn> {
  const { first, header } = replay.info
  const name = header.agents[agent]?.name ?? ''
  const frame = await replay.frame(tick)
  const input = frame.inputs[agent]
  const seen = (await replay.observations(tick)).filter((o) => o.agent === agent)
  const calls: CallRecord[] = []
  for await (const call of replay.calls({ ticks: [tick, tick], agent: name })) calls.push(call)
  return {
    tick,
    agent: name,
    asked: frame.asked.includes(agent),
    seen: seen.map(({ kind, value }) => ({ kind, value: cap(value) })),
    mail: tick > first ? capped(await mailOf(replay, tick, agent)) : [],
    calls: capped(calls),
    ...(input?.why === undefined ? {} : { why: capped(input.why) }),
    ...(input?.failure === undefined
      ? {}
      : { failure: capped(`${input.failure.type}: ${input.failure.message}`) }),
    actions: capped(frame.actions.filter((a) => a.agent === agent)),
    sent: capped(frame.messages.filter((m) => m.from === name)),
    reward: frame.rewards[agent] ?? 0,
  }
}

/** What reached an agent at the start of a tick. */
async function mailOf(replay: Replay, tick: number, agent: number): Promise<MessageRecord[]> {
  const found: MessageRecord[] = []
  const { first, header } = replay.info
  // Messages may be on their way for longer than a tick.
  const from = Math.max(first, tick - 16)
  for await (const m of replay.messages({ ticks: [from, tick - 1] })) {
    if ((m.arrives ?? m.tick + 1) === tick && reaches(m, header.agents, agent)) found.push(m)
  }
  return found
}

/** Whether a message was delivered to an agent. */
export function reaches(
  m: MessageRecord,
  agents: readonly { readonly name: string; readonly team: string }[],
  agent: number,
): boolean {
  const { name, team } = agents[agent]!
  if (m.verdict !== 'ok' || m.from === name || m.lost?.includes(name) === true) return false
  if (m.to === 'all' || m.to.split(',').includes(name)) return true
  return m.to === 'team' && agents.find((a) => a.name === m.from)?.team === team
}
