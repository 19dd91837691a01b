import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Benchmark, median, microseconds } from './measure.js'

/** Median microseconds of a process. */
const timedOnce = (rounds: number, work: () => void): number =>
  median(Array.from({ length: rounds }, () => microseconds(work)))

/** The time of `coact --help` as a whole process. */
export const help: Benchmark = (quick) => {
  const cli = fileURLToPath(new URL('../../dist/bench/cli.node.js', import.meta.url))
  if (!existsSync(cli)) return []
  const us = timedOnce(quick ? 3 : 11, () => {
    spawnSync(process.execPath, [cli, '--help'])
  })
  const bare = timedOnce(quick ? 3 : 11, () => {
    spawnSync(process.execPath, ['-e', '0'])
  })
  return [
    {
      name: 'coact --help',
      value: us / 1000,
      unit: 'ms',
      atMost: 150,
      note: `node itself takes ${Math.round(bare / 1000)} ms`,
    },
  ]
}
