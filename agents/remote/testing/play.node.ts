import { fileURLToPath } from 'node:url'
import { defineScenario, type Frame, type Policy, type Scenario } from '../../../engine/index.js'
import { greedy, harvest } from '../../../examples/harvest.js'
import { type ExecOptions, execPolicy } from '../exec.js'

const program = fileURLToPath(new URL('./agent.mjs', import.meta.url))

/** Two who harvest for ten ticks; bob plans, ada is under test. */
export const pair = defineScenario(harvest, {
  id: 'pair',
  params: { size: 6, apples: 30 },
  agents: { ada: {}, bob: greedy },
  horizon: 10,
})

/** The program of tests, with what it does wrong: `3=crash`, `always=hang`. */
export const agent = (misdeeds: readonly string[] = [], options: ExecOptions = {}): Policy<'*'> =>
  execPolicy([`"${process.execPath}" "${program}"`, ...misdeeds].join(' '), options)

/** What a run is told. */
interface Options {
  readonly seed?: number
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}
type Run<R> = (
  scenario: Scenario,
  options: Options & {
    readonly agents: Readonly<Record<string, Policy>>
    readonly onFrame: (frame: Frame) => void
  },
) => Promise<R>

/** How a run of the pair went, with ada's failures by tick. */
export interface Played<R> {
  readonly result: R
  readonly frames: readonly Frame[]
  readonly failures: Readonly<Record<number, { readonly type: string; readonly message: string }>>
  /** The hash of the state after each tick. */
  readonly states: readonly string[]
}

/** Lets the pair play, by what runs scenarios. */
export const pairPlayer =
  <R>(run: Run<R>) =>
  async (ada: Policy, options: Options = {}): Promise<Played<R>> => {
    const frames: Frame[] = []
    const onFrame = (frame: Frame): void => {
      frames.push(frame)
    }
    const result = await run(pair, { seed: 7, ...options, agents: { ada }, onFrame })
    const failures = Object.fromEntries(
      frames.flatMap(({ tick, inputs }) => {
        const failure = inputs[0]?.failure
        return failure === undefined ? [] : [[tick, failure]]
      }),
    )
    return { result, frames, failures, states: frames.map((f) => f.state) }
  }
