import { access, constants } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { againLine } from './again.js'
import { runCommand } from './run.node.js'
import type { Terminal } from './terminal.node.js'

const SCENARIO = 'moving-day'
const SEED = '7'
const FILE = 'coact-demo.mcap'

/** `coact demo`: the shipped two-agent household episode, told, recorded and verified. */
export async function demoCommand(terminal: Terminal): Promise<number> {
  const isWritable = await access('.', constants.W_OK).then(
    () => true,
    () => false,
  )
  const out = isWritable ? FILE : join(tmpdir(), FILE)
  const again = againLine(['run', SCENARIO, '--seed', SEED, '--out', out, '--verify'])
  return runCommand(SCENARIO, { seed: SEED, out, verify: true }, terminal, again)
}
