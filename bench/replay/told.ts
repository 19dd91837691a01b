import type {
  ActionRecord,
  AgentInput,
  CallRecord,
  Frame,
  Json,
  MessageRecord,
} from '../../engine/index.js'
import type { Replay, SeenObservation } from '../../replays/index.js'
import { namedLines } from '../cli/lines.js'
import { printable, printableJson } from '../cli/printable.js'
import { callsIn, callText } from './calls.js'
import { changesOf, type NamedChange } from './changes.js'

/** A frame as it is printed as JSON: the diff in names. */
export interface ToldFrame extends Omit<Frame, 'diff' | 'causes'> {
  readonly changes: readonly NamedChange[]
  /** What language models were asked for this tick, and said. */
  readonly calls: readonly CallRecord[]
}

/** One agent's own part of a tick: nothing that it could not know. */
export interface ToldTurn {
  readonly tick: number
  readonly agent: string
  readonly asked: boolean
  /** What it looked at before it decided; empty where observations were not recorded. */
  readonly seen: readonly Omit<SeenObservation, 'agent'>[]
  /** What reached it at the start of the tick. */
  readonly mail: readonly MessageRecord[]
  /** What it asked language models to decide, and what they said. */
  readonly calls: readonly CallRecord[]
  readonly input: AgentInput | null
  readonly actions: readonly ActionRecord[]
  readonly sent: readonly MessageRecord[]
  readonly reward: number
}

/** A tick of a replay, all of it. */
export async function tellFrame(replay: Replay, frame: Frame): Promise<ToldFrame> {
  const { diff: _, causes: __, ...rest } = frame
  const changes = changesOf(frame, await replay.state(frame.tick))
  return { ...rest, changes, calls: await callsIn(replay, frame.tick) }
}

/** A tick as one agent had it. @param agent its index */
export async function tellTurn(replay: Replay, frame: Frame, agent: number): Promise<ToldTurn> {
  const { tick } = frame
  const { first, header } = replay.info
  const { name, team } = header.agents[agent]!
  const before = tick > first ? await sentIn(replay, tick - 1) : []
  return {
    tick,
    agent: name,
    asked: frame.asked.includes(agent),
    seen: (await replay.observations(tick)).flatMap(({ agent: whose, ...seen }) =>
      whose === agent ? [seen] : [],
    ),
    mail: before.filter((m) => {
      if (m.verdict !== 'ok' || m.from === name || m.lost?.includes(name) === true) return false
      if (m.arrives !== undefined && m.arrives !== tick) return false
      const sender = header.agents.find((a) => a.name === m.from)
      return (
        m.to.split(',').includes(name) ||
        m.to === 'all' ||
        (m.to === 'team' && sender?.team === team)
      )
    }),
    calls: await callsIn(replay, tick, name),
    input: frame.inputs[agent] ?? null,
    actions: frame.actions.filter((a) => a.agent === agent),
    sent: frame.messages.filter((m) => m.from === name),
    reward: frame.rewards[agent] ?? 0,
  }
}

async function sentIn(replay: Replay, tick: number): Promise<MessageRecord[]> {
  const found: MessageRecord[] = []
  for await (const m of replay.messages({ ticks: [tick, tick] })) found.push(m)
  return found
}

/** A line of any text, safe to print. */
export const safe = (line: string): string => printable(line, 2000)

/** What happened in a frame, for people. */
export async function frameText(replay: Replay, frame: Frame): Promise<string[]> {
  const names = replay.info.header.agents.map((a) => a.name)
  const { tick, rewards, end } = frame
  const calls = await callsIn(replay, tick)
  const lines = [...calls.map((call) => callText(call, names)), ...namedLines(frame, names)]
  if (rewards.some((r) => r !== 0)) {
    const each = rewards.map((r, i) => `${names[i] ?? i} ${shortNumber(r)}`).join(', ')
    lines.push(`${String(tick).padStart(5)}  rewards: ${each}`)
  }
  if (end !== undefined) lines.push(`${String(tick).padStart(5)}  the end: ${end}`)
  return lines.map(safe)
}

/** An agent's own part of a tick, for people. */
export function turnText(told: ToldTurn, names: readonly string[]): string[] {
  const { tick, agent, seen, mail, calls, input, actions, sent, reward } = told
  const own = { tick, actions, messages: sent, inputs: [], events: [] } as unknown as Frame
  const at = String(tick).padStart(5)
  return [
    ...mail.map((m) => `${at}  ${m.from} said to ${m.to}: ${saidText(m)}`),
    ...seen.map(({ kind, value }) =>
      kind === 'text'
        ? `${at}  read: ${String(value)}`
        : `${at}  saw: ${printableJson(value, 1000)}`,
    ),
    ...(told.asked ? [] : [`${at}  ${agent} was not asked`]),
    ...calls.map((call) => callText(call, names)),
    ...(input?.why === undefined ? [] : [`${at}  because: ${input.why}`]),
    ...(input?.failure === undefined
      ? []
      : [`${at}  ! ${input.failure.type}: ${input.failure.message}`]),
    ...namedLines(own, names),
    ...(reward === 0 ? [] : [`${at}  reward ${shortNumber(reward)}`]),
  ].map(safe)
}

const saidText = ({ type, body }: { readonly type: string; readonly body: Json }): string =>
  type === 'text' ? printableJson(body) : `${type} ${printableJson(body)}`

export const shortNumber = (n: number): string => String(Math.round(n * 1e6) / 1e6)
