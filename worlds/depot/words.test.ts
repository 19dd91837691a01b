import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { run, shipped } from '../../bench/index.js'
import { type EpisodeProtocol, parseScenarioFile, type Scenario } from '../../engine/index.js'
import { depot, depotCrew, depotScenarios } from './index.js'

const protocols = [...(await shipped()).protocols.values()]
const SEEDS = 20

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')

/** The README tells what was measured here. */
const expectTold = (id: string, words: number, silence: number): void => {
  const told = new RegExp(`\\| \`${id}\` .*\\| +${mean(words)} +\\| +${mean(silence)} +\\|`)
  expect(readme).toMatch(told)
}
const mean = (sum: number): string => (sum / SEEDS).toFixed(1).replace('.', '\\.')

const read = (id: string): Scenario =>
  parseScenarioFile(depotScenarios[id], [depot], id, protocols).scenario

async function earned(scenario: Scenario, seed: number): Promise<number> {
  const { agents, failures } = await run(scenario, { seed, agents: { '*': depotCrew } })
  expect(failures).toEqual([])
  return Object.values(agents).reduce((sum, { reward }) => sum + reward, 0)
}

/** How much is earned with words and without, in all seeds, and in how many of them words bring more. */
async function compare(scenario: Scenario) {
  const muted: Scenario = { ...scenario, bus: { topology: 'none' } }
  let [words, silence, wins] = [0, 0, 0]
  for (let seed = 1; seed <= SEEDS; seed++) {
    const [with_, without] = [await earned(scenario, seed), await earned(muted, seed)]
    words += with_
    silence += without
    if (with_ > without) wins += 1
  }
  return { words, silence, wins }
}

describe('agents who use a protocol do better than the same agents muted', () => {
  it.each(protocols.map(({ id }: EpisodeProtocol) => id))(
    '%s',
    async (id) => {
      const { words, silence, wins } = await compare(read(`depot-${id}`))
      expect(words).toBeGreaterThan(silence * 1.05)
      expect(wins).toBeGreaterThan(SEEDS / 2)
      expectTold(`depot-${id}`, words, silence)
    },
    60_000,
  )

  it('also where words get lost, are heard only near by, and are rationed', async () => {
    const scenario = read('depot-noisy')
    const verdicts = new Set<string>()
    let lost = 0
    await run(scenario, {
      seed: 1,
      agents: { '*': depotCrew },
      onFrame({ messages }) {
        for (const m of messages) verdicts.add(m.verdict)
        lost += messages.filter((m) => m.lost !== undefined).length
      },
    })
    expect(verdicts).toContain('out-of-reach')
    expect(lost).toBeGreaterThan(0)
    const { words, silence } = await compare(scenario)
    expect(words).toBeGreaterThan(silence * 1.05)
    expectTold('depot-noisy', words, silence)
  }, 60_000)
})
