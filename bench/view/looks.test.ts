import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { random } from '../../agents/index.js'
import { openReplayFile } from '../../replays/index.node.js'
import { loadScenario } from '../load.node.js'
import { shipped } from '../registry.js'
import { run } from '../run.js'
import { createForks } from './forks.node.js'
import { type ListedFile, listFiles } from './listing.node.js'
import { createLooks } from './looks.node.js'
import { chromiumPath, viewing } from './testing/browser.node.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const soon = <T>(get: () => T) => expect.poll(get, { timeout: 15_000 })
let home = ''
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-looks-'))
  await record('planned.mcap', 'moving-day')
  await record('random.mcap', 'moving-day', random)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function record(name: string, id: string, policy?: typeof random): Promise<void> {
  const { scenario, source } = await loadScenario(id, await shipped())
  await run(scenario, {
    out: join(home, name),
    source,
    ...(policy === undefined ? {} : { agents: { '*': policy } }),
  })
}

const find = async (name: string): Promise<ListedFile | undefined> =>
  (await listFiles(home)).find((f) => f.name === name)

describe('what agents could have seen', () => {
  test('is what they saw where they looked, in whatever order it is asked for', async () => {
    const looks = createLooks(find, shipped)
    const replay = await openReplayFile(join(home, 'planned.mcap'))
    const { ticks } = replay.info
    const all = Array.from({ length: ticks }, (_, i) => i + 1)
    let compared = 0
    for (const tick of [...all, ...all.toReversed(), 7, 2, 11])
      for (const { agent, kind, value } of await replay.observations(tick)) {
        const { seen } = await looks.look({ file: 'planned.mcap', at: tick - 1, agent })
        expect(seen.find((s) => s.kind === kind)?.value).toEqual(value)
        compared += 1
      }
    expect(compared).toBeGreaterThan(20)
    await replay.close()
    await looks.close()
  })

  test('is not told of what is not there', async () => {
    const looks = createLooks(find, shipped)
    const code = (asked: Parameters<typeof looks.look>[0]) =>
      looks.look(asked).then(
        () => 'told',
        (e: { code: string }) => e.code,
      )
    expect(await code({ file: '../random.mcap', at: 0, agent: 0 })).toBe('look/no-file')
    expect(await code({ file: 'random.mcap', at: 1000, agent: 0 })).toBe('look/no-tick')
    expect(await code({ file: 'random.mcap', at: 1, agent: 9 })).toBe('agent/unknown')
    expect(await code({ file: 'random.mcap', at: 1, agent: 1 })).toBe('told')
    await looks.close()
  })
})

describe.skipIf(chromiumPath === undefined)('the page', () => {
  const v = viewing(
    async () => ({}),
    () => ({
      list: () => listFiles(home),
      looks: createLooks(find, shipped),
      forks: createForks(find, () => {}, shipped),
    }),
  )
  test('shows what an agent could have seen though it did not look', async () => {
    const page = await v.open('f=random.mcap&t=1')
    await page.getByLabel('Tick', { exact: true }).waitFor()
    await soon(async () => (await page.evaluate(() => location.hash)).includes('t=1')).toBe(true)
    await page.getByRole('button', { name: 'ada', exact: true }).first().click()
    await page.getByText('ada did not look; what it could not have seen is faint').waitFor()
    await page.getByRole('tab', { name: 'Agent' }).click()
    await page.getByText('Could have seen (simulated: it did not look)').waitFor()
    expect(v.problems).toEqual([])
  })
})
