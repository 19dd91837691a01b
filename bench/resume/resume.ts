import type { Gateway } from '../../agents/index.js'
import { CoactError, profileOf, type Scenario } from '../../engine/index.js'
import type { JournalHeader } from '../../replays/index.js'
import type { RunResult } from '../result.js'
import { type RunOptions, runAfter } from '../run.js'
import { type Agents, seatPolicies } from '../seats.js'
import { flushedAfter, isFinished } from './flushed.js'

/** A run that was stopped before its end, as its journal tells it. */
export interface Unfinished {
  readonly header: JournalHeader
  /** Ticks whose inputs are known. */
  readonly ticks: number
  /** True when the journal is not the file that was written here: paths in it are then somebody else's words. */
  readonly isCopy: boolean
}

/** What a resumed run is played with. */
export interface Players {
  readonly scenario: Scenario
  /** As for a run; they must be the policies that began it. */
  readonly agents?: Agents
  /** The way to language models, for agents that call them. */
  readonly models?: Gateway
  /** Somebody who is given all that is recorded, from the first tick on. */
  readonly watch?: RunOptions['watch']
}

export type ResumeOptions = Pick<
  RunOptions,
  'signal' | 'onFrame' | 'timeoutMs' | 'verify' | 'heavy'
>

/** How a resumed run went. */
export interface ResumeResult extends RunResult {
  readonly resumed: {
    /** The ticks that were simulated again from the journal. */
    readonly ticks: number
    /** Bytes of a half-written record at the journal's end, which were dropped. */
    readonly torn: number
  }
}

/**
 * Goes on with a run that was stopped at any moment: simulates its journal again, and from there on asks the policies. Where
 * they are deterministic the finished replay is byte for byte that of a run that was never stopped.
 *
 * @param path the file that the run was to be recorded into
 * @param find gives scenario and policies
 * @param options `onFrame` is given every frame, those that are simulated again too
 * @throws CoactError `journal/none`, `journal/busy`, `journal/corrupt` and others; `resume/finished` when only the journal was
 *   left over, which is deleted; `resume/not-reproduced`, `resume/other-policy`, `resume/other-replay`; `replay/world-version`; as {@link run}
 * @example
 * const result = await resume('harvest.mcap', () => ({ scenario: harvest }))
 */
export async function resume(
  path: string,
  find: (run: Unfinished) => Players | Promise<Players>,
  options: ResumeOptions = {},
): Promise<ResumeResult> {
  const { reopenJournal } = await import('../../replays/index.node.js')
  const { journal, isCopy, hasReplay, writer } = reopenJournal(path)
  try {
    const { header, torn } = journal
    if (!hasReplay && (await isFinished(path, journal.ticks, header))) {
      writer.remove()
      throw finished(path)
    }
    const more = await flushedAfter(path, journal.ticks.length, header)
    const ticks = [...journal.ticks, ...more.ticks]
    // What was asked in a tick that was not done may be told again.
    const calls = [...new Map([...journal.calls, ...more.calls].map((c) => [c.id, c])).values()]
    const found = await find({ header, ticks: ticks.length, isCopy })
    const scenario = await asBegun(found, header)
    for (const tick of more.ticks) writer.add(tick)
    for (const call of more.calls) writer.call(call)
    const { mode, command, source, timeoutMs } = header
    const { seed, tapes } = header.replay
    const result = await runAfter(
      scenario,
      {
        seed,
        tapes,
        out: path,
        journal: mode,
        timeoutMs,
        ...(found.agents === undefined ? {} : { agents: found.agents }),
        ...(found.models === undefined ? {} : { models: found.models }),
        ...(found.watch === undefined ? {} : { watch: found.watch }),
        ...(source === undefined ? {} : { source }),
        ...(command === undefined ? {} : { command }),
        ...options,
      },
      { ticks, calls, writer, ...(journal.end === undefined ? {} : { end: journal.end }) },
    )
    return { ...result, resumed: { ticks: ticks.length, torn } }
  } catch (e) {
    writer.close()
    throw e
  }
}

/** The scenario as it was when the run began. @throws CoactError `replay/world-version`, `resume/other-policy` */
async function asBegun(
  { scenario, agents, models }: Players,
  header: JournalHeader,
): Promise<Scenario> {
  const { checkWorld } = await import('../../replays/index.js')
  const { horizon, order, profile, agents: seats } = header.replay
  checkWorld(header.replay, scenario)
  const begun = {
    ...scenario,
    horizon,
    order,
    profile: profileOf(scenario.world, profile),
  }
  const { policies } = seatPolicies(begun, agents, models !== undefined)
  const played = seats.map(({ name, policy }) => `${name}: ${nameOf(policy)}`).join(', ')
  const given = Object.keys(begun.agents)
    .map((name, i) => `${name}: ${nameOf(policies[i])}`)
    .join(', ')
  if (played === given) return begun
  throw new CoactError('resume/other-policy', 'Others play than when this run began', {
    expected: played,
    got: given,
    next: 'Name the same policies. To go on with others: coact fork.',
  })
}

const nameOf = (policy: { readonly id: string; readonly version: number } | undefined): string =>
  policy === undefined ? 'nobody' : `${policy.id}@${policy.version}`

const finished = (path: string): CoactError =>
  new CoactError('resume/finished', 'This run was finished already', {
    where: path,
    got: 'a whole replay; only its journal was left over, and is deleted now',
    next: `See it: coact replay ${path}.`,
  })
