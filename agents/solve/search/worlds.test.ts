import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  components,
  createEpisode,
  createTurns,
  defineScenario,
  defineWorld,
  i32,
} from '../../../engine/index.js'
import { random } from '../../random.js'
import { series } from '../testing/match.js'
import { alphaBetaPolicy } from './alpha-beta-policy.js'
import { mctsPolicy } from './mcts-policy.js'

const C = components({ Pile: { left: i32 }, Player: { gain: i32 } })

/**
 * A pile from which two take one, two or three in turn; who takes the last one wins. With `wind` a gust takes one away or
 * not after each move. It is a world like any other: it exports no rules as a game.
 */
const pile = defineWorld({
  id: 'pile',
  version: 1,
  params: z.object({ size: z.int().min(1), wind: z.boolean().default(false) }),
  components: C,
  observation: z.object({ left: z.int() }),
  actions: {
    take: {
      args: { n: z.int().min(1).max(3) },
      check: (w, _me, { n }) =>
        w.c.Pile.left.get(w.entity('pile')) < n ? { reject: 'too-few' } : undefined,
      apply(w, _me, { n }, seat) {
        const at = w.entity('pile')
        const left = w.c.Pile.left.get(at) - n
        w.c.Pile.left.set(at, left)
        if (left > 0) return
        for (const { index, entity } of w.agents)
          w.c.Player.gain.set(entity, index === seat.index ? 1 : -1)
      },
    },
  },
  turns: (w) => {
    if (!w.params.wind) return [w.tick % 2]
    return w.tick % 2 === 1 ? [] : [(w.tick / 2) % 2]
  },
  setup(w, { size }) {
    w.spawn({ Pile: { left: size } }, 'pile')
    for (const seat of w.agents) w.spawn({ Player: {} }, seat)
  },
  systems: [
    (w) => {
      const at = w.entity('pile')
      const left = w.c.Pile.left.get(at)
      if (w.asked.length === 0 && left > 1 && w.rng.int(2) === 0) w.c.Pile.left.set(at, left - 1)
    },
  ],
  observe: (w) => ({ left: w.c.Pile.left.get(w.entity('pile')) }),
  reward: (w, me) => w.c.Player.gain.get(me),
  done: (w) => w.c.Pile.left.get(w.entity('pile')) === 0,
  information: () => 'perfect' as const,
})

const scenario = (size: number, wind = false) =>
  defineScenario(pile, { params: { size, wind }, agents: { ada: {}, bob: {} }, horizon: 99 })

const searchers = [
  ['alpha-beta', alphaBetaPolicy({})],
  ['mcts', mctsPolicy({ simulations: 300, rollouts: 2 })],
] as const

describe.each(searchers)('%s over saved and restored episodes', (_, policy) => {
  test.each([5, 6, 7])('leaves a multiple of four of %i', (size) => {
    const episode = createEpisode(scenario(size), { seed: 1 })
    const { turn } = createTurns(episode).open(0, new AbortController().signal)
    expect(turn.game).toBe(undefined)
    expect(policy.decide(turn)).toMatchObject({ do: { action: 'take', args: { n: size % 4 } } })
    expect(episode.tick).toBe(0)
  })

  test('beats random moves, also where chance moves in between', () => {
    expect(series(scenario(9), [policy, random], 20).wins).toBeGreaterThan(17)
    expect(series(scenario(9, true), [policy, random], 20).wins).toBeGreaterThan(13)
  })

  test('knows no more of the luck to come than the rules say', () => {
    const decisions = new Set<string>()
    for (let seed = 0; seed < 12; seed++) {
      const episode = createEpisode(scenario(12, true), { seed })
      const { turn } = createTurns(episode).open(0, new AbortController().signal)
      const copy = turn.simulation!()
      const act = { action: 'take', args: { n: 1 } }
      for (const e of [episode, copy]) {
        e.step([{ do: [act] }, {}])
        e.step([{}, {}])
      }
      decisions.add(String(JSON.stringify(copy.observe(0)) === JSON.stringify(episode.observe(0))))
    }
    expect(decisions.size).toBe(2)
  })
})
