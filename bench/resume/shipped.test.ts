import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { loadAgents } from '../agents.node.js'
import { loadScenario } from '../load.node.js'
import { type Registry, shipped } from '../registry.js'
import { run } from '../run.js'
import { resume } from './resume.js'

vi.setConfig({ testTimeout: 60_000 })

let home = ''
let registry: Registry
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-resumed-'))
  registry = await shipped()
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Copies what a process that is killed now would leave. */
function snap(out: string, cut: string): void {
  for (const end of ['', '.tmp', '.journal', '.lock']) rmSync(cut + end, { force: true })
  for (const end of ['.tmp', '.journal'])
    if (existsSync(out + end)) copyFileSync(out + end, cut + end)
}

test.each([
  ['moving-day', 'planner'],
  ['two-crews-one-toolbox', 'planner'],
  ['lights-out', 'planner'],
  ['piano-for-the-parlour', 'planner'],
  ['round-the-island', 'cook'],
  ['connect-four', 'mcts:simulations=20'],
  ['tic-tac-toe', 'alpha-beta:depth=3'],
  ['depot-contract', 'depot-crew'],
  ['particles-tag', 'particles-scripted'],
] as const)(
  'a run of %s by %s that is killed and resumed leaves the bytes of one that was not',
  async (id, policy) => {
    const [out, cut] = [join(home, 'run.mcap'), join(home, 'cut.mcap')]
    const played = async () => {
      const loaded = await loadScenario(id, registry)
      return { loaded, agents: await loadAgents([policy], loaded, registry) }
    }
    const begin = async (onFrame?: (f: { tick: number }) => unknown) => {
      const { loaded, agents } = await played()
      const { scenario, source } = loaded
      const given = { seed: 5, journal: 'group', horizon: 160, source, agents, out } as const
      await run(scenario, { ...given, ...(onFrame === undefined ? {} : { onFrame }) })
      return readFileSync(out)
    }
    let last = 0
    const whole = await begin(({ tick }) => {
      last = tick
    })
    for (const part of [0.1, 0.35, 0.6, 0.9]) {
      const at = Math.floor(part * last)
      await begin(({ tick }) => {
        if (tick === at) snap(out, cut)
      })
      const { loaded, agents } = await played()
      await resume(cut, () => ({ scenario: loaded.scenario, agents }))
      expect(readFileSync(cut).equals(whole), `killed after tick ${at}`).toBe(true)
    }
  },
)
