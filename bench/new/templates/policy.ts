import type { Names } from '../names.js'

export const policyText = ({
  id,
  camel,
}: Names): string => `import { defineUniversalPolicy } from 'coact'

/** What the policy keeps between its turns: plain data, saved with the episode. */
interface Memory {
  /** Actions that were refused, as text. */
  refused: string[]
}

/**
 * Does a legal action that was not refused before. It plays in any world; \`definePolicy(world, { … })\` makes one for a
 * certain world, whose observations and actions it then knows by type.
 */
export const ${camel} = defineUniversalPolicy({
  id: '${id}',
  memory: (): Memory => ({ refused: [] }),
  decide(turn) {
    const memory = turn.memory as Memory
    for (const { action, args, verdict } of turn.last) {
      if (verdict !== 'ok') memory.refused.push(JSON.stringify({ action, args }))
    }
    memory.refused = memory.refused.slice(-20)
    const fresh = turn
      .legal()
      .filter(({ action, args }) => !memory.refused.includes(JSON.stringify({ action, args })))
    // Chance comes from the turn, so that the same seed gives the same run.
    return fresh.length === 0 ? undefined : turn.rng.pick(fresh)
  },
})
`

export const policyTestText = ({
  id,
  camel,
}: Names): string => `import { conformPolicy, run, shipped, parseScenarioFile } from 'coact'
import { describe, expect, it } from 'vitest'
import { ${camel} } from './${id}.js'

const { worlds, scenarios } = await shipped()
const file = scenarios.get('letter-on-the-mat')!

describe('${id}', () => {
  for (const check of conformPolicy(${camel}, { scenarios: [file], ticks: 20 })) it(check.name, check.run)

  it('plays an episode to its end without failing', async () => {
    const { scenario } = parseScenarioFile(file, worlds.values())
    const result = await run(scenario, { seed: 7, agents: { '*': ${camel} } })
    expect(result.failures).toEqual([])
  })
})
`
