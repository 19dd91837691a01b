import { join } from 'node:path'
import { z } from 'zod'
import { planner as policy } from '../../agents/index.js'
import { CoactError, parseScenarioText, safeText } from '../../engine/index.js'
import { readText } from '../files.node.js'
import type { Converted } from '../import/earbench.js'
import { convertTree, readEarTree } from '../import/earbench.node.js'
import { type Case, type Graded, gradeCase, type OracleMode } from './planner.js'
import { reportOf } from './planner-report.js'
import type { ConformOptions, ConformReport, ConformSuite } from './types.js'

const SUMMARY = 'oracle_summary.json'
/** One scenario in so many of each category is played under other names, too: categories take turns in the source. */
const SAMPLE_EVERY = 10

const summarySchema = z.array(
  z.object({
    split: z.enum(['single', 'multi']),
    sid: z.string(),
    mode: z.enum(['honest', 'exploit']).nullable(),
    steps: z.number().min(0),
  }),
)
type Row = z.output<typeof summarySchema>[number]

const MODES: Readonly<Record<'honest' | 'exploit', OracleMode>> = {
  honest: 'honest',
  exploit: 'loophole',
}

async function run(dir: string, options: ConformOptions): Promise<ConformReport> {
  const cases = await readCases(dir, options.scenes)
  const graded: Graded[] = []
  for (const each of cases) {
    if (options.signal?.aborted === true) break
    graded.push(gradeCase(each, policy))
    options.onProgress?.(graded.length, cases.length)
    // Lets an interrupt be heard.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return reportOf(graded)
}

async function readCases(dir: string, scenes: string | undefined): Promise<Case[]> {
  if (scenes === undefined) {
    throw new CoactError('conform/no-scenes', 'The planner needs the scenes that it is to play', {
      expected: '--scenes PATH',
      next: 'Give the archive or folder of EAR-Bench scenes.',
    })
  }
  const oracle = await readSummary(dir)
  const converted: Converted[] = []
  for (const entry of convertTree(await readEarTree(scenes)))
    if (entry.converted !== undefined) converted.push(entry.converted)
  const counts = new Map<unknown, number>()
  return converted.map(({ scenario }) => {
    const { split, number, category } = scenario.meta
    const before = counts.get(category) ?? 0
    counts.set(category, before + 1)
    const row = oracle.get(`${split}/${number}`)
    return {
      scenario,
      mode: row === undefined ? 'untried' : row.mode === null ? 'unsolved' : MODES[row.mode],
      steps: row?.steps ?? 0,
      isSample: before % SAMPLE_EVERY === 0,
    }
  })
}

async function readSummary(dir: string): Promise<ReadonlyMap<string, Row>> {
  const path = join(dir, SUMMARY)
  const given = parseScenarioText(await readText(path, 'summary'), path)
  const { data, error } = summarySchema.safeParse(given)
  if (data === undefined) {
    throw new CoactError('conform/no-oracle', `${path} does not tell how the oracle fared`, {
      where: path,
      expected: 'a list of { split, sid, mode, steps }',
      got: safeText(error),
      next: 'Check the folder.',
    })
  }
  return new Map(data.map((row) => [`${row.split}/${row.sid}`, row]))
}

/** The planner, given nothing but the scenario, on all EAR-Bench scenarios by both profiles, against the reference's solver. */
export const planner: ConformSuite = {
  id: 'planner',
  text: 'the planner on all EAR-Bench scenarios, by both profiles, against the reference’s goal-directed solver',
  run,
}
