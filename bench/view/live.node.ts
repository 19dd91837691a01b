import { createLiveHost, type LiveHost } from '../../replays/index.node.js'
import { openBrowser } from '../cli/open-browser.node.js'
import type { RunOptions } from '../run.js'
import { viewerPage } from './page.node.js'
import type { Seats } from './seats.node.js'
import { serveView } from './server.node.js'

/** A page on a run. */
export interface RunView {
  /** For `run`: gives the page what is recorded. */
  readonly watch: NonNullable<RunOptions['watch']>
  readonly address: string
  /** Serves on until the signal is aborted. */
  close(until: AbortSignal): Promise<void>
}

/**
 * Serves the viewer on a run that has not begun yet.
 *
 * @throws CoactError `view/no-page`, `serve/port`
 */
export async function viewRun(given: {
  readonly port: number
  readonly open: boolean
  readonly html?: string
  readonly tell: (line: string) => void
  /** Seats in which people play in the page. */
  readonly seats?: Seats
}): Promise<RunView> {
  const { seats } = given
  let host: LiveHost | undefined
  const begun = createBegun()
  const served = await serveView({
    html: given.html ?? viewerPage(),
    list: async () => [],
    port: given.port,
    ...(seats === undefined ? {} : { seats }),
    live: {
      answer: async (text) => (host ?? (await begun.promise)).answer(text),
      watch: (told) => {
        if (host !== undefined) return host.watch(told)
        let end = (): void => {}
        let isGone = false
        void begun.promise.then((h) => {
          if (isGone) return
          end = h.watch(told)
          told()
        })
        return () => {
          isGone = true
          end()
        }
      },
      now: () => host?.now() ?? { last: 0, over: false },
    },
  })
  const [first, ...others] = (seats?.places() ?? []).map((place) =>
    seatAddress(served.address, place),
  )
  if (seats === undefined) given.tell(`the run can be watched at ${served.address}`)
  for (const { name } of seats?.places() ?? [])
    given.tell(`${name} is played at ${seatAddress(served.address, { name })}`)
  if (given.open) openBrowser(first !== undefined && others.length === 0 ? first : served.address)
  return {
    address: served.address,
    async watch(header, source) {
      host = await createLiveHost(header, source)
      seats?.join(host)
      begun.resolve(host)
      return host
    },
    async close(until) {
      if (!until.aborted) given.tell('It can be looked at until Ctrl-C.')
      await new Promise<void>((resolve) => {
        if (until.aborted) resolve()
        else until.addEventListener('abort', () => resolve(), { once: true })
      })
      await served.close()
    },
  }
}

const seatAddress = (address: string, { name }: { readonly name: string }): string =>
  `${address}#seat=${encodeURIComponent(name)}`

function createBegun(): { readonly promise: Promise<LiveHost>; resolve(host: LiveHost): void } {
  let resolve: (host: LiveHost) => void = () => {}
  const promise = new Promise<LiveHost>((r) => {
    resolve = r
  })
  return { promise, resolve: (host) => resolve(host) }
}
