import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { listFiles } from '../listing.node.js'
import { serveView, type ViewOptions, type ViewServer } from '../server.node.js'

/** Where systems keep Chromium; `CHROMIUM` names another. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
export const chromiumPath = [process.env['CHROMIUM'] ?? '', ...PLACES].find(
  (p) => p !== '' && existsSync(p),
)

if (chromiumPath === undefined)
  console.warn(
    'No Chromium was found: tests in a browser are skipped. Install the package chromium, or set CHROMIUM.',
  )

const VIEWPORT = { width: 1280, height: 800 }

/** What tests of the page are given. */
export interface Viewing {
  readonly html: string
  readonly folder: string
  readonly server: ViewServer
  /** Opens the page at an address such as `f=run.mcap&t=3`; what it logged as wrong is in `problems`. */
  open(hash?: string): Promise<Page>
  /** Opens another page beside those that are open, at an address of its own. */
  beside(address: string, scheme?: 'light' | 'dark'): Promise<Page>
  readonly problems: string[]
}

/** What axe finds to complain of in a page. */
export async function complaints(page: Page): Promise<readonly string[]> {
  // The page's own policy allows no script of others; the test goes around it.
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axe })
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as { axe: { run(): Promise<Found> } }
    ).axe.run()
    return violations.map((x) => `${x.id}: ${x.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`)
  })
}

interface Found {
  readonly violations: readonly { id: string; nodes: readonly { html: string }[] }[]
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Bundles the page, starts Chromium, and serves files from a folder, for all tests of a file. */
export function viewing(
  files: () => Promise<Readonly<Record<string, Uint8Array>>>,
  /** What the server can do besides. */
  more: (folder: string) => Partial<ViewOptions> = () => ({}),
): Viewing {
  const problems: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'coact-view-'))
  const made = {} as { html: string; server: ViewServer; browser: Browser }
  const pages: Page[] = []
  beforeAll(async () => {
    if (chromiumPath === undefined) return
    for (const [name, bytes] of Object.entries(await files()))
      writeFileSync(join(folder, name), bytes)
    const bundle = new URL('../../../replays/viewer/bundle.mjs', import.meta.url).href
    const { bundleViewer } = (await import(bundle)) as { bundleViewer(): Promise<{ html: string }> }
    made.html = (await bundleViewer()).html
    made.server = await serveView({
      html: made.html,
      list: () => listFiles(folder),
      port: 0,
      ...more(folder),
    })
    made.browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  }, 120_000)
  afterAll(async () => {
    await made.browser?.close()
    await made.server?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const show = async (address: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const page = await made.browser.newPage({ viewport: VIEWPORT, colorScheme })
    pages.push(page)
    page.on('pageerror', (e) => problems.push(e.message))
    page.on('console', (m) => {
      if (m.type() === 'error') problems.push(m.text())
    })
    await page.goto(address)
    return page
  }
  return {
    folder,
    problems,
    get html() {
      return made.html
    },
    get server() {
      return made.server
    },
    async open(hash = '') {
      for (const page of pages.splice(0)) await page.close()
      problems.length = 0
      return show(`${made.server.address}#${hash}`)
    },
    beside: show,
  }
}
