import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shipped } from '../registry.js'
import { reportPage } from '../report/report.js'
import { aggregate } from '../sweep/aggregate.js'
import { suiteNamed } from '../sweep/suite.js'
import { sweep } from '../sweep/sweep.node.js'
import { type Benchmark, median } from './measure.js'

/** Scripted episodes on one and on two threads, in turns; and a report of a thousand. */
export const sweeps: Benchmark = async (quick) => {
  const home = await mkdtemp(join(tmpdir(), 'coact-sweeps-'))
  const registry = await shipped()
  const suite = suiteNamed('depot')
  let folder = 0
  /** Milliseconds an episode, once the threads have warmed up: the first tenth does not count. */
  const time = async (jobs: number, seeds: number): Promise<number> => {
    const ends: number[] = []
    await sweep({
      suite,
      registry,
      out: join(home, String(folder++)),
      seeds: Array.from({ length: seeds }, (_, i) => String(i)),
      jobs,
      // One job is a thread too, so that threads alone make the difference.
      threads: true,
      replays: false,
      onRow: () => ends.push(performance.now()),
    })
    const skipped = Math.floor(ends.length / 10)
    return (ends.at(-1)! - ends[skipped]!) / (ends.length - 1 - skipped)
  }
  try {
    const seeds = quick ? 4 : 20
    await time(2, 2)
    const ratios: number[] = []
    for (let i = 0; i < (quick ? 2 : 5); i++) {
      const two = await time(2, seeds)
      ratios.push((await time(1, seeds)) / two)
    }
    const { rows } = await sweep({
      suite,
      registry,
      out: join(home, 'report'),
      seeds: Array.from({ length: 10 }, (_, i) => String(i)),
      replays: false,
    })
    const many = Array.from({ length: 10 }, (_, i) =>
      rows.map((row) => ({ ...row, key: `${row.key}${i}`, seed: `${row.seed}/${i}` })),
    ).flat()
    const begun = performance.now()
    reportPage({ title: 'Depot', rows: many })
    const report = (performance.now() - begun) / 1000
    return [
      {
        name: 'a sweep of scripted episodes on two threads',
        value: median(ratios),
        unit: '× one thread',
        atLeast: 1.8,
        note: `${seeds * 10} scored episodes of the depot, the first tenth not counted`,
      },
      {
        name: `a report of ${many.length} episodes`,
        value: report,
        unit: 's',
        atMost: 10,
        note: `${aggregate(many).cells.length} rows of the table`,
      },
    ]
  } finally {
    await rm(home, { recursive: true })
  }
}
