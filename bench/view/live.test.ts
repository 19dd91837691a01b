import { describe, expect, test, vi } from 'vitest'
import { defineUniversalPolicy } from '../../engine/index.js'
import { windfall } from '../../examples/harvest.js'
import { run } from '../run.js'
import { viewRun } from './live.node.js'
import { chromiumPath, viewing } from './testing/browser.node.js'

vi.setConfig({ testTimeout: 60_000 })

const soon = <T>(get: () => T) => expect.poll(get, { timeout: 15_000 })
const v = viewing(async () => ({}))

/** A policy that decides when it is let. */
function gated() {
  let open = (): void => {}
  let gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const policy = defineUniversalPolicy({
    id: 'gated',
    async decide({ tick }) {
      await gate
      return {
        do: { action: 'move', args: { dir: tick % 2 === 0 ? 'n' : 's' } },
        why: `tick ${tick}`,
      }
    },
  })
  const step = (): void => {
    open()
    gate = new Promise((resolve) => {
      open = resolve
    })
  }
  const steps = async (n: number): Promise<void> => {
    for (let i = 0; i < n; i++) {
      step()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  return { policy, steps }
}

describe.skipIf(chromiumPath === undefined)('a run that goes on', () => {
  test('is watched from its first tick; who is at its end goes along, who is elsewhere stays', async () => {
    const { policy, steps } = gated()
    const lines: string[] = []
    const view = await viewRun({
      port: 0,
      open: false,
      html: v.html,
      tell: (line) => lines.push(line),
    })
    const stop = new AbortController()
    const going = run(
      { ...windfall, horizon: 200 },
      { seed: 1, agents: { '*': policy }, watch: view.watch, signal: stop.signal, timeoutMs: 0 },
    )
    const page = await v.open()
    await page.goto(view.address)
    const tick = () => page.getByLabel('Tick', { exact: true }).inputValue()
    const live = page.getByRole('button', { name: 'live' })
    await live.waitFor()
    await steps(12)
    await soon(async () => Number(await tick())).toBeGreaterThan(5)
    expect(await live.getAttribute('aria-pressed')).toBe('true')
    // Whoever looks at the past is left alone.
    await page.keyboard.press('Home')
    await steps(10)
    await soon(async () =>
      Number(await page.getByLabel('Tick', { exact: true }).getAttribute('max')),
    ).toBeGreaterThan(12)
    expect(await tick()).toBe('0')
    await live.click()
    await soon(async () => Number(await tick())).toBeGreaterThan(12)
    const panel = page.getByRole('tabpanel')
    await panel
      .getByText(/move|Actions/)
      .first()
      .waitFor()
    await page.getByRole('tab', { name: 'Agent' }).click()
    await panel
      .getByText(/tick \d+/)
      .first()
      .waitFor()
    stop.abort()
    await steps(3)
    await going
    await page.getByText('ended').waitFor()
    expect(v.problems).toEqual([])
    await view.close(stop.signal)
    expect(lines[0]).toMatch(/^the run can be watched at http:\/\/127\.0\.0\.1:\d+\//)
  })
})
