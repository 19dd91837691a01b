import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shipped } from '../registry.js'
import { reportPage } from '../report/report.js'
import { aggregate } from '../sweep/aggregate.js'
import { suiteNamed } from '../sweep/suite.js'
import { sweep } from '../sweep/sweep.node.js'
import { type Benchmark, median, type Row } from './measure.js'

/** Seeds of each suite: enough for threads to be done with compiling by the middle. */
const SUITES: readonly (readonly [suite: string, seeds: number])[] = [
  ['kitchen', 60],
  ['depot', 100],
]
type Timing = Readonly<Record<'whole' | 'late', number>>

/** Scripted episodes on one and on two threads, in turns; and a report of a thousand. */
export const sweeps: Benchmark = async (quick) => {
  const home = await mkdtemp(join(tmpdir(), 'coact-sweeps-'))
  const registry = await shipped()
  let folder = 0
  /** Milliseconds an episode: from the first result to the last, and in the second half, when compilers are done. */
  const time = async (suite: string, seeds: number, jobs: number): Promise<Timing> => {
    const ends: number[] = []
    await sweep({
      suite: suiteNamed(suite),
      registry,
      out: join(home, String(folder++)),
      seeds: Array.from({ length: seeds }, (_, i) => String(i)),
      jobs,
      // One job is a thread too, so that threads alone make the difference.
      threads: true,
      replays: false,
      onRow: () => ends.push(performance.now()),
    })
    const from = (first: number): number =>
      (ends.at(-1)! - ends[first]!) / (ends.length - 1 - first)
    return { whole: from(0), late: from(Math.floor(ends.length / 2)) }
  }
  const scaling = async (suite: string, all: number): Promise<Row[]> => {
    const seeds = quick ? all / 10 : all
    const turns: { one: Timing; two: Timing }[] = []
    for (let i = 0; i < (quick ? 1 : 3); i++)
      turns.push({ two: await time(suite, seeds, 2), one: await time(suite, seeds, 1) })
    const ratio = (part: keyof Timing): number =>
      median(turns.map(({ one, two }) => one[part] / two[part]))
    return [
      {
        name: `a sweep on two threads, once compiled: ${suite}`,
        value: ratio('late'),
        unit: '× one thread',
        atLeast: 1.8,
        note: `second half of ${seeds} seeds of each scenario, scored`,
      },
      {
        name: `the same from its first result on: ${suite}`,
        value: ratio('whole'),
        unit: '× one thread',
        note: 'every thread compiles for itself, a single one on the idle core',
      },
    ]
  }
  try {
    const rows: Row[] = []
    for (const [suite, seeds] of SUITES) rows.push(...(await scaling(suite, seeds)))
    return [...rows, await reported(home)]
  } finally {
    await rm(home, { recursive: true })
  }
}

async function reported(home: string): Promise<Row> {
  const { rows } = await sweep({
    suite: suiteNamed('depot'),
    registry: await shipped(),
    out: join(home, 'report'),
    seeds: Array.from({ length: 10 }, (_, i) => String(i)),
    replays: false,
  })
  const many = Array.from({ length: 10 }, (_, i) =>
    rows.map((row) => ({ ...row, key: `${row.key}${i}`, seed: `${row.seed}/${i}` })),
  ).flat()
  const begun = performance.now()
  reportPage({ title: 'Depot', rows: many })
  return {
    name: `a report of ${many.length} episodes`,
    value: (performance.now() - begun) / 1000,
    unit: 's',
    atMost: 10,
    note: `${aggregate(many).cells.length} rows of the table`,
  }
}
