import { type Episode, type Frame, hex, type Json } from '../../engine/index.js'
import type { ReplayParent } from '../../replays/index.js'
import { type CloseError, closePolicies } from '../close.js'
import { foldMetrics } from '../metric-fold.js'
import { openRecording, type Recording } from '../record.js'
import { type RunSummary, summarize } from '../result.js'
import { createTally } from '../tally.js'
import { type Branch, type BranchOptions, createBranch, createNursery } from './branch.js'
import type { ForkSpec } from './spec.js'
import type { Player, Trunk } from './trunk.js'

export interface ForkOptions extends Omit<BranchOptions, 'seen' | 'track'> {
  /** File for the fork's replay; none is written without it. */
  readonly out?: string
  /** Name of the parent's file, to be told in the replay. */
  readonly file?: string
  /** The scenario's own file as data, kept in the replay. */
  readonly source?: unknown
  /** Given each frame; the first says how the fork begins. What it returns is waited for. */
  readonly onFrame?: (frame: Frame) => unknown
}

/** How a fork went; totals and metrics are of what came after it. */
export interface ForkOutcome extends RunSummary {
  readonly parent: ReplayParent
  readonly stale: number
  readonly staleFrom?: number
  readonly closeErrors: readonly CloseError[]
}

/**
 * Goes on from a tick of a recorded run, otherwise than it went, and records that as a replay of its own. The replay says where
 * it comes from and does not hold what came before.
 *
 * @throws CoactError `fork/…`, `agent/…`, `policy/…` before the first tick; `world/…` when the world's own code fails. What
 *   was recorded until then is kept
 * @example
 * await fork(trunk, { at: 120, mode: 'live', agents: { ada: random } }, { out: 'fork.mcap' })
 */
export async function fork(
  trunk: Trunk,
  spec: ForkSpec,
  options: ForkOptions = {},
): Promise<ForkOutcome> {
  let recording: Recording | undefined
  const branch = createBranch(trunk, spec, createNursery(trunk, true), {
    ...options,
    seen: (agent, kind, value) => recording?.see(agent, kind, value),
  })
  const { episode } = branch
  const parent = parentOf(trunk, spec, branch, options.file)
  const policies = playersOf(trunk, branch)
  const { standingFrame } = await import('../../replays/index.js')
  const first = standingFrame(episode)
  const { out, source } = options
  recording = await openRecording(episode, {
    ...(out === undefined ? {} : { out, source }),
    tapes: trunk.tapes,
    parent,
    policies,
  })
  const names = episode.seats.map((s) => policies[s.name]?.id ?? 'nobody')
  const watch = {
    tally: createTally(episode.seats, names),
    metrics: foldMetrics(trunk.scenario.metrics, episode),
    calls: branch.models,
    last: first,
  }
  const show = async (frame: Frame): Promise<void> => {
    watch.last = frame
    await recording?.record(frame, branch.calls)
    watch.metrics.add(frame)
    await options.onFrame?.(frame)
  }
  const finish = async (): Promise<RunSummary & Pick<ForkOutcome, 'closeErrors'>> => {
    if (episode.end === undefined) episode.abort()
    const closeErrors = await closePolicies(branch.policies, options.timeoutMs ?? CLOSE_MS)
    const summary = summarize(episode, watch)
    await recording?.finish(summary)
    return { ...summary, closeErrors }
  }
  try {
    await show(first)
    while (branch.isOpen && options.signal?.aborted !== true) {
      const frame = branch.step(await branch.ask())
      watch.tally.add(frame)
      await show(frame)
    }
  } catch (e) {
    await finish().catch(() => {})
    throw e
  }
  const { stale, staleFrom } = branch
  const summary = await finish()
  return { ...summary, parent, stale, ...(staleFrom === undefined ? {} : { staleFrom }) }
}

const CLOSE_MS = 30_000

/** Who plays in the fork: those who decide anew, else those who did. */
function playersOf(trunk: Trunk, { episode, policies }: Branch): Record<string, Player> {
  const players = episode.seats.flatMap(({ name }, i): (readonly [string, Player])[] => {
    const policy = policies[i] ?? trunk.players[name]
    return policy === undefined ? [] : [[name, { id: policy.id, version: policy.version }]]
  })
  return Object.fromEntries(players)
}

function parentOf(
  trunk: Trunk,
  spec: ForkSpec,
  branch: Branch,
  file: string | undefined,
): ReplayParent {
  return {
    ...(file === undefined ? {} : { file }),
    ...(trunk.run === undefined ? {} : { run: trunk.run }),
    tick: spec.at,
    chain: chainOf(branch.episode),
    state: trunk.hash(spec.at),
    changes: changesOf(spec, branch),
  }
}

const chainOf = (episode: Episode): string => hex(episode.save().chain)

function changesOf({ action, mute, seed, agents, ticks }: ForkSpec, branch: Branch): Json {
  const anew = Object.entries(agents ?? {}).map(
    ([name, policy]) =>
      [name, policy === null ? 'nobody' : `${policy.id}@${policy.version}`] as const,
  )
  const changes = {
    mode: branch.mode,
    agents: Object.fromEntries(anew),
    action,
    mute,
    seed: seed === undefined ? undefined : String(seed),
    ticks,
  }
  return JSON.parse(JSON.stringify(changes)) as Json
}
