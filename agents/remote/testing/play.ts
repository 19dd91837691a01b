import { fileURLToPath } from 'node:url'
import { type RunOptions, type RunResult, run } from '../../../bench/index.js'
import { defineScenario, type Frame, type Policy } from '../../../engine/index.js'
import { greedy, harvest } from '../../../examples/harvest.js'
import { type ExecOptions, execPolicy } from '../exec.js'

/** The folder of what tests use. */
export const here = fileURLToPath(new URL('.', import.meta.url))

/** Two who harvest for ten ticks; bob plans, ada is under test. */
export const pair = defineScenario(harvest, {
  id: 'pair',
  params: { size: 6, apples: 30 },
  agents: { ada: {}, bob: greedy },
  horizon: 10,
})

/** The program of tests, with what it does wrong: `3=crash`, `always=hang`. */
export const agent = (misdeeds: readonly string[] = [], options: ExecOptions = {}): Policy<'*'> =>
  execPolicy([`"${process.execPath}" "${here}agent.mjs"`, ...misdeeds].join(' '), options)

/** How a run of the pair went, with ada's failures by tick. */
export interface Played {
  readonly result: RunResult
  readonly frames: readonly Frame[]
  readonly failures: Readonly<Record<number, { readonly type: string; readonly message: string }>>
  /** The hash of the state after each tick. */
  readonly states: readonly string[]
}

export async function playPair(ada: Policy, options: RunOptions = {}): Promise<Played> {
  const frames: Frame[] = []
  const result = await run(pair, {
    seed: 7,
    ...options,
    agents: { ada },
    onFrame: (f) => frames.push(f),
  })
  const failures = Object.fromEntries(
    frames.flatMap(({ tick, inputs }) => {
      const failure = inputs[0]?.failure
      return failure === undefined ? [] : [[tick, failure]]
    }),
  )
  return { result, frames, failures, states: frames.map((f) => f.state) }
}
