import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  type AnyWorld,
  CHANCE,
  createEpisode,
  createTurns,
  type Game,
  isLegalMove,
  parseScenarioFile,
  type Scenario,
  SIMULTANEOUS,
  type SomeWorld,
  TERMINAL,
} from '../../../../engine/index.js'
import { luck, randomStates, randomTick, transcript } from './play.js'
import { comparedTurns } from './whole-turn.js'

interface Subject {
  /** `import.meta.url` of the test: `golden.txt` lies beside it. */
  readonly beside: string
  readonly world: SomeWorld
  /** Scenario files as data; the first one gives the golden playthrough. */
  readonly scenarios: Readonly<Record<string, unknown>>
  /** Parameters to try besides those of the scenarios. */
  readonly params?: readonly unknown[]
  /** Random games for each set of parameters (default 20). */
  readonly games?: number
}

/** What holds for every world of the board kernel, as tests. */
export function gameLaws({ beside, scenarios, params = [], games = 20, ...rest }: Subject): void {
  const world = rest.world as AnyWorld
  const loaded = Object.values(scenarios).map(
    (s) => parseScenarioFile(s, [world], world.id).scenario,
  )
  const all = [...loaded.map((s) => s.params), ...params.map((p) => world.params.parse(p))]
  const rules = [
    ...new Map(all.map((p) => world.game!(p as never)).map((g) => [g.name, g])).values(),
  ]

  test(`${world.id}: plays as it did, move by move`, () => {
    const file = fileURLToPath(new URL('golden.txt', beside))
    const now = transcript(loaded[0]!, 7)
    if (process.env['COACT_UPDATE'] === '1') writeFileSync(file, now)
    expect(now).toBe(readFileSync(file, 'utf8'))
  })
  test.each(loaded.map((s) => [s.id, s] as const))('%s: tells how it is played', (_, s) =>
    tellsRules(world, s),
  )
  test.each(loaded.map((s) => [s.id, s] as const))(
    '%s: copies of the state are for those only who see all of it',
    (_, s) => {
      const turns = createTurns(createEpisode(s, { seed: 0 }))
      const isOpen = world.game!(s.params as never).information === 'perfect'
      for (const agent of Object.keys(s.agents).keys()) {
        const { turn } = turns.open(agent, new AbortController().signal)
        expect(typeof turn.position).toBe(isOpen ? 'function' : 'undefined')
        expect(typeof turn.simulation).toBe(isOpen ? 'function' : 'undefined')
      }
    },
  )
  test.each(loaded.map((s) => [s.id, s] as const))(
    '%s: loading at every tick changes nothing',
    (_, s) => survivesLoading(s),
  )
  test(`${world.id}: the whole turn tells no more than the information state`, () => {
    const raw = [
      ...Object.values(scenarios).map((s) => (s as { params?: unknown }).params),
      ...params,
    ]
    const hidden = raw.filter(
      (p) => world.game!(world.params.parse(p ?? {}) as never).information === 'imperfect',
    )
    const compared = hidden.map((p) => comparedTurns(world, p ?? {}, 2 * games))
    expect(compared.flatMap(({ leaks }) => leaks)).toEqual([])
    if (hidden.length > 0)
      expect(compared.reduce((n, { again }) => n + again, 0)).toBeGreaterThan(0)
  })
  describe.each(rules.map((g) => [g.name, g] as const))('%s', (_, game) => {
    test('offers moves to those whose turn it is, and keeps its own bounds', () => {
      for (let seed = 0; seed < games; seed++) keepsBounds(game, seed)
    })
    test('shows no player what is hidden from it', () => {
      hidesWhatIsHidden(game, games)
    })
  })
}

/** Somebody who is shown nothing else reads the rules, which have no holes where parameters belong. */
function tellsRules(world: AnyWorld, scenario: Scenario): void {
  const rules = world.rules!(scenario.params as never)
  expect(rules).toMatch(/^[A-Z0-9].{80,}[.]$/)
  expect(rules).not.toMatch(/undefined|NaN|null|\[object| {2}|\n/)
  const episode = createEpisode(scenario, { seed: 0 })
  for (const { index } of episode.seats)
    expect(episode.describe(index)).toContain(`Rules: ${rules}\n`)
}

function survivesLoading(scenario: Scenario): void {
  const main = createEpisode(scenario, { seed: 3 })
  const rng = [luck('loading'), luck('loading')] as const
  let twin = createEpisode(scenario, { seed: 3 })
  for (let i = 0; i < 60 && main.end === undefined; i++) {
    const born = createEpisode(scenario, { seed: 3 })
    born.restore(structuredClone(twin.save()))
    twin = born
    expect(randomTick(twin, rng[1]).chain).toBe(randomTick(main, rng[0]).chain)
  }
}

function keepsBounds(game: Game, seed: number): void {
  let turns = -1
  let last: Int32Array | undefined
  for (const s of randomStates(game, seed)) {
    turns += 1
    last = s
    const turn = game.turn(s)
    const movers = Array.from({ length: game.players }, (_, p) => p).filter(
      (p) => game.legal(s, p).length > 0,
    )
    if (turn === SIMULTANEOUS) expect(movers.length).toBeGreaterThan(0)
    else expect(movers).toEqual(turn >= 0 ? [turn] : [])
    for (const p of movers) movesAreGood(game, s, p)
    if (turn === CHANCE) expect(ascending(game.chance!(s).outcomes)).toBe(true)
    if (game.rewards === 'terminal' && turn !== TERMINAL)
      expect(game.returns(s).every((r) => r === 0)).toBe(true)
  }
  expect(turns).toBeLessThanOrEqual(game.longest)
  returnsAreGood(game, game.returns(last!))
}

const ascending = (list: readonly number[]): boolean =>
  list.every((n, i) => i === 0 || n > list[i - 1]!)

function movesAreGood(game: Game, s: Int32Array, player: number): void {
  const legal = game.legal(s, player)
  expect(ascending(legal)).toBe(true)
  expect(legal[0]).toBeGreaterThanOrEqual(0)
  expect(legal.at(-1)).toBeLessThan(game.moves)
  const found: number[] = []
  for (let m = 0; m < game.moves; m++) if (isLegalMove(game, s, player, m)) found.push(m)
  expect(found).toEqual(legal)
  expect(new Set(legal.map((m) => game.moveText(s, player, m))).size).toBe(legal.length)
}

function returnsAreGood(game: Game, returns: readonly number[]): void {
  const sum = returns.reduce((a, b) => a + b, 0)
  expect(returns).toHaveLength(game.players)
  for (const r of returns) {
    expect(r).toBeGreaterThanOrEqual(game.minReturn)
    expect(r).toBeLessThanOrEqual(game.maxReturn)
  }
  if (game.utility === 'zero-sum') expect(Math.abs(sum)).toBeLessThan(1e-9)
  if (game.utility === 'identical') expect(new Set(returns).size).toBe(1)
}

/** What a player is shown in a state. */
const shown = (game: Game, s: Int32Array, player: number): unknown => {
  const tensor = new Float32Array(game.tensor?.length ?? 0)
  game.tensor?.write(s, player, tensor)
  return {
    turn: game.turn(s),
    returns: game.returns(s),
    legal: game.legal(s, player),
    moves: game.legal(s, player).map((m) => game.moveText(s, player, m)),
    informationState: game.informationState(s, player),
    observation: game.observation(s, player),
    view: game.view?.(s, player),
    tensor: [...tensor],
  }
}

/**
 * Whatever a player cannot know is exchanged for something else that it could be; the player must not notice. A game of
 * imperfect information in which nothing could ever be exchanged would make this empty, so that fails too.
 */
function hidesWhatIsHidden(game: Game, games: number): void {
  if (game.information === 'perfect') {
    expect(game.redeal).toBe(undefined)
    return
  }
  let exchanged = 0
  for (let seed = 0; seed < games; seed++) {
    const rng = luck(`redeal/${seed}`)
    for (const s of randomStates(game, seed)) {
      if (game.turn(s) === TERMINAL) continue
      for (let p = 0; p < game.players; p++) {
        const other = s.slice()
        game.redeal!(other, p, rng.int)
        if (other.some((v, i) => v !== s[i])) exchanged += 1
        expect(shown(game, other, p)).toEqual(shown(game, s, p))
      }
    }
  }
  expect(exchanged).toBeGreaterThan(0)
}
