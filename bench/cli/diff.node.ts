import type { Replay } from '../../replays/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { diffReplays } from '../diff/diff.js'
import { diffLines } from '../diff/text.js'
import { EXIT } from './exit.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

/** `coact diff`: 0 when the runs are the same, 1 when they differ. */
export async function diffCommand(a: string, b: string, terminal: Terminal): Promise<number> {
  const first = await opened(a)
  try {
    const second = await opened(b)
    try {
      const diff = await diffReplays(first, second)
      terminal.document({ a, b, ...diff })
      terminal.line(`A  ${printable(a)}`)
      terminal.line(`B  ${printable(b)}`)
      for (const line of diffLines(diff)) terminal.line(line)
      return diff.equal ? EXIT.fine : EXIT.differ
    } finally {
      await second.close()
    }
  } finally {
    await first.close()
  }
}

async function opened(path: string): Promise<Replay> {
  const replay = await openReplayFile(path, { recover: true })
  const { damage, ticks } = replay.info
  if (damage !== undefined) {
    const text = `${path} is not the whole run: ${damage}; the ticks up to ${ticks} are compared`
    process.stderr.write(`warning: ${printable(text, 500)}\n`)
  }
  return replay
}
