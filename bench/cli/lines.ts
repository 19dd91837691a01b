import type {
  ActionRecord,
  AnyWorld,
  EventRecord,
  Frame,
  MessageRecord,
  Scenario,
} from '../../engine/index.js'
import { printable, printableJson } from './printable.js'

/** What happened in a frame, one line for each message, action, failure and event. */
export function frameLines(
  frame: Frame,
  { world, agents }: Pick<Scenario, 'world' | 'agents'>,
): string[] {
  return namedLines(frame, Object.keys(agents), world)
}

/** The same of a recorded frame, by the agents' names; a world's code is not needed. */
export function namedLines(
  frame: Frame,
  names: readonly string[],
  world: Pick<AnyWorld, 'format'> = {},
): string[] {
  const width = Math.max(0, ...names.map((n) => n.length))
  const line = (who: string, what: string): string =>
    `${String(frame.tick).padStart(5)}  ${who.padEnd(width)}  ${what}`
  return [
    ...frame.messages.filter(isForPeople).map((m) => line(m.from, messageText(m))),
    ...frame.actions.map((a) => line(names[a.agent]!, actionText(a, world))),
    ...frame.inputs.flatMap((input, i) =>
      input?.failure === undefined
        ? []
        : [line(names[i]!, `! ${input.failure.type}: ${printable(input.failure.message)}`)],
    ),
    ...frame.events.map((e) => line('*', eventText(e))),
  ]
}

function eventText({ type, data }: EventRecord): string {
  if (type === 'goal') {
    const { id, progress, done } = data as {
      readonly id: string
      readonly progress: number
      readonly done: boolean
    }
    return `goal ${printable(id, 64)}: ${done ? 'done' : `${Math.round(progress * 100)} %`}`
  }
  return `${printable(type, 64)}${data === null ? '' : ` ${printableJson(data)}`}`
}

/** `GOTO kitchen → ok: moved (I am hungry)` */
export function actionText(a: ActionRecord, world: Pick<AnyWorld, 'format'>): string {
  const reason = a.why === undefined ? '' : ` (${printable(a.why, 120)})`
  const said = a.text ?? a.note
  const verdict =
    a.verdict === 'ok' || a.text === undefined ? a.verdict : `${a.verdict}: ${printable(a.text)}`
  const outcome = a.verdict === 'ok' && said !== undefined ? `ok: ${printable(said)}` : verdict
  return `${a.fallback === true ? 'by default: ' : ''}${commandText(a, world)} → ${outcome}${reason}`
}

function commandText(a: ActionRecord, world: Pick<AnyWorld, 'format'>): string {
  if (a.command !== undefined) return printable(a.command, 120)
  const text = a.action === '' ? '' : formatted(a, world)
  if (text !== undefined) return text === '' ? '(unreadable)' : text
  const args = Object.keys(a.args).length === 0 ? '' : ` ${printableJson(a.args, 120)}`
  return `${printable(a.action, 64)}${args}`
}

function formatted(a: ActionRecord, world: Pick<AnyWorld, 'format'>): string | undefined {
  if (a.verdict === 'unknown-action' || a.verdict === 'bad-arguments' || world.format === undefined)
    return undefined
  return printable(world.format(a.action, a.args), 120)
}

/** Data that programs exchange is told by the sentence that goes with it; without one it is theirs alone. */
const sentence = (m: MessageRecord): string | undefined => {
  if (m.type !== 'data' || m.verdict !== 'ok') return undefined
  const { text } = m.body as { readonly text?: unknown }
  return typeof text === 'string' ? text : ''
}

const isForPeople = (m: MessageRecord): boolean => sentence(m) !== ''

function messageText(m: MessageRecord): string {
  const said = sentence(m) ?? m.body
  const body =
    typeof said === 'string'
      ? printableJson(said)
      : `${printable(m.type, 64)} ${printableJson(m.body)}`
  return `says to ${printable(m.to, 64)}: ${body}${m.verdict === 'ok' ? '' : ` → ${m.verdict}`}`
}

/** One line for a terminal, to be rewritten. */
export function statusLine(
  frame: Frame,
  { horizon, agents, world }: Pick<Scenario, 'horizon' | 'agents' | 'world'>,
): string {
  const names = Object.keys(agents)
  const last = frame.actions.at(-1)
  const doing = last === undefined ? '' : ` · ${names[last.agent]}: ${actionText(last, world)}`
  const goals =
    frame.goals.length === 0
      ? ''
      : ` · ${frame.goals.filter((g) => g.done).length} of ${frame.goals.length} goals`
  return `tick ${frame.tick} of ${horizon}${goals}${doing}`
}
