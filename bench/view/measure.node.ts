// npx tsx bench/view/measure.node.ts [seconds of scrubbing]: what the viewer takes, in Chromium with software rendering.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type CDPSession, chromium, type Page } from 'playwright-core'
import { listFiles } from './listing.node.js'
import { serveView } from './server.node.js'
import { chromiumPath } from './testing/browser.node.js'
import { wandering } from './testing/wandering.node.js'

const scrubSeconds = Number(process.argv[2] ?? 60)
const say = (what: string, value: string): void => console.log(`${what.padEnd(44)} ${value}`)
const median = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0
const at = (list: readonly number[], share: number): number =>
  [...list].sort((a, b) => a - b)[Math.floor(share * list.length)] ?? 0

const folder = mkdtempSync(join(tmpdir(), 'coact-measure-'))
const url = new URL('../../replays/viewer/bundle.mjs', import.meta.url).href
const { html } = await (
  (await import(url)) as { bundleViewer(): Promise<{ html: string }> }
).bundleViewer()
say('the page', `${html.length} B, gzipped ${gzipSync(html, { level: 9 }).length} B`)

const long = await wandering(100_000)
writeFileSync(join(folder, 'long.mcap'), long)
writeFileSync(join(folder, 'crowd.mcap'), await wandering(1500, 300))
say('the long replay', `100,000 ticks, ${(long.length / 1e6).toFixed(1)} MB`)
const server = await serveView({ html, list: () => listFiles(folder), port: 0 })
const browser = await chromium.launch({
  executablePath: chromiumPath!,
  args: ['--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc'],
})
const whole = await browser.newBrowserCDPSession()
const open = async (hash: string): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } })
  // What runs in the page was made for elsewhere, where functions keep their names.
  await page.addInitScript('globalThis.__name = (f) => f')
  await page.addInitScript(watch)
  await page.goto(`${server.address}#${hash}`)
  await page.locator('.stage canvas[data-tick]').waitFor()
  return page
}

/** In the page: notes when a key went down, and when the pixels of another tick were there. */
function watch(): void {
  const w = globalThis as unknown as { first?: number; pressed: number; took: number[] }
  w.took = []
  w.pressed = 0
  addEventListener(
    'keydown',
    (e) => {
      w.pressed = e.timeStamp
    },
    true,
  )
  new MutationObserver((changes) => {
    if (!changes.some((c) => c.attributeName === 'data-tick')) return
    const now = performance.now()
    w.first ??= now
    if (w.pressed > 0) w.took.push(now - w.pressed)
    w.pressed = 0
  }).observe(globalThis.document, {
    subtree: true,
    attributes: true,
    attributeFilter: ['data-tick'],
  })
}
const watched = (page: Page) =>
  page.evaluate(() => {
    const { first, took } = globalThis as unknown as { first: number; took: number[] }
    return { first, took }
  })

const firsts: number[] = []
for (let i = 0; i < 5; i++) {
  const page = await open('f=long.mcap&t=50000')
  firsts.push((await watched(page)).first)
  await page.close()
}
say(
  'first paint of the long replay over HTTP',
  `median ${median(firsts).toFixed(0)} ms of ${firsts.map((f) => f.toFixed(0)).join(', ')}`,
)

const page = await open('f=long.mcap&t=0')
const seeks = async (rounds: number): Promise<readonly number[]> => {
  const before = (await watched(page)).took.length
  for (let i = 0; i < rounds; i++) {
    for (const key of ['PageDown', 'PageDown', 'End', 'PageUp', 'PageUp', 'ArrowLeft', 'Home']) {
      await page.keyboard.press(key)
      await page.waitForTimeout(120)
    }
  }
  return (await watched(page)).took.slice(before)
}
await page.getByRole('button', { name: /Read the whole file/ }).click()
const begun = Date.now()
const early = await seeks(4)
say(
  'seek while the lanes are being read',
  `p50 ${median(early).toFixed(1)} ms, p95 ${at(early, 0.95).toFixed(1)} ms (${early.length})`,
)
await page.locator('.unread').waitFor({ state: 'detached', timeout: 240_000 })
say(
  'reading all of it for the lanes',
  `${((Date.now() - begun) / 1000).toFixed(1)} s, seeks meanwhile included`,
)
const late = await seeks(8)
say(
  'seek afterwards, key press to pixels',
  `p50 ${median(late).toFixed(1)} ms, p95 ${at(late, 0.95).toFixed(1)} ms (${late.length})`,
)

const cdp = await page.context().newCDPSession(page)
const heap = async (session: CDPSession): Promise<number> => {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1e6
}
const lanes = (await page.getByRole('slider', { name: 'Timeline' }).boundingBox())!
const heaps = [await heap(cdp)]
const memory = [await residentMB()]
const until = Date.now() + scrubSeconds * 1000
for (let i = 0; Date.now() < until; i++) {
  await page.mouse.move(lanes.x + 110, lanes.y + 30)
  await page.mouse.down()
  await page.mouse.move(lanes.x + lanes.width - 30, lanes.y + 30, { steps: 200 })
  await page.mouse.up()
  if (i % 4 === 3) {
    heaps.push(await heap(cdp))
    memory.push(await residentMB())
  }
}
const third = Math.ceil(heaps.length / 3)
say(
  `heap of the page while scrubbing ${scrubSeconds} s`,
  `first third ${median(heaps.slice(0, third)).toFixed(1)} MB, last third ${median(heaps.slice(-third)).toFixed(1)} MB`,
)
say(
  'resident memory of its process',
  `first third ${median(memory.slice(0, third)).toFixed(0)} MB, last third ${median(memory.slice(-third)).toFixed(0)} MB, most ${Math.max(...memory).toFixed(0)} MB`,
)
await page.close()

const crowd = await open('f=crowd.mcap&t=10')
await crowd.waitForTimeout(3000)
await crowd.keyboard.press(' ')
const frames = await crowd.evaluate(
  () =>
    new Promise<number[]>((resolve) => {
      const took: number[] = []
      let last = performance.now()
      const tick = (now: number): void => {
        took.push(now - last)
        last = now
        if (took.length < 360) requestAnimationFrame(tick)
        else resolve(took.slice(10))
      }
      requestAnimationFrame(tick)
    }),
)
say(
  'frame with 300 that move',
  `median ${median(frames).toFixed(1)} ms, p95 ${at(frames, 0.95).toFixed(1)} ms`,
)
await browser.close()
await server.close()
rmSync(folder, { recursive: true, force: true })

/** Memory of the browser's processes that draw pages. */
async function residentMB(): Promise<number> {
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
  let sum = 0
  for (const { id, type } of processInfo) {
    if (type !== 'renderer') continue
    const status = readFileSync(`/proc/${id}/status`, 'utf8')
    sum += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
  }
  return sum / 1000
}
