import { describe, expect, test, vi } from 'vitest'
import { chromiumPath, viewing } from './testing/browser.node.js'
import { PROMPT, REASON, recordedFixture, thinking } from './testing/samples.node.js'

vi.setConfig({ testTimeout: 60_000 })

const soon = <T>(get: () => T) => expect.poll(get, { timeout: 15_000 })

const v = viewing(async () => ({
  'thinking.mcap': await thinking(),
  'harvest.mcap': recordedFixture('harvest'),
  'kitchen.mcap': recordedFixture('kitchen'),
  'bazaar.mcap': recordedFixture('bazaar'),
  'household.mcap': recordedFixture('household'),
  'particles.mcap': recordedFixture('particles'),
  'kuhn-poker.mcap': recordedFixture('kuhn-poker'),
}))

describe.skipIf(chromiumPath === undefined)('the page', () => {
  test('lists a folder, finds by any word, sorts, and opens', async () => {
    const page = await v.open()
    await page.getByRole('heading', { name: 'Replays' }).waitFor()
    await soon(() => page.locator('.list tbody tr').count()).toBe(7)
    await page.getByRole('button', { name: 'ticks' }).click()
    expect(await page.locator('.list tbody tr').first().textContent()).toContain('harvest')
    await page.getByLabel('Find replays').fill('kitchen')
    expect(await page.locator('.list tbody tr').count()).toBe(1)
    await page.getByRole('button', { name: 'kitchen.mcap' }).click()
    await page.getByRole('region', { name: 'World' }).waitFor()
    expect(await page.evaluate(() => location.hash)).toContain('f=kitchen.mcap')
    expect(v.problems).toEqual([])
  })

  test('goes where the address says, and the address where the cursor goes', async () => {
    const page = await v.open('f=thinking.mcap&t=4&sel=e2&panel=entities&eyes=ada')
    await page.getByLabel('Tick', { exact: true }).waitFor()
    await soon(() => page.getByLabel('Tick', { exact: true }).inputValue()).toBe('4')
    await page.getByRole('heading', { name: /bedroom/ }).waitFor()
    expect(
      await page
        .getByRole('button', { name: 'ada', exact: true })
        .first()
        .getAttribute('aria-pressed'),
    ).toBe('true')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('4')
    await expect
      .poll(() => page.evaluate(() => location.hash))
      .toBe('#f=thinking.mcap&t=5&sel=e2&panel=messages&eyes=ada')
    await page.evaluate(() => {
      location.hash = '#f=thinking.mcap&t=2'
    })
    await soon(() => page.getByLabel('Tick', { exact: true }).inputValue()).toBe('2')
    expect(v.problems).toEqual([])
  })

  test('tells in three clicks why ada dropped the lamp', async () => {
    const page = await v.open('f=thinking.mcap&t=8&panel=entities')
    await page.getByLabel('Find entities').fill('floor_lamp')
    await page.getByRole('button', { name: /floor_lamp_1/ }).click()
    await page.getByRole('button', { name: 'Why place.parent' }).click()
    await page.getByRole('button', { name: 'What ada saw and thought then' }).click()
    await soon(() => page.getByLabel('Tick', { exact: true }).inputValue()).toBe('6')
    const panel = page.getByRole('tabpanel')
    await panel.getByText(REASON).first().waitFor()
    await panel.getByText('PLACE floor_lamp_1 IN workshop').first().waitFor()
    await panel.getByText('120 tokens in, 12 out').waitFor()
    await panel.getByText(/Prompt as sent/).click()
    await panel.getByText(`${PROMPT} 6`).waitFor()
    expect(v.problems).toEqual([])
  })

  test('plays, pauses, steps by tick, action, message; jumps to markers; loops', async () => {
    const page = await v.open('f=thinking.mcap&t=0')
    const tick = () => page.getByLabel('Tick', { exact: true }).inputValue()
    await page.getByRole('region', { name: 'World' }).waitFor()
    await page.keyboard.press(' ')
    await page.getByRole('button', { name: 'Pause (space)' }).waitFor()
    await soon(tick).toBe('8')
    await page.getByRole('button', { name: 'Play (space)' }).waitFor()
    await page.keyboard.press('Home')
    expect(await tick()).toBe('0')
    await page.getByLabel('Step by').selectOption('message')
    await page.keyboard.press('Escape')
    await page.keyboard.press('l')
    await soon(tick).toBe('1')
    await page.getByLabel('Markers').selectOption('call')
    await page.keyboard.press('Escape')
    await page.keyboard.press('End')
    await page.keyboard.press('p')
    await soon(tick).toBe('7')
    await page.keyboard.press('r')
    await page.keyboard.press('End')
    await page.keyboard.press('r')
    await soon(() => page.evaluate(() => location.hash)).toContain('loop=7-8')
    expect(v.problems).toEqual([])
  })

  test('scrubs along the lanes', async () => {
    const page = await v.open('f=harvest.mcap&t=0')
    const lanes = page.getByRole('slider', { name: 'Timeline' })
    await lanes.waitFor()
    const box = (await lanes.boundingBox())!
    await page.mouse.move(box.x + 120, box.y + 20)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 13, box.y + 20, { steps: 5 })
    await page.mouse.up()
    await expect
      .poll(() => lanes.getAttribute('aria-valuenow'))
      .toBe(await lanes.getAttribute('aria-valuemax'))
    expect(v.problems).toEqual([])
  })

  test.each(['household', 'kitchen', 'particles', 'kuhn-poker', 'bazaar'])(
    'draws %s',
    async (name) => {
      const page = await v.open(`f=${name}.mcap&t=2`)
      const canvas = page.getByRole('region', { name: 'World' }).locator('canvas')
      await canvas.waitFor()
      const colors = () =>
        canvas.evaluate((c: HTMLCanvasElement) => {
          const { data } = c.getContext('2d')!.getImageData(0, 0, c.width, c.height)
          return new Set(new Uint32Array(data.buffer)).size
        })
      await soon(colors).toBeGreaterThan(20)
      expect(v.problems).toEqual([])
    },
  )

  test('names what is pointed at, and selects what is clicked', async () => {
    const page = await v.open('f=particles.mcap&t=2')
    const canvas = page.getByRole('region', { name: 'World' }).locator('canvas')
    const { x, y, width, height } = (await canvas.boundingBox())!
    await soon(() => page.getByRole('tabpanel').textContent()).toContain('Actions')
    const tip = page.locator('.tip')
    for (let i = 0; i < 900 && (await tip.count()) === 0; i++)
      await page.mouse.move(x + ((i % 30) / 30) * width, y + (Math.floor(i / 30) / 30) * height)
    const name = await tip.textContent()
    await page.mouse.down()
    await page.mouse.up()
    await page
      .getByRole('tabpanel')
      .getByRole('heading', { name: new RegExp(`^${name} #`) })
      .waitFor()
    await soon(() => page.evaluate(() => location.hash)).toMatch(/sel=e\d+&panel=entities/)
  })

  test('has panels that tell of the tick', async () => {
    const page = await v.open('f=bazaar.mcap&t=30')
    const panel = page.getByRole('tabpanel')
    for (const [name, text] of [
      ['Now', 'Actions'],
      ['Agent', /Saw|not recorded/],
      ['Entities', /Purse|Node|#|ada/i],
      ['Messages', /→|Nobody/],
      ['Scores', /so far|scored/],
      ['Together', /told|Everyone kept/],
      ['Forks', 'coact fork bazaar.mcap --at 30'],
      ['JSON', 'frame'],
    ] as const) {
      await page.getByRole('tab', { name }).click()
      await panel.getByText(text).first().waitFor()
    }
    expect(v.problems).toEqual([])
  })

  test('compares two replays under one cursor, and knows where they part', async () => {
    const page = await v.open('f=thinking.mcap&b=household.mcap&t=3')
    await page.getByRole('region', { name: 'World of A' }).waitFor()
    await page.getByRole('region', { name: 'World of B' }).waitFor()
    await page.getByRole('button', { name: 'they part at tick 0' }).click()
    await soon(() => page.getByLabel('Tick', { exact: true }).inputValue()).toBe('0')
    await page.keyboard.press('d')
    await expect
      .poll(() => page.getByRole('button', { name: 'of B' }).getAttribute('aria-pressed'))
      .toBe('true')
    await page.getByRole('button', { name: 'Close B' }).click()
    await page.getByRole('region', { name: 'World', exact: true }).waitFor()
    expect(v.problems).toEqual([])
  })

  test('lists its keys, and closes the list', async () => {
    const page = await v.open('f=kitchen.mcap&t=1')
    await page.getByRole('region', { name: 'World' }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await soon(() => page.getByRole('dialog').count()).toBe(0)
  })
})
