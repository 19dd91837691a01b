import type { RunResult } from '../result.js'
import { printable } from './printable.js'

/** What a run, or a fork of one, tells of itself. */
type Told = Omit<RunResult, 'wall' | 'verified' | 'difference'>

const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

const counts = (by: Readonly<Record<string, number>>): string => {
  const parts = Object.entries(by).map(([code, n]) => `${printable(code, 64)} ${n}`)
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

const total = (by: Readonly<Record<string, number>>): number =>
  Object.values(by).reduce((a, b) => a + b, 0)

/** How many decisions failed. */
export const failureCount = (result: Pick<Told, 'agents'>): number =>
  Object.values(result.agents).reduce((n, a) => n + total(a.failures), 0)

/** How a run went, for people. */
export function summaryLines(result: Told, title: string): string[] {
  const { goals } = result
  const reached = goals.filter((g) => g.done).length
  const goalText =
    goals.length === 0 ? '' : `; ${reached} of ${plural(goals.length, 'goal')} reached`
  return [
    `${printable(title)} · ${result.world} ${result.profile} · seed ${printable(result.seed, 80)}`,
    `${END[result.end]} after ${plural(result.ticks, 'tick')}${goalText}`,
    ...goals.map(
      (g) => `  ${g.done ? '[x]' : `[${g.progress > 0 ? '~' : ' '}]`} ${printable(g.text)}`,
    ),
    ...agentLines(result),
    ...Object.entries(result.metrics).map(
      ([id, value]) => `${printable(id, 64)}: ${printable(JSON.stringify(value) ?? 'null')}`,
    ),
    ...callLines(result),
    ...result.closeErrors.map(
      (e) =>
        `the policy ${printable(e.policy, 64)} failed when it was closed: ${printable(e.message)}`,
    ),
    `chain  ${result.chain}`,
  ]
}

/** Money with as many digits as it needs. */
export const amountText = (money: number): string =>
  money === 0 || money >= 0.01 ? money.toFixed(2) : money.toPrecision(2)

/** Failures that are the endpoint's, or of what was told of it. */
const UNREACHED = [
  'model/unreachable',
  'model/unauthorized',
  'model/unknown',
  'model/refused',
  'model/garbled',
]

/** What calls of models came to. */
export function callLines({
  calls,
  wall,
}: Pick<RunResult, 'calls'> & Partial<Pick<RunResult, 'wall'>>): string[] {
  if (calls === undefined || calls.calls === 0) return []
  const { usage, price, unpriced, attempts, failures } = calls
  const taped = wall?.callsFromTape ?? 0
  const parts = [
    `${plural(calls.calls, 'call')} of models${counts(failures)}`,
    ...(taped === 0 ? [] : [`${taped} from the tape`]),
    plural(attempts, 'request'),
    `${usage.input} tokens in, ${usage.output} out${usage.estimated === true ? ', partly counted here' : ''}`,
    ...(usage.reasoning === 0 ? [] : [`${usage.reasoning} of thinking`]),
    ...(usage.cached === 0 ? [] : [`${usage.cached} cached`]),
    ...(price === undefined
      ? []
      : [`cost ${amountText(price)}${unpriced === 0 ? '' : ' and more'}`]),
  ]
  const isUnreached = UNREACHED.some((code) => Object.hasOwn(failures, code))
  return [parts.join(' · '), ...(isUnreached ? ['what is wrong with the model: coact doctor'] : [])]
}

const END = { done: 'done', horizon: 'reached the horizon', aborted: 'stopped' } as const

function agentLines({ agents }: Told): string[] {
  const width = Math.max(0, ...Object.keys(agents).map((n) => n.length))
  return Object.entries(agents).map(([name, a]) => {
    const parts = [
      plural(a.actions, 'action'),
      ...(total(a.rejected) === 0 ? [] : [`${total(a.rejected)} rejected${counts(a.rejected)}`]),
      ...(a.messages === 0 ? [] : [plural(a.messages, 'message')]),
      ...(total(a.failures) === 0
        ? []
        : [`${plural(total(a.failures), 'failure')}${counts(a.failures)}`]),
      ...(a.reward === 0 ? [] : [`reward ${Math.round(a.reward * 1e6) / 1e6}`]),
    ]
    return `  ${name.padEnd(width)}  ${printable(a.policy, 64)}: ${parts.join(', ')}`
  })
}
