import { beforeAll, describe, expect, test, vi } from 'vitest'
import { shipped } from '../registry.js'
import { suiteNamed } from '../sweep/suite.js'
import { sweep } from '../sweep/sweep.node.js'
import { resultsOf } from './results.node.js'
import { chromiumPath, viewing } from './testing/browser.node.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const soon = <T>(get: () => T) => expect.poll(get, { timeout: 15_000 })
const v = viewing(
  async () => ({}),
  (folder) => ({ results: () => resultsOf(folder) }),
)

describe.skipIf(chromiumPath === undefined)('the folder of a sweep', () => {
  beforeAll(async () => {
    await sweep({
      suite: suiteNamed('depot'),
      registry: await shipped(),
      only: 'depot-say',
      lineups: ['depot-crew', 'random'],
      seeds: ['0', '1'],
      overrides: { horizon: 40 },
      out: v.folder,
    })
  })

  test('is found and sorted by what was scored, and the address holds both', async () => {
    const page = await v.open('sort=-reward&find=reward>0')
    const rows = page.locator('.list tbody tr')
    await soon(() => rows.count()).toBeGreaterThan(0)
    const rewards = async (): Promise<number[]> => {
      const heads = await page.locator('.list thead th').allTextContents()
      const at = heads.findIndex((head) => head.startsWith('reward'))
      const told = await rows.locator(`td:nth-child(${at + 1})`).allTextContents()
      return told.map(Number)
    }
    const shown = await rewards()
    expect(shown).toEqual(shown.toSorted((a, b) => b - a))
    expect(Math.min(...shown)).toBeGreaterThan(0)
    await page.getByLabel('Find replays').fill('random ticks=40')
    const find = () => new URLSearchParams(new URL(page.url()).hash.slice(1)).get('find')
    await soon(find).toBe('random ticks=40')
    expect(await rows.count()).toBe(2)
    expect(page.url()).toContain('sort=-reward')
  })

  test('has its report, whose links open replays at the frame they name', async () => {
    const page = await v.open()
    await page.getByRole('link', { name: 'The report of these episodes' }).click()
    await page.getByRole('heading', { name: 'Depot', exact: true }).waitFor()
    await page.locator('a[href*="t=40"]').first().click()
    await soon(() => page.getByLabel('Tick', { exact: true }).inputValue()).toBe('40')
  })
})
