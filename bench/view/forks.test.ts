import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { verifyFile } from '../index.node.js'
import { shipped } from '../registry.js'
import { run } from '../run.js'
import { createForks } from './forks.node.js'
import { listFiles } from './listing.node.js'
import { chromiumPath, complaints, viewing } from './testing/browser.node.js'
import { policyNamed, post, scenarioNamed } from './testing/seats.node.js'

vi.setConfig({ testTimeout: 60_000 })

const soon = <T>(get: () => T) => expect.poll(get, { timeout: 20_000 })

/** A run that is played by planners, with its scenario in the file. */
async function moving(): Promise<Uint8Array> {
  const home = mkdtempSync(join(tmpdir(), 'coact-forks-'))
  const out = join(home, 'run.mcap')
  const source = (await shipped()).scenarios.get('moving-day')
  const planner = await policyNamed('planner')
  await run(await scenarioNamed('moving-day'), { seed: 1, out, source, agents: { '*': planner } })
  const bytes = readFileSync(out)
  rmSync(home, { recursive: true, force: true })
  return new Uint8Array(bytes)
}

const v = viewing(
  async () => ({ 'moving.mcap': await moving() }),
  (folder) => ({
    forks: createForks(
      async (name) => (await listFiles(folder)).find((f) => f.name === name),
      () => undefined,
      shipped,
    ),
  }),
)

describe.skipIf(chromiumPath === undefined)('a fork in the page', () => {
  const verified = async (name: string): Promise<boolean> =>
    (await verifyFile(join(v.folder, name), () => scenarioNamed('moving-day') as never)).ok

  test('is made with another policy, is in the tree, and is compared with its parent', async () => {
    const page = await v.open('f=moving.mcap&t=4&panel=forks')
    const form = page.getByRole('form', { name: 'A fork' })
    await form.getByLabel('agent').selectOption('bob')
    expect(await form.getByLabel('goes on with').locator('option').allTextContents()).toEqual([
      'what it did',
      'idle',
      'planner',
      'random',
    ])
    await form.getByLabel('goes on with').selectOption('idle')
    await form.getByLabel('the others').selectOption('live')
    await form.getByLabel('ticks').fill('6')
    expect(await complaints(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await complaints(page)).toEqual([])
    await form.getByRole('button', { name: 'Fork here' }).click()
    const panel = page.getByRole('tabpanel')
    await panel.getByText('moving.fork-4.mcap is written.').waitFor({ timeout: 30_000 })
    await panel.getByText('from tick 4', { exact: true }).waitFor()
    await panel.getByRole('button', { name: 'compare with it' }).click()
    await page.getByRole('region', { name: 'World of B' }).waitFor()
    await page.getByRole('button', { name: /they part at tick/ }).waitFor()
    expect(await verified('moving.fork-4.mcap')).toBe(true)
    expect(v.problems).toEqual([])
  })

  test('is made with another action, from the form of its schema and as JSON', async () => {
    const page = await v.open('f=moving.mcap&t=2&panel=forks')
    const form = page.getByRole('form', { name: 'A fork' })
    await form.getByLabel('goes on with').selectOption('')
    await form.getByLabel('and does first').selectOption('goto')
    await form.getByLabel('to', { exact: true }).fill('kitchen')
    await form.getByLabel('ticks').fill('2')
    await form.getByRole('button', { name: 'Fork here' }).click()
    const panel = page.getByRole('tabpanel')
    await panel.getByText('moving.fork-2.mcap is written.').waitFor({ timeout: 30_000 })
    await form.getByLabel('and does first').selectOption('json')
    await form.getByLabel('decision').fill('{"action": "explor"')
    await form.getByRole('button', { name: 'Fork here' }).click()
    await panel
      .getByRole('alert')
      .getByText(/not JSON/)
      .waitFor()
    await form.getByLabel('decision').fill('{"action": "explor", "args": {}}')
    await form.getByRole('button', { name: 'Fork here' }).click()
    await panel
      .getByRole('alert')
      .getByText(/action\/unknown/)
      .waitFor()
    expect(await panel.getByRole('alert').textContent()).toContain('Did you mean "explore"?')
    await form.getByLabel('decision').fill('{"action": "explore", "args": {}}')
    await form.getByRole('button', { name: 'Fork here' }).click()
    await panel.getByText('moving.fork-2-2.mcap is written.').waitFor({ timeout: 30_000 })
    await panel.getByRole('button', { name: 'open it' }).click()
    await soon(() => page.evaluate(() => location.hash)).toContain('moving.fork-2-2.mcap')
    expect(await verified('moving.fork-2.mcap')).toBe(true)
    expect(await verified('moving.fork-2-2.mcap')).toBe(true)
  })

  test('is made without a message that was said', async () => {
    const page = await v.open('f=moving.mcap&t=7&panel=forks')
    const form = page.getByRole('form', { name: 'A fork' })
    await form.getByLabel('goes on with').selectOption('')
    await form.getByLabel('the others').selectOption('live')
    await form.getByLabel('without').selectOption({ index: 1 })
    await form.getByLabel('ticks').fill('3')
    await form.getByRole('button', { name: 'Fork here' }).click()
    const panel = page.getByRole('tabpanel')
    await panel.getByText('moving.fork-7.mcap is written.').waitFor({ timeout: 30_000 })
    expect(await verified('moving.fork-7.mcap')).toBe(true)
  })

  test.each([
    ['a model', { agents: { bob: 'react' } }, 'fork/policy'],
    ['a module', { agents: { bob: './evil.mjs' } }, 'fork/policy'],
    ['a program', { agents: { bob: 'exec:touch /tmp/harmed' } }, 'fork/policy'],
    ['a page', { agents: { bob: 'web' } }, 'fork/policy'],
    ['a stranger', { agents: { bert: 'idle' } }, 'agent/unknown'],
    ['a message that is none', { mute: ['4:ada:99'] }, 'fork/message'],
    ['a tick that is none', { at: 4000 }, 'fork/no-tick'],
    ['a file of elsewhere', { file: '../../etc/passwd' }, 'fork/no-file'],
    ['something else', { file: 'moving.mcap', shell: true }, 'post/shape'],
    ['no ticks', { ticks: 0 }, 'post/shape'],
  ])('is refused %s', async (_, asked, code) => {
    const { told } = await post(v.server.address, 'fork', { file: 'moving.mcap', at: 4, ...asked })
    expect(told.failure?.code).toBe(code)
  })

  test('is one at a time', async () => {
    const asked = { file: 'moving.mcap', at: 3, agents: { ada: 'random' } }
    const both = await Promise.all([1, 2].map(() => post(v.server.address, 'fork', asked)))
    expect(both.map(({ told }) => told.failure?.code ?? 'done').sort()).toEqual([
      'done',
      'fork/busy',
    ])
  })
})
