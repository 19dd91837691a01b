import { listFiles } from '../view/listing.node.js'
import { viewerPage } from '../view/page.node.js'
import { serveView } from '../view/server.node.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { openBrowser } from './open-browser.node.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export interface ViewFlags {
  readonly port: number
  readonly open: boolean
  readonly at?: number
}

/** `coact view`: serves the viewer until Ctrl-C. */
export async function viewCommand(
  path: string | undefined,
  flags: ViewFlags,
  terminal: Terminal,
): Promise<number> {
  const list = path === undefined ? async () => [] : () => listFiles(path)
  const files = await list()
  const served = await serveView({ html: viewerPage(), list, port: flags.port })
  const stop = interruptible()
  const address = flags.at === undefined ? served.address : `${served.address}#t=${flags.at}`
  const what = files.length === 1 ? printable(files[0]!.name) : `${files.length} replays`
  terminal.document({ address, files: files.map((f) => f.name) })
  terminal.line(`${what} can be seen at ${address}`)
  terminal.line('Only this machine can, and only with this address. Ctrl-C ends it.')
  await terminal.flush()
  if (flags.open) openBrowser(address)
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve()
    else stop.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  stop.end()
  await served.close()
  return EXIT.fine
}
