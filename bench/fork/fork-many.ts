import {
  CoactError,
  type Episode,
  type Frame,
  hex,
  type Metric,
  type Scenario,
} from '../../engine/index.js'
import type { Replay } from '../../replays/index.js'
import type { Inputs } from '../barrier.js'
import { closePolicies } from '../close.js'
import { foldMetrics } from '../metric-fold.js'
import { type Branch, type BranchOptions, createBranch, createNursery } from './branch.js'
import { teamScore } from './score.js'
import type { ForkResult, ForkScorer, ForkSpec } from './spec.js'
import { openTrunk, type Trunk, trunkAt } from './trunk.js'

export interface ForkManyOptions extends BranchOptions {
  /** Of a replay: the scenario that was recorded. */
  readonly scenario?: Scenario
  /** Default: rewards since the fork and progress of the goals, of all. */
  readonly scorer?: ForkScorer
  /** Keeps the frames of the continuations. */
  readonly frames?: boolean
  /** Folds the scenario's metrics over the whole run; costs a fold over all that came before the fork. */
  readonly metrics?: boolean
}

/**
 * Runs continuations of one run, one after the other. Nothing is written. Equal specs give equal results, whatever else is run
 * between them.
 *
 * @param from a recorded run as a trunk, or as a replay, which is opened as one each time; or an episode: that can be forked
 *   where it stands, and is not touched
 * @returns for each spec how it went, in the same order
 * @throws CoactError for the first spec that does not fit: `fork/…`, `agent/…`, `policy/…`; `world/…` when the world's code
 *   fails; `fork/untracked` when metrics, goals' hashes or frames are wanted without tracking
 * @example
 * const [stay, go] = await forkMany(trunk, [
 *   { at: 100, action: { ada: { action: 'move', args: { dir: 'stay' } } } },
 *   { at: 100, action: { ada: { action: 'move', args: { dir: 'e' } } }, agents: { bob: greedy } },
 * ])
 */
export async function forkMany(
  from: Trunk | Replay | Episode,
  specs: readonly ForkSpec[],
  options: ForkManyOptions = {},
): Promise<readonly ForkResult[]> {
  const trunk = await trunkFrom(from, options.scenario)
  const track = options.track ?? true
  if (!track && (options.frames === true || options.metrics === true)) {
    throw new CoactError('fork/untracked', 'Frames and metrics need tracking', {
      next: 'Leave out `track: false`.',
    })
  }
  const nursery = createNursery(trunk, track)
  const results: ForkResult[] = []
  const decided = new Set<Branch['policies'][number]>()
  try {
    for (const spec of specs) {
      const branch = createBranch(trunk, spec, nursery, options)
      for (const policy of branch.policies) decided.add(policy)
      results.push(await follow(trunk, spec, branch, options))
    }
  } finally {
    await closePolicies([...decided], options.timeoutMs ?? CLOSE_MS)
  }
  return results
}

const CLOSE_MS = 30_000

async function trunkFrom(
  from: Trunk | Replay | Episode,
  scenario: Scenario | undefined,
): Promise<Trunk> {
  if ('step' in from) return trunkAt(from)
  if (!('info' in from)) return from
  if (scenario !== undefined) return openTrunk(from, scenario)
  throw new CoactError(
    'fork/no-scenario',
    'Forks of a replay need the scenario that was recorded',
    {
      where: 'scenario',
      next: 'Give it in the options, or open a trunk: openTrunk(replay, scenario).',
    },
  )
}

/** Runs a continuation to its end. */
async function follow(
  trunk: Trunk,
  spec: ForkSpec,
  branch: Branch,
  options: ForkManyOptions,
): Promise<ForkResult> {
  const { episode } = branch
  const { seats } = episode
  const got = seats.map(() => 0)
  const frames: Frame[] = []
  const keeps = options.frames === true || options.metrics === true
  let chain = ''
  while (branch.isOpen && options.signal?.aborted !== true) {
    const asking: Inputs | Promise<Inputs> = branch.ask()
    const frame = branch.step(asking instanceof Promise ? await asking : asking)
    for (let i = 0; i < got.length; i++) got[i]! += frame.rewards[i] ?? 0
    chain = frame.chain
    if (keeps) frames.push(frame)
  }
  const { end, tick } = episode
  const { stale, staleFrom } = branch
  const metrics = options.metrics === true ? metricsOf(trunk, spec.at, frames, episode) : undefined
  const result: Omit<ForkResult, 'score'> = {
    at: spec.at,
    tick,
    ...(end === undefined ? {} : { end }),
    rewards: Object.fromEntries(seats.map((s, i) => [s.name, got[i]!])),
    goals: episode.goals(),
    stale,
    ...(staleFrom === undefined ? {} : { staleFrom }),
    chain: chain === '' && options.track !== false ? hex(episode.save().chain) : chain,
    ...(metrics === undefined ? {} : { metrics }),
    ...(options.frames === true ? { frames } : {}),
  }
  return { ...result, score: (options.scorer ?? teamScore())(result, episode) }
}

function metricsOf(
  trunk: Trunk,
  at: number,
  frames: readonly Frame[],
  episode: Episode,
): Readonly<Record<string, unknown>> {
  const metrics: readonly Metric[] = trunk.scenario.metrics
  const fold = foldMetrics(metrics, episode)
  for (let tick = 0; tick <= at; tick++) {
    const frame = trunk.frame(tick)
    if (frame === undefined) {
      throw new CoactError('fork/no-frames', 'Metrics need everything that came before the fork', {
        where: `tick ${tick}`,
        next: 'Open the whole run, or leave out `metrics`.',
      })
    }
    fold.add(frame)
  }
  for (const frame of frames) fold.add(frame)
  return fold.results()
}
