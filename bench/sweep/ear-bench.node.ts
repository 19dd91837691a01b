import { z } from 'zod'
import { CoactError, parseScenarioText, safeText } from '../../engine/index.js'
import { readText } from '../files.node.js'
import { convertTree, readEarTree } from '../import/earbench.node.js'
import { EAR_PUBLISHED } from './ear-bench-published.js'
import { defineSuite, type Suite, type SuiteScenario } from './suite.js'

const oracleSchema = z.array(
  z.object({
    split: z.enum(['single', 'multi']),
    sid: z.string(),
    solved: z.boolean(),
    steps: z.number().min(0),
  }),
)

export interface EarOptions {
  /** Archive or folder of the scenes. */
  readonly scenes?: string
  /** File that tells how many steps the recorded oracle took. */
  readonly oracle?: string
  readonly profile?: 'compat' | 'strict'
  /** Whether agents see everything from the first tick on. */
  readonly sight?: 'partial' | 'global'
}

/**
 * EAR-Bench's scenarios as a suite: groups are its seven categories; those that the reference's own loader refuses are there, and
 * marked by a `*` behind the group.
 *
 * @throws CoactError `suite/no-scenes`, `import/nothing-found`, `suite/no-oracle`
 */
export async function earBench({
  scenes,
  oracle,
  profile = 'compat',
  sight = 'partial',
}: EarOptions): Promise<Suite> {
  if (scenes === undefined) {
    throw new CoactError('suite/no-scenes', 'EAR-Bench needs its scenes', {
      expected: '--scenes PATH: the archive, or the folder that holds "eval"',
      next: 'Get them from the benchmark’s authors.',
    })
  }
  const steps = oracle === undefined ? new Map<string, number>() : await readOracle(oracle)
  const scenarios: SuiteScenario[] = []
  for (const { converted } of convertTree(await readEarTree(scenes))) {
    if (converted === undefined) continue
    const { scenario, refLoads } = converted
    const { split, number, category } = scenario.meta
    const reference = steps.get(`${split}/${number}`)
    const params = sight === 'global' ? { ...scenario.params, allFound: true } : scenario.params
    scenarios.push({
      id: scenario.id,
      group: `${category}${refLoads ? '' : '*'}`,
      data: { ...scenario, profile, params } as never,
      ...(reference === undefined ? {} : { reference }),
    })
  }
  return defineSuite({
    id: 'ear-bench',
    title: `EAR-Bench, ${profile}${sight === 'global' ? ', all is seen' : ''}`,
    lineups: ['planner'],
    metrics: METRICS,
    published: EAR_PUBLISHED[sight],
    scenarios: () => scenarios,
  })
}

/** What EAR-Bench tells, and the scorecard. */
const METRICS = [
  'success',
  'progress',
  'claim-accuracy',
  'conflict',
  'redundancy',
  'idle',
  'division-of-labour',
  'interdependence',
  'tokens-per-success',
  'violations',
]

async function readOracle(path: string): Promise<Map<string, number>> {
  const { data, error } = oracleSchema.safeParse(
    parseScenarioText(await readText(path, 'oracle'), path),
  )
  if (data !== undefined)
    return new Map(data.flatMap((r) => (r.solved ? [[`${r.split}/${r.sid}`, r.steps]] : [])))
  throw new CoactError('suite/no-oracle', `${path} does not tell how the oracle fared`, {
    where: path,
    expected: 'a list of { split, sid, solved, steps }',
    got: safeText(error),
  })
}
