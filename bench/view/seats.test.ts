import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { defineScenario } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { openReplayFile } from '../../replays/index.node.js'
import { verifyFile } from '../index.node.js'
import { chromiumPath, complaints, viewing } from './testing/browser.node.js'
import { play, policyNamed, post, scenarioNamed } from './testing/seats.node.js'

vi.setConfig({ testTimeout: 60_000 })

const soon = <T>(get: () => T) => expect.poll(get, { timeout: 15_000 })
const v = viewing(async () => ({}))

let stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** Begins a game that ends with its test. */
async function game(
  id: string,
  web: Readonly<Record<string, number>>,
  other = 'random',
  options: Parameters<typeof play>[4] = {},
) {
  const given = await play(await scenarioNamed(id), v.html, web, await policyNamed(other), options)
  stops = [...stops, given.stop]
  await v.open().then((page) => page.close())
  v.problems.length = 0
  return given
}

const standing = (page: Page): Promise<string | null> =>
  page.locator('.standing [role=status]').textContent()
const myTurn = (page: Page, tick?: number) =>
  soon(() => standing(page)).toMatch(
    tick === undefined ? /it is your turn/ : `Tick ${tick}: it is your turn`,
  )
const buttons = (page: Page) => page.locator('.act')

describe.skipIf(chromiumPath === undefined)('a person in the page', () => {
  test('plays a whole game by buttons and keys, and the replay says so', async () => {
    const home = mkdtempSync(join(tmpdir(), 'coact-seats-'))
    const out = join(home, 'game.mcap')
    const g = await game('tic-tac-toe', { ada: 0 }, 'random', { out })
    expect(g.lines).toEqual([expect.stringMatching(/^ada is played at http:.*#seat=ada$/)])
    const page = await v.beside(g.seat('ada'))
    await page.getByText('Three in a row').first().waitFor()
    await page.locator('canvas.picture[data-tick]').waitFor()
    await myTurn(page, 1)
    // The key of a move is its number.
    await page.keyboard.press('4')
    for (let tick = 3; (await standing(page))?.startsWith('It is over') !== true; ) {
      const now = await standing(page)
      if (now?.includes(`Tick ${tick}: it is your turn`) === true) {
        await buttons(page).first().click()
        tick += 2
      }
      await page.waitForTimeout(20)
    }
    // When it is over, all of it is shown.
    await page.getByRole('region', { name: 'World' }).waitFor()
    await page.getByRole('button', { name: 'Look around' }).click()
    await page.getByRole('tab', { name: 'Agent' }).click()
    await page.getByRole('tabpanel').getByText('Did').waitFor()
    const { agents, end } = await g.ended
    expect([agents['ada']!.policy, end]).toEqual(['web', 'done'])
    expect(v.problems).toEqual([])
    const replay = await openReplayFile(out)
    expect(replay.info.header.agents.map((a) => a.policy?.id)).toEqual(['web', 'random'])
    expect((await replay.observations(1)).map((o) => o.kind).sort()).toEqual(['obs', 'text'])
    await replay.close()
    const scenario = await scenarioNamed('tic-tac-toe')
    expect((await verifyFile(out, () => scenario)).ok).toBe(true)
    rmSync(home, { recursive: true, force: true })
  })

  test('acts by forms and in words; what cannot be done is told with the nearest name', async () => {
    const g = await game('moving-day', { ada: 0 }, 'idle')
    const page = await v.beside(g.seat('ada'), 'dark')
    await myTurn(page, 1)
    const form = page.getByRole('form', { name: 'An action with arguments' })
    await form.getByLabel('action').selectOption('goto')
    const to = form.getByLabel('to', { exact: true })
    const offered = await form
      .locator('datalist option')
      .evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value))
    expect(offered).toEqual(expect.arrayContaining(['bedroom', 'kitchen', 'living_room']))
    await to.fill('kitchn')
    await form.getByRole('button', { name: /^goto/ }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('You have not seen any kitchn').waitFor()
    expect(await alert.textContent()).toContain('Did you mean kitchen?')
    await to.fill('kitchen')
    await form.getByRole('button', { name: /^goto/ }).click()
    await myTurn(page, 2)
    const came = page.locator('.section', { hasText: 'What came of tick 1' })
    expect(await came.textContent()).toMatch(/GOTO kitchen|goto kitchen/)
    expect(await came.textContent()).toContain('ok')
    await page.getByLabel('In the words of the world').fill('EXPLORE')
    await page.keyboard.press('Enter')
    await myTurn(page, 3)
    await page.getByText('plates').first().waitFor()
    // Of several values a schema knows, one is chosen.
    await form.getByLabel('action').selectOption('change')
    await form.getByLabel('verb').selectOption('open')
    await form.getByLabel('thing').fill('cupboard_1')
    expect(await complaints(page)).toEqual([])
    expect(v.problems).toEqual([])
  })

  test('says things with the next action, and hears what is said', async () => {
    const g = await game('kuhn-poker', { ada: 0, bob: 0 })
    const [ada, bob] = [await v.beside(g.seat('ada')), await v.beside(g.seat('bob'))]
    await myTurn(ada)
    await ada.getByLabel('to', { exact: true }).selectOption('bob')
    await ada.getByLabel('words', { exact: true }).fill('<b>I have the king</b>')
    await ada.getByRole('button', { name: 'Say it with the next action' }).click()
    await ada.getByRole('button', { name: 'Pass' }).click()
    await myTurn(bob)
    await bob.getByRole('article').getByText('<b>I have the king</b>').waitFor()
    await soon(() => standing(ada)).toBe('Others decide; wait.')
    expect([await ada.title(), await bob.title()]).toEqual(['ada waits', 'bob: your turn'])
    expect(await buttons(ada).first().getAttribute('aria-disabled')).toBe('true')
    expect(v.problems).toEqual([])
  })

  test('opens a conversation of a protocol, and others go on with it, by forms of its schemas', async () => {
    const g = await game('depot-vote', { ada: 0, bob: 0 }, 'idle')
    const [ada, bob] = [await v.beside(g.seat('ada')), await v.beside(g.seat('bob'))]
    await myTurn(ada, 1)
    const form = ada.getByRole('form', { name: 'Say something' })
    await form.getByLabel('what', { exact: true }).selectOption('vote: call')
    await form.getByLabel('question').fill('Which gate?')
    await form.getByLabel('options 1').fill('six')
    await form.getByLabel('options 2').fill('seven')
    await form.getByRole('button', { name: 'add options' }).click()
    await form.getByRole('button', { name: 'Remove options 3' }).click()
    await form.getByRole('button', { name: 'Say it with the next action' }).click()
    await ada.getByRole('button', { name: 'Only say it' }).click()
    await bob.getByRole('button', { name: 'Do nothing' }).click()
    await myTurn(bob, 2)
    await bob.getByRole('article').getByText('Which gate?').waitFor()
    const what = bob.getByLabel('what', { exact: true })
    const kinds = await what.locator('option').allTextContents()
    expect(kinds.find((kind) => kind.startsWith('ballot'))).toMatch(
      /^ballot, in vote .* with ada, bob/,
    )
    expect(v.problems).toEqual([])
  })

  test('does several actions in a tick where the world lets agents do that', async () => {
    const world = { ...harvest, actionsPerTick: 3 } as typeof harvest
    const scenario = defineScenario(world, { agents: { ada: {}, bob: {} }, horizon: 9 })
    const g = await play(scenario, v.html, { ada: 0 }, await policyNamed('idle'))
    stops = [...stops, g.stop]
    const page = await v.beside(g.seat('ada'))
    await myTurn(page, 1)
    await page.keyboard.press('1')
    await page.getByRole('button', { name: 'move e' }).click()
    await page.getByRole('button', { name: 'Do 2 actions' }).click()
    await myTurn(page, 2)
    const came = page.locator('.section', { hasText: 'What came of tick 1' })
    expect(await came.locator('.row .what').allTextContents()).toEqual(['move n', 'move e'])
  })

  test('has as much time as was given, sees how much is left, and is asked again', async () => {
    const g = await game('iterated-prisoners-dilemma', { ada: 1500 })
    const page = await v.beside(g.seat('ada'))
    await page
      .getByRole('timer')
      .getByText(/second.* left/)
      .waitFor()
    await myTurn(page, 3)
    await page.keyboard.press('0')
    await page.getByText(/What came of tick/).waitFor()
    expect(v.problems).toEqual([])
  })
})

describe.skipIf(chromiumPath === undefined)('a seat', () => {
  test('is chosen, kept when the page is loaded again, and taken over only when that is asked for', async () => {
    const g = await game('kuhn-poker', { ada: 0, bob: 0 })
    const one = await v.beside(g.address)
    await one.getByRole('heading', { name: 'Who do you want to be?' }).waitFor()
    expect(await complaints(one)).toEqual([])
    await one.getByRole('button', { name: 'Play ada' }).click()
    await myTurn(one)
    await soon(() => one.evaluate(() => location.hash)).toBe('#seat=ada')
    await one.reload()
    await myTurn(one)
    const two = await v.beside(g.seat('ada'))
    await two
      .getByRole('alert')
      .getByText(/Somebody plays ada/)
      .waitFor()
    await two.getByRole('button', { name: 'Play bob' }).waitFor()
    await two.getByRole('button', { name: 'Take over ada' }).click()
    await myTurn(two)
    await one.getByRole('alert').getByText('taken over in another page').waitFor()
    // Who closes the page ends nothing; the seat is free then.
    await two.close()
    await soon(() => g.seats.places().map((p) => p.taken)).toEqual([false, false])
    await one.getByRole('button', { name: /ada/ }).click()
    await myTurn(one)
    expect(v.problems).toEqual([])
  })

  test('shows nothing of the other hand, in the page or in any answer', async () => {
    const g = await game('leduc-poker', { ada: 0, bob: 0 })
    const [ada, bob] = [await v.beside(g.seat('ada')), await v.beside(g.seat('bob'))]
    const asked: string[] = []
    for (const page of [ada, bob]) page.on('request', (r) => asked.push(new URL(r.url()).pathname))
    await myTurn(ada)
    await ada.getByRole('button', { name: 'Call' }).click()
    await myTurn(bob)
    const told = async (page: Page) => {
      const token = await page.evaluate(() => Object.values(sessionStorage)[0] as string)
      return { token, told: g.seats.told(token)! }
    }
    const [a, b] = [await told(ada), await told(bob)]
    const secret = (t: typeof a): string =>
      (t.told.turn!.obs as { readonly observation: string }).observation
    expect(secret(a)).not.toBe(secret(b))
    expect(JSON.stringify(b.told)).not.toContain(secret(a))
    expect(JSON.stringify(a.told)).not.toContain(secret(b))
    expect(await ada.content()).not.toContain(secret(b))
    expect(await bob.content()).not.toContain(secret(a))
    expect(a.told.scene).toBe(undefined)
    // Nor does anything else of the server tell it.
    for (const key of ['', a.token, 'x'])
      for (const question of ['open', 'moment', 'entities', 'turn', 'json']) {
        const url = new URL('live/ask', g.address)
        url.searchParams.set(
          'q',
          JSON.stringify({ question, asked: { tick: 1, agent: 1, what: 'frame' } }),
        )
        url.searchParams.set('key', key)
        expect(await (await fetch(url)).json()).toMatchObject({ failure: { code: 'seat/hidden' } })
      }
    expect(asked.some((path) => path.includes('/live/'))).toBe(false)
  })

  test('sees everything when its holder asks to, and the others are told', async () => {
    const g = await game('leduc-poker', { ada: 0, bob: 0 })
    const [ada, bob] = [await v.beside(g.seat('ada')), await v.beside(g.seat('bob'), 'dark')]
    await myTurn(ada)
    await ada.getByRole('button', { name: 'Show me everything' }).click()
    await ada.getByRole('region', { name: 'World' }).waitFor()
    expect(await complaints(ada)).toEqual([])
    await bob.getByText(/ada was shown everything in tick \d+\./).waitFor()
    expect(await bob.getByRole('region', { name: 'World' }).count()).toBe(0)
    expect(await complaints(bob)).toEqual([])
    // The keys of the viewer are its own; others press the buttons.
    await ada.getByRole('button', { name: 'Call' }).click()
    await myTurn(bob)
    // Whoever loads the page again has asked already; whoever takes the seat over has not.
    await ada.reload()
    await ada.getByRole('region', { name: 'World' }).waitFor()
    const other = await v.beside(g.seat('ada'))
    await other.getByRole('button', { name: 'Take over ada' }).click()
    await soon(() => standing(other)).toBe('Others decide; wait.')
    expect(await other.getByRole('region', { name: 'World' }).count()).toBe(0)
    await ada.getByRole('alert').getByText('taken over').waitFor()
    expect(await ada.getByRole('region', { name: 'World' }).count()).toBe(0)
    const onlooker = await v.beside(g.address)
    await onlooker.getByRole('button', { name: /Take no seat/ }).click()
    await onlooker.getByRole('region', { name: 'World' }).waitFor()
    await bob.getByText('1 onlooker without a seat sees everything.').waitFor()
  })
})

describe.skipIf(chromiumPath === undefined)('what is posted', () => {
  test('by whoever has no right to, or is nothing, does not disturb the run', async () => {
    const g = await game('tic-tac-toe', { ada: 0 })
    const page = await v.beside(g.seat('ada'))
    await myTurn(page, 1)
    const token = await page.evaluate(() => Object.values(sessionStorage)[0] as string)
    const move = (n: number) => ({ action: 'play', args: { move: n } })
    const act = { token, tick: 1, do: [move(0)] }
    const other = { ...act, token: 'x'.repeat(24) }
    const big = { ...act, do: [{ action: 'play', args: { move: 'x'.repeat(400_000) } }] }
    const status = async (path: string, body: unknown, headers = {}): Promise<unknown[]> => {
      const got = await post(g.address, path, body, headers)
      return [got.status, got.told.failure?.code]
    }
    expect(await status('seat/act', other)).toEqual([403, 'seat/lost'])
    expect(await status('seat/act', { ...act, token: '' })).toEqual([400, 'post/shape'])
    expect(await status('seat/act', act, { origin: 'http://evil.example' })).toEqual([
      403,
      undefined,
    ])
    expect(await status('seat/act', act, { origin: 'null' })).toEqual([403, undefined])
    expect(await status('seat/act', act, { host: 'evil.example' })).toEqual([403, undefined])
    expect(await status('seat/act', act, { 'sec-fetch-site': 'cross-site' })).toEqual([
      403,
      undefined,
    ])
    expect(await status('seat/act', act, { 'content-type': 'text/plain' })).toEqual([
      415,
      'post/type',
    ])
    expect(await status('seat/act', big)).toEqual([413, 'post/too-large'])
    expect(await status('seat/act', '{"token":')).toEqual([400, 'post/json'])
    expect(await status('seat/act', '[]')).toEqual([400, 'post/shape'])
    expect(await status('seat/act', { ...act, tick: 9 })).toEqual([409, 'seat/not-asked'])
    expect(await status('seat/act', { ...act, do: [move(9)] })).toEqual([200, 'seat/refused'])
    expect(await status('seat/act', { ...act, do: [move(0), move(1)] })).toEqual([
      200,
      'seat/too-many',
    ])
    expect(await status('seat/act', { ...act, do: [{ action: 'fly', args: {} }] })).toEqual([
      200,
      'seat/refused',
    ])
    expect(await status('seat/act', { ...act, do: 'play' })).toEqual([400, 'post/shape'])
    const proto = `{"token":"${token}","tick":1,"do":[{"action":"play","args":{"__proto__":{"move":1}}}]}`
    expect((await post(g.address, 'seat/act', proto)).told.failure).toBeDefined()
    expect(await status('seat/claim', { seat: 'bob' })).toEqual([200, 'seat/unknown'])
    expect(await status('seat/claim', { seat: 'ada' })).toEqual([200, 'seat/taken'])
    expect(await status('seat/leave', { token: 'nobody' })).toEqual([403, 'seat/lost'])
    expect(await status('seat/none', act)).toEqual([405, undefined])
    expect(await status('fork', { file: 'x', at: 1 })).toEqual([405, undefined])
    // Nothing has happened, and the person goes on.
    expect(await standing(page)).toBe('Tick 1: it is your turn.')
    await page.getByRole('button', { name: 'x(1,1)' }).click()
    await myTurn(page, 3)
    expect(({} as { move?: unknown }).move).toBe(undefined)
  })
})
