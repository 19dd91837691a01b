import { readdirSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { chromiumPath, viewing } from './testing/browser.node.js'
import { fixture, NASTY, nasty, recordedFixture } from './testing/samples.node.js'

vi.setConfig({ testTimeout: 120_000 })

const soon = <T>(get: () => T) => expect.poll(get, { timeout: 15_000 })
// The reader's own tests take all of them.
const corpus = readdirSync(new URL('../../replays/fixtures/hostile', import.meta.url)).filter(
  (_, i) => i % 4 === 0,
)

const v = viewing(async () => {
  const harvest = recordedFixture('harvest')
  const flipped = harvest.slice()
  flipped[flipped.length >> 1]! ^= 0xff
  return {
    'nasty.mcap': await nasty(),
    'cut.mcap': harvest.slice(0, Math.floor(harvest.length * 0.6)),
    'flipped.mcap': flipped,
    'empty.mcap': new Uint8Array(0),
    'no-replay.mcap': new TextEncoder().encode('<html>not a replay</html>'),
    ...Object.fromEntries(
      corpus.map((name) => [name.replace('.gz', ''), fixture(`hostile/${name}`)]),
    ),
  }
})

describe.skipIf(chromiumPath === undefined)('a replay of hostile text', () => {
  test('shows as text in every panel, and does nothing else', async () => {
    const page = await v.open('f=nasty.mcap&t=1')
    const asked: string[] = []
    page.on('request', (r) => asked.push(r.url()))
    const panel = page.getByRole('tabpanel')
    await page.getByRole('region', { name: 'World' }).waitFor()
    for (const name of [
      'Now',
      'Agent',
      'Entities',
      'Messages',
      'Scores',
      'Together',
      'Forks',
      'JSON',
    ]) {
      await page.getByRole('tab', { name }).click()
      await soon(() => panel.textContent()).not.toBe('')
    }
    await page.getByRole('tab', { name: 'Messages' }).click()
    await panel.getByText(NASTY.script).first().waitFor()
    expect(await panel.textContent()).toContain('a␀b␛[2Jc�d')
    await page.getByRole('tab', { name: 'JSON' }).click()
    await page.getByText('events:').first().click()
    const found = await page.evaluate(() => ({
      harmed: (window as { harmed?: unknown }).harmed,
      polluted: ({} as { harmed?: unknown }).harmed,
      images: document.querySelectorAll('#page img, #page script, #page iframe').length,
      long: document.body.textContent.length,
    }))
    expect(found).toMatchObject({ harmed: undefined, polluted: undefined, images: 0 })
    // Ten million letters are in the file.
    expect(found.long).toBeLessThan(1_000_000)
    expect(
      asked.filter((url) => !url.startsWith(v.server.address) && !url.startsWith('blob:')),
    ).toEqual([])
    expect(v.problems).toEqual([])
  })

  test('is refused markup by the page itself', async () => {
    const page = await v.open('f=nasty.mcap&t=1')
    const outcome = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<img src=x>'
        return 'done'
      } catch (e) {
        return (e as Error).name
      }
    })
    expect(outcome).toBe('TypeError')
  })
})

describe.skipIf(chromiumPath === undefined)('a damaged file', () => {
  test('that was cut shows what can be read, and says what cannot', async () => {
    const page = await v.open('f=cut.mcap&t=9999')
    await page.getByText(/cut\.mcap is not the whole run: .*can be read/).waitFor()
    const last = Number(await page.getByLabel('Tick', { exact: true }).getAttribute('max'))
    expect(last).toBeGreaterThan(60)
    await soon(() => page.getByLabel('Tick', { exact: true }).inputValue()).toBe(String(last))
  })
  test('with a flipped byte is read around it, or says where', async () => {
    const page = await v.open('f=flipped.mcap&t=1')
    await page.getByRole('region', { name: 'World' }).waitFor()
    await soon(() => page.getByRole('tabpanel').textContent()).toContain('Actions')
    await page.evaluate(() => {
      location.hash = '#f=flipped.mcap&t=300'
    })
    await page
      .getByText(/replay\/corrupt/)
      .first()
      .waitFor()
  })
  test.each([
    ['empty.mcap', /replay\//],
    ['no-replay.mcap', /replay\/not-a-replay/],
  ])('%s is told to be none', async (name, text) => {
    const page = await v.open(`f=${name}`)
    await page.getByRole('alert').getByText(text).waitFor()
  })
  test('of the corpus of harm never harms the page', async () => {
    const page = await v.open()
    await page.getByRole('heading', { name: 'Replays' }).waitFor()
    for (const name of corpus) {
      await page.goto('about:blank')
      await page.goto(`${v.server.address}#f=${encodeURIComponent(name.replace('.gz', ''))}&t=0`)
      await page.locator('[role=alert], .stage').first().waitFor({ timeout: 20_000 })
      expect(await page.evaluate(() => (window as { harmed?: unknown }).harmed)).toBe(undefined)
      expect(await page.getByRole('heading', { level: 1 }).count()).toBeGreaterThan(0)
    }
    expect(v.problems.filter((text) => !/the (?:server|Server)|status of 4/.test(text))).toEqual([])
  })
})
