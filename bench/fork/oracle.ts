import { type SearchOptions, search } from '../../agents/index.js'
import {
  type AgentInput,
  CoactError,
  createEpisode,
  createStreams,
  createTurns,
  defineUniversalPolicy,
  type Episode,
  type Frame,
  type Scenario,
} from '../../engine/index.js'
import { createBarrier, type Inputs } from '../barrier.js'
import { foldMetrics } from '../metric-fold.js'
import { openRecording } from '../record.js'
import { type RunSummary, summarize } from '../result.js'
import { seatPolicies } from '../seats.js'
import { createTally } from '../tally.js'

export interface OracleOptions extends SearchOptions {
  /** Must be true: whoever sets it knows that these agents look at what is hidden from them. */
  readonly oracle: boolean
  /** Who searches (default: all); the others are played by `others`, else by the base. */
  readonly agents?: readonly string[]
  readonly seed?: number | string
  /** File for the replay; the agents' policy in it is `oracle-search`. */
  readonly out?: string
  readonly source?: unknown
  readonly onFrame?: (frame: Frame) => void
}

/** Names in results and replays what played with knowledge that it should not have. */
const ORACLE = defineUniversalPolicy({ id: 'oracle-search', decide: () => undefined })

/**
 * Plays a scenario with agents that search over forks of the true state, hidden parts and other minds included: teachers, from
 * whose runs one may learn, and a bound for what fair agents can reach. They do not know the luck that will come. No fair run:
 * refused unless `oracle` is true, and named `oracle-search` in what is recorded.
 *
 * @throws CoactError `search/oracle`, `search/promise`; `agent/unknown`; `world/…`
 * @example
 * const { ticks, goals } = await oracleSearch(scenario, { oracle: true, base: planner, seed: 7, out: 'teacher.mcap' })
 */
export async function oracleSearch(
  scenario: Scenario,
  { oracle, agents, seed = 0, out, source, onFrame, ...options }: OracleOptions,
): Promise<RunSummary> {
  if (oracle !== true) throw notFair()
  const names = Object.keys(scenario.agents)
  const { base, others = {} } = options
  const playing = Object.fromEntries(names.map((name) => [name, others[name] ?? base]))
  const searching = new Set(agents ?? names)
  for (const name of searching) if (names.includes(name)) playing[name] = base
  const { scenario: seated, policies } = seatPolicies(scenario, {
    ...playing,
    // Names that are not there are refused like everywhere.
    ...Object.fromEntries([...searching].map((name) => [name, base])),
  })
  const episode = createEpisode(seated, { seed })
  const copy = createEpisode(seated, { seed, track: false })
  const luck = createStreams(String(seed), {}, false).stream('oracle-search')
  const oracleIs = Object.fromEntries([...searching].map((name) => [name, ORACLE]))
  const recording = await openRecording(episode, {
    ...(out === undefined ? {} : { out, source }),
    policies: oracleIs,
  })
  const ids = names.map((name) =>
    searching.has(name) ? ORACLE.id : policies[names.indexOf(name)]!.id,
  )
  const watch = {
    tally: createTally(episode.seats, ids),
    metrics: foldMetrics(seated.metrics, episode),
    last: episode.first!,
  }
  const barrier = createBarrier(episode, policies, createTurns(episode), 0, undefined)
  const show = async (frame: Frame): Promise<void> => {
    watch.last = frame
    watch.tally.add(frame)
    watch.metrics.add(frame)
    await recording?.record(frame)
    onFrame?.(frame)
  }
  const think = (agent: number, given: AgentInput | null): AgentInput | null =>
    given === null || !searching.has(names[agent]!)
      ? given
      : better(episode, copy, agent, given, options, luck)
  await show(episode.first!)
  while (episode.end === undefined) {
    const asking: Inputs | Promise<Inputs> = barrier.ask(episode.asked())
    const inputs = asking instanceof Promise ? await asking : asking
    await show(episode.step(inputs.map((input, i) => think(i, input))))
  }
  const summary = summarize(episode, watch)
  await recording?.finish(summary)
  return summary
}

/** What the search puts in the place of what the base decided. */
function better(
  episode: Episode,
  copy: Episode,
  agent: number,
  given: AgentInput,
  options: SearchOptions,
  luck: Parameters<typeof search>[3],
): AgentInput {
  copy.restore(episode.save())
  const { failure: _, why: __, ...rest } = given
  const { best, candidates } = search(copy, agent, options, luck, given.do ?? [])
  const { visits, value } = candidates.find((c) => c.actions === best)!
  return { ...rest, do: best, why: `tried ${visits} times, worth ${value.toFixed(3)}` }
}

const notFair = (): CoactError =>
  new CoactError(
    'search/oracle',
    'Searching over the true state shows agents what is hidden from them',
    {
      expected: 'oracle: true, from whoever runs the experiment',
      next: 'For a fair run take "search", in a world of perfect information.',
    },
  )
