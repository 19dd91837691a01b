import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Benchmark, timed } from './measure.js'

/** The time of `coact --help` as a whole process. */
export const help: Benchmark = (quick) => {
  const cli = fileURLToPath(new URL('../../dist/bench/cli.node.js', import.meta.url))
  if (!existsSync(cli)) return []
  const us = timed(quick ? 3 : 11, () => {
    spawnSync(process.execPath, [cli, '--help'])
  })
  const bare = timed(quick ? 3 : 11, () => {
    spawnSync(process.execPath, ['-e', '0'])
  })
  return [{ name: 'coact --help', value: us / 1000, unit: 'ms', atMost: 150, note: `node itself takes ${Math.round(bare / 1000)} ms` }]
}
