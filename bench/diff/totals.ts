import type { Replay } from '../../replays/index.js'

/** What one agent did in a whole run. */
export interface AgentCounts {
  /** How often, by action and verdict: `move ok`. */
  readonly actions: Readonly<Record<string, number>>
  /** Messages, by verdict. */
  readonly messages: Readonly<Record<string, number>>
  /** Failed decisions, by type. */
  readonly failures: Readonly<Record<string, number>>
  /** Sum of rewards. */
  readonly reward: number
}

/** What each agent did, by name. Of the file only these channels are read. */
export async function totalsOf(replay: Replay): Promise<Map<string, AgentCounts>> {
  const names = replay.info.header.agents.map((a) => a.name)
  const found = names.map(() => ({
    actions: Object.create(null) as Record<string, number>,
    messages: Object.create(null) as Record<string, number>,
    failures: Object.create(null) as Record<string, number>,
    reward: 0,
  }))
  const add = (to: Record<string, number> | undefined, key: string): void => {
    if (to !== undefined) to[key] = (to[key] ?? 0) + 1
  }
  for await (const { agent, action, verdict } of replay.actions())
    add(found[agent]?.actions, `${action} ${verdict}`)
  for await (const { from, verdict } of replay.messages())
    add(found[names.indexOf(from)]?.messages, verdict)
  for await (const { inputs } of replay.lines('/inputs')) {
    inputs.forEach((input, i) => {
      if (input?.failure !== undefined) add(found[i]?.failures, input.failure.type)
    })
  }
  for await (const { rewards } of replay.lines('/hashes')) {
    rewards.forEach((reward, i) => {
      if (found[i] !== undefined) found[i].reward += reward
    })
  }
  return new Map(names.map((name, i) => [name, found[i]!]))
}
