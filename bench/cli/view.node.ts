import { createForks, type Forks } from '../view/forks.node.js'
import { type ListedFile, listFiles } from '../view/listing.node.js'
import { createLooks, type Looks } from '../view/looks.node.js'
import { viewerPage } from '../view/page.node.js'
import { resultsOf } from '../view/results.node.js'
import { serveView } from '../view/server.node.js'
import { EXIT } from './exit.js'
import { interruptible } from './interrupt.node.js'
import { openBrowser } from './open-browser.node.js'
import { printable } from './printable.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import type { Terminal } from './terminal.node.js'

export interface ViewFlags extends PluginFlags {
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
  const { list, forks, looks } = path === undefined ? NOTHING : filesAt(path, flags)
  const files = await list()
  const served = await serveView({
    html: viewerPage(),
    list,
    port: flags.port,
    ...(path === undefined ? {} : { results: () => resultsOf(path) }),
    ...(forks === undefined ? {} : { forks }),
    ...(looks === undefined ? {} : { looks }),
  })
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
  await looks?.close()
  return EXIT.fine
}

const NOTHING: ReturnType<typeof filesAt> = {
  list: async () => [],
  forks: undefined,
  looks: undefined,
}

/** The files of a path, and what makes forks of them, which then are files too. */
function filesAt(
  path: string,
  flags: PluginFlags,
): {
  readonly list: () => Promise<ListedFile[]>
  readonly forks: Forks | undefined
  readonly looks: Looks | undefined
} {
  const made: string[] = []
  const list = async (): Promise<ListedFile[]> => {
    const files = await listFiles(path)
    for (const fork of made)
      if (!files.some((f) => f.path === fork))
        files.push(...(await listFiles(fork).catch(() => [])))
    return files
  }
  const find = async (name: string): Promise<ListedFile | undefined> =>
    (await list()).find((f) => f.name === name)
  return {
    list,
    looks: createLooks(find, () => openRegistry(flags)),
    forks: createForks(
      find,
      (fork) => made.push(fork),
      () => openRegistry(flags),
    ),
  }
}
