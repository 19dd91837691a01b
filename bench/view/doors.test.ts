import { writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, test, vi } from 'vitest'
import { pageWithReplay } from './page.node.js'
import { chromiumPath, complaints, viewing } from './testing/browser.node.js'
import { recordedFixture } from './testing/samples.node.js'

vi.setConfig({ testTimeout: 60_000 })

const soon = <T>(get: () => T) => expect.poll(get, { timeout: 15_000 })
const harvest = recordedFixture('harvest')
const v = viewing(async () => ({
  'harvest.mcap': harvest,
  'kitchen.mcap': recordedFixture('kitchen'),
}))

interface Got {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { port, pathname } = new URL(v.server.address)
    const asked = path.startsWith('/') ? path : pathname + path
    request(
      {
        host: '127.0.0.1',
        port,
        path: asked,
        method,
        headers: { host: `127.0.0.1:${port}`, ...headers },
      },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part) => parts.push(part))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts),
          }),
        )
      },
    )
      .on('error', reject)
      .end()
  })

describe.skipIf(chromiumPath === undefined)('the server', () => {
  test('answers only to its name, its own origin, and below its random path', async () => {
    const status = async (...asked: Parameters<typeof get>): Promise<number> =>
      (await get(...asked)).status
    expect(new URL(v.server.address).pathname).toMatch(/^\/[\w-]{24}\/$/)
    expect(await status('')).toBe(200)
    expect(await status('', { host: 'evil.example:80' })).toBe(403)
    expect(await status('', { origin: 'http://evil.example' })).toBe(403)
    expect(await status('list.json', { 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await status('/')).toBe(404)
    expect(await status('/AAAAAAAAAAAAAAAAAAAAAAAA/')).toBe(404)
    expect(await status('', {}, 'POST')).toBe(405)
  })
  test('gives the files of its list, and no path', async () => {
    for (const path of [
      'files/../../etc/passwd',
      'files/%2e%2e%2fserver.node.ts',
      'files//etc/passwd',
      'files/%',
      'files/',
    ])
      expect((await get(path)).status).toBe(404)
    const { status, body } = await get('files/harvest.mcap')
    expect([status, body.length]).toEqual([200, harvest.length])
  })
  test('gives ranges, and says what it has not', async () => {
    const part = await get('files/harvest.mcap', { range: 'bytes=8-15' })
    expect(part.status).toBe(206)
    expect(part.headers['content-range']).toBe(`bytes 8-15/${harvest.length}`)
    expect([...part.body]).toEqual([...harvest.slice(8, 16)])
    expect([...(await get('files/harvest.mcap', { range: 'bytes=-4' })).body]).toEqual([
      ...harvest.slice(-4),
    ])
    expect((await get('files/harvest.mcap', { range: `bytes=${harvest.length}-` })).status).toBe(
      416,
    )
  })
  test('allows the page nothing but what is in it', async () => {
    const policy = String((await get('')).headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toContain('unsafe')
  })
})

describe.skipIf(chromiumPath === undefined)('without a server', () => {
  test('a page opened from the disk reads what is dropped on it', async () => {
    const page = await v.open()
    const file = join(v.folder, 'viewer.html')
    writeFileSync(file, v.html)
    await page.goto(pathToFileURL(file).href)
    await page.getByRole('heading', { name: 'Drop a replay here' }).waitFor()
    await drop(page, 'dropped.mcap', harvest)
    await page.getByRole('region', { name: 'World' }).waitFor()
    await page.keyboard.press('End')
    await soon(() => page.getByRole('tabpanel').textContent()).toContain('Actions')
    expect(v.problems).toEqual([])
  })
  test('a page that holds a replay shows it where its address says', async () => {
    const page = await v.open()
    const file = join(v.folder, 'harvest.html')
    writeFileSync(file, pageWithReplay(v.html, harvest, '"><script>harmed=1</script>.mcap'))
    await page.goto(`${pathToFileURL(file).href}#t=5&panel=entities`)
    await page.getByRole('region', { name: 'World' }).waitFor()
    await soon(() => page.getByLabel('Tick', { exact: true }).inputValue()).toBe('5')
    expect(await page.evaluate(() => (window as { harmed?: unknown }).harmed)).toBe(undefined)
    expect(v.problems).toEqual([])
  })
})

/** Lets go of a file over the page. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    ({ name, base64 }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name))
      document
        .querySelector('.page')!
        .dispatchEvent(
          new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
        )
    },
    { name, base64: Buffer.from(bytes).toString('base64') },
  )
}

describe.skipIf(chromiumPath === undefined)('for everybody', () => {
  test.each([
    ['', 'light'],
    ['f=harvest.mcap&t=5', 'light'],
    ['f=harvest.mcap&t=5&panel=entities&sel=e1', 'dark'],
    ['f=kitchen.mcap&t=5&panel=scores', 'dark'],
    ['f=kitchen.mcap&t=5&panel=agent&eyes=ada', 'light'],
    ['f=kitchen.mcap&t=5&panel=together', 'light'],
    ['f=kitchen.mcap&t=5&panel=json', 'light'],
    ['f=kitchen.mcap&b=harvest.mcap&t=5&panel=messages', 'light'],
  ] as const)('axe finds nothing to complain of: %s in %s', async (hash, colorScheme) => {
    const page = await v.open()
    await page.emulateMedia({ colorScheme })
    await page.goto('about:blank')
    await page.goto(`${v.server.address}#${hash}`)
    await page.locator('.stage, .list tbody tr').first().waitFor()
    await page.waitForTimeout(400)
    expect(await complaints(page)).toEqual([])
  })
  test('nothing glides where that is not wanted', async () => {
    const page = await v.open()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto('about:blank')
    await page.goto(`${v.server.address}#f=harvest.mcap&t=1`)
    await page.getByRole('region', { name: 'World' }).waitFor()
    await page.keyboard.press(' ')
    await soon(() => page.getByLabel('Tick', { exact: true }).inputValue()).not.toBe('1')
  })
})
