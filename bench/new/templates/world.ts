import type { Names } from '../names.js'

/** The world itself: coins fall on a path, and agents walk to them and take them. */
export const worldText = ({
  id,
  camel,
  title,
}: Names): string => `import { components, defineWorld, i16, i32, type World } from 'coact'
import { z } from 'zod'

// What entities are made of: columns of numbers. All state is here, so that it is saved, compared and replayed.
const C = components({ Walker: { at: i16, coins: i32 }, Coin: { at: i16 } })

const params = z.object({
  /** Cells of the path. */
  length: z.int().min(3).max(200).default(20),
  coins: z.int().min(1).max(100).default(6),
})
type W = World<typeof C, z.output<typeof params>>

const STEP = { left: -1, right: 1 } as const

/** A coin that lies where the agent stands; 0 is none. */
function coinUnder(w: W, me: number): number {
  for (const coin of w.each('Coin')) {
    if (w.c.Coin.at.get(coin) === w.c.Walker.at.get(me)) return coin
  }
  return 0
}

/** Every tenth tick a coin falls where chance puts it. */
function rain(w: W): void {
  if (w.tick % 10 === 0) w.spawn({ Coin: { at: w.rng.int(w.params.length) } })
}

/** Agents walk along a path and take the coins that lie there. */
export const ${camel} = defineWorld({
  id: '${id}',
  version: 1,
  title: '${title}',
  params,
  components: C,
  observation: z.object({ at: z.int(), coins: z.array(z.int()), taken: z.int() }),
  actions: {
    move: {
      args: { to: z.enum(['left', 'right']) },
      text: 'Go one cell along the path.',
      check(w, me, { to }) {
        const at = w.c.Walker.at.get(me) + STEP[to]
        return at < 0 || at >= w.params.length ? { reject: 'end-of-path' } : undefined
      },
      apply(w, me, { to }) {
        w.c.Walker.at.add(me, STEP[to])
      },
    },
    take: {
      args: {},
      text: 'Take the coin that lies here.',
      check: (w, me) => (coinUnder(w, me) === 0 ? { reject: 'nothing-here' } : undefined),
      apply(w, me) {
        const coin = coinUnder(w, me)
        w.remove(coin)
        w.c.Walker.coins.add(me, 1)
        return { note: 'taken', took: coin }
      },
    },
  },
  setup(w, { length, coins }) {
    for (const agent of w.agents) w.spawn({ Walker: { at: w.rng.int(length) } }, agent)
    for (let i = 0; i < coins; i++) w.spawn({ Coin: { at: w.rng.int(length) } })
  },
  systems: [{ id: 'rain', run: rain }],
  observe: (w, me) => ({
    at: w.c.Walker.at.get(me),
    coins: Array.from(w.each('Coin'), (coin) => w.c.Coin.at.get(coin)),
    taken: w.c.Walker.coins.get(me),
  }),
  describe: (w, me) =>
    \`You stand on cell \${w.c.Walker.at.get(me)} of \${w.params.length} and have \${w.c.Walker.coins.get(me)} coins. \` +
    \`Coins lie on \${Array.from(w.each('Coin'), (coin) => w.c.Coin.at.get(coin)).join(', ') || 'no cell'}.\`,
  // Text commands, for people and language models.
  parse(_, text) {
    const [action, to] = text.trim().toLowerCase().split(/\\s+/)
    if (action === 'take' && to === undefined) return { action, args: {} }
    if (action === 'move' && (to === 'left' || to === 'right')) return { action, args: { to } }
    return { reject: 'no-such-command', text: 'Say "move left", "move right" or "take".' }
  },
  format: (action, args) => [action, ...Object.values(args)].join(' '),
  /** Coins that the agent has. */
  reward: (w, me) => w.c.Walker.coins.get(me),
  done: (w) => w.count('Coin') === 0,
})
`

/** A policy that plays the world well enough to beat chance. */
export const greedyText = ({ id, camel }: Names): string => `import { definePolicy } from 'coact'
import { ${camel} } from './world.js'

/** Walks to the nearest coin and takes it. */
export const greedy = definePolicy(${camel}, {
  id: '${id}-greedy',
  decide({ obs, act }) {
    if (obs.coins.includes(obs.at)) return act.take()
    let best: number | undefined
    for (const coin of obs.coins) {
      if (best === undefined || Math.abs(coin - obs.at) < Math.abs(best - obs.at)) best = coin
    }
    return best === undefined ? undefined : act.move({ to: best < obs.at ? 'left' : 'right' })
  },
})
`

export const scenarioText = ({
  id,
  camel,
  title,
}: Names): string => `import { defineScenario } from 'coact'
import { greedy } from './greedy.js'
import { ${camel} } from './world.js'

/** Two agents, six coins. */
export const scenario = defineScenario(${camel}, {
  id: '${id}-two',
  title: '${title}: two agents, six coins',
  params: { length: 20, coins: 6 },
  agents: { ada: greedy, bob: greedy },
  horizon: 100,
})
`

export const worldIndexText = ({
  camel,
}: Names): string => `export { greedy as ${camel}Greedy } from './greedy.js'
export { scenario as ${camel}Scenario } from './scenario.js'
export { ${camel} } from './world.js'
`

export const worldTestText = ({
  camel,
}: Names): string => `import { conform, conformPolicy } from 'coact'
import { describe, it } from 'vitest'
import { greedy } from './greedy.js'
import { scenario } from './scenario.js'
import { ${camel} } from './world.js'

describe('the world', () => {
  const checks = conform(${camel}, {
    scenarios: [scenario],
    // What must hold after every tick.
    invariants: {
      'everyone is on the path': (w) =>
        Array.from(w.each('Walker')).every((e) => {
          const at = w.c.Walker.at.get(e)
          return at >= 0 && at < w.params.length
        })
          ? undefined
          : 'somebody has left it',
    },
    // Written with the first run; rewritten with COACT_UPDATE=1 when the rules change.
    golden: { file: new URL('golden.txt', import.meta.url), seed: 7 },
    baseline: {
      policies: { '*': greedy },
      seeds: 20,
      // Better is who has taken all coins sooner.
      better: ({ ticks }) => -ticks,
    },
    readme: new URL('README.md', import.meta.url),
  })
  for (const { name, run } of checks) it(name, run)
})

describe('the policy', () => {
  for (const { name, run } of conformPolicy(greedy, { scenarios: [scenario] })) it(name, run)
})
`

export const readmeText = ({ id, title }: Names): string => `# ${title}

The world \`${id}\`: agents walk along a path and take the coins that lie there.

## Rules

The path has \`length\` cells. At the beginning \`coins\` coins lie on it, and every tenth tick another falls. Actions of one
tick are applied in the order of the agents: who is first takes the coin. The episode ends when no coin is left.

## Actions

| action | arguments | |
| --- | --- | --- |
| \`move\` | \`to\`: left or right | refused at the end of the path (\`end-of-path\`) |
| \`take\` | none | refused where no coin lies (\`nothing-here\`) |

As text: \`move left\`, \`take\`.

## Observation

\`at\` is the agent's cell, \`coins\` the cells of all coins, \`taken\` how many coins it has.

## Reward

The coins that the agent has.

## Scenarios

\`${id}-two\`: two agents, six coins, 100 ticks.

## Profiles

\`default\` only.
`
