import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alphaBetaPolicy, idle, mctsPolicy, random } from '../../agents/index.js'
import { defineScenario, defineUniversalPolicy, type Policy } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { kuhnPoker, ticTacToe } from '../../worlds/index.js'
import { bundleCli, root, runCli } from '../testing/cli.node.js'
import { type Entrant, empiricalGame, tournament } from './index.js'
import { tournamentLines } from './lines.js'
import { groupsOf, seatingsOf } from './lineups.js'
import { swissRound } from './swiss.js'
import type { Game } from './table.js'

const noughts = defineScenario(ticTacToe, { agents: { ada: {}, bob: {} }, horizon: 20 })
const first = defineUniversalPolicy({ id: 'first', decide: (turn) => turn.legal()[0] })
const called = (policies: Readonly<Record<string, Policy>>): Entrant[] =>
  Object.entries(policies).map(([name, policy]) => ({ name, policy }))
const field = called({ random, first, perfect: alphaBetaPolicy({}) })

describe('who meets whom', () => {
  test('all groups, all seatings', () => {
    expect(groupsOf(3, 2)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ])
    expect(groupsOf(2, 4)).toEqual([[0, 1]])
    expect(seatingsOf([0, 1], 2)).toEqual([
      [0, 1],
      [1, 0],
    ])
    expect(seatingsOf([0, 1, 2], 3)).toHaveLength(6)
    expect(seatingsOf([0, 1], 3)).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ])
    expect(seatingsOf([4, 5, 6, 7, 8], 5)).toHaveLength(5)
  })

  test('everybody sits in every seat equally often', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), (seats) => {
        const group = Array.from({ length: seats }, (_, i) => i)
        const seatings = seatingsOf(group, seats)
        for (const entrant of group)
          for (let seat = 0; seat < seats; seat++)
            expect(seatings.filter((l) => l[seat] === entrant)).toHaveLength(
              seatings.length / seats,
            )
      }),
    )
  })
})

describe('the Swiss system', () => {
  const none = Array.from({ length: 5 }, () => new Set<number>())

  test('pairs by points, and the last pauses', () => {
    const round = swissRound({ points: [0, 2, 1, 2, 1], met: none, byes: new Set() })
    expect(round).toEqual({
      pairs: [
        [1, 3],
        [2, 4],
      ],
      bye: 0,
    })
  })

  test('nobody pauses twice, and nobody meets again if it can be helped', () => {
    const met = [[1], [0], [3], [2], []].map((list) => new Set(list))
    const round = swissRound({ points: [1, 1, 0, 0, 0], met, byes: new Set([4]) })
    expect(round.bye).toBe(3)
    expect(round.pairs).toEqual([
      [0, 2],
      [1, 4],
    ])
    const two = [new Set([1]), new Set([0])]
    expect(swissRound({ points: [0, 0], met: two, byes: new Set() }).pairs).toEqual([[0, 1]])
  })

  test('five entrants over three rounds meet whom they have not met', async () => {
    const five = called({ a: random, b: first, c: random, d: first, e: random })
    const { standings, system, games } = await tournament(noughts, five, { swiss: 3, games: 2 })
    expect(system).toBe('swiss')
    expect(games).toBe(12)
    for (const { games: own } of standings) expect([4, 6]).toContain(own)
  })
})

describe('a tournament', () => {
  test('is the same each time, and another with another seed', async () => {
    const play = (seed: number) => tournament(noughts, field, { games: 6, seed })
    const [a, b, c] = [await play(1), await play(1), await play(2)]
    expect(a).toEqual(b)
    expect(a.standings).not.toEqual(c.standings)
    expect(a.games).toBe(18)
  })

  test('finds the best first, with its rating inside its interval', async () => {
    const { standings } = await tournament(noughts, field, { games: 20 })
    expect(standings[0]).toMatchObject({ name: 'perfect', rank: 1, losses: 0, games: 40 })
    for (const { elo, eloLow, eloHigh } of standings) {
      expect(eloLow).toBeLessThanOrEqual(elo)
      expect(elo).toBeLessThanOrEqual(eloHigh)
    }
    expect(Math.min(...standings.map((s) => s.elo))).toBe(0)
  })

  test('the table adds up', async () => {
    const { table, standings, entrants } = await tournament(noughts, field, { games: 10 })
    expect(entrants).toEqual(['random', 'first', 'perfect'])
    for (const [i, name] of entrants.entries()) {
      expect(table.payoffs[i]![i]).toBe(null)
      const own = standings.find((s) => s.name === name)!
      expect(table.wins[i]!.reduce((a, b) => a + b)).toBe(own.wins)
      for (const j of entrants.keys()) {
        if (i === j) continue
        expect(table.payoffs[i]![j]).toBeCloseTo(-table.payoffs[j]![i]!, 12)
        expect(table.wins[i]![j]! + table.wins[j]![i]! + table.draws[i]![j]!).toBe(10)
      }
    }
  })

  test('each pair has the same luck in every seating', async () => {
    const seen: Game[] = []
    const twins = called({ a: random, b: { ...random, id: 'other' } })
    await tournament(noughts, twins, { games: 8, onGame: (game) => seen.push(game) })
    const margins = (seat: number) =>
      seen.filter((g) => g.lineup[0] === seat).map((g) => [g.round, g.returns])
    expect(margins(0)).toEqual(margins(1))
  })

  test('a policy that fails or moves illegally is reported, and plays on', async () => {
    const crash = defineUniversalPolicy({
      id: 'crash',
      decide() {
        throw new Error('out of ideas')
      },
    })
    const cheat = defineUniversalPolicy({
      id: 'cheat',
      decide: () => ({ action: 'play', args: { move: 0 } }),
    })
    const result = await tournament(noughts, called({ crash, cheat }), { games: 4 })
    const by = Object.fromEntries(result.standings.map((s) => [s.name, s]))
    expect(by['crash']).toMatchObject({ firstProblem: 'tick 1: threw: Error: out of ideas' })
    expect(by['crash']!.failures).toBeGreaterThan(8)
    expect(by['cheat']!.refused).toBeGreaterThan(4)
    expect(by['cheat']!.firstProblem).toMatch(/play: illegal-move/)
    expect(tournamentLines(result).join('\n')).toMatch(
      /crash: \d+ failures, 0 refused actions; first: tick 1/,
    )
  })

  test('policies may take their time', async () => {
    const slow = defineUniversalPolicy({
      id: 'slow',
      decide: async (turn) => {
        await Promise.resolve()
        return turn.legal()[0]
      },
    })
    const { standings } = await tournament(noughts, called({ slow, first }), { games: 2 })
    expect(standings.every((s) => s.failures === 0)).toBe(true)
    expect(standings.map((s) => s.score)).toEqual([0.5, 0.5])
  })

  test('three players at a table', async () => {
    const three = defineScenario(kuhnPoker, {
      params: { players: 3 },
      agents: { a: {}, b: {}, c: {} },
      horizon: 20,
    })
    const { standings, games } = await tournament(three, called({ random, first, third: random }), {
      games: 12,
    })
    expect(games).toBe(12)
    const sum = standings.reduce((total, s) => total + s.meanReturn, 0)
    expect(sum).toBeCloseTo(0, 9)
    const few = await tournament(three, called({ random, first }), { games: 6 })
    expect(few.games).toBe(6)
  })

  test('who plays alone is compared by seed', async () => {
    const open = { ...harvest, information: () => 'perfect' as const }
    const alone = defineScenario(open, {
      params: { size: 4, apples: 4 },
      agents: { ada: {} },
      horizon: 10,
    })
    const search = mctsPolicy({ simulations: 20, rollouts: 1 })
    const { standings } = await tournament(alone, called({ idle, search }), { games: 3 })
    expect(standings[0]).toMatchObject({ name: 'search', wins: 3, losses: 0 })
  })

  test('theory: the better policy is the equilibrium', async () => {
    const { theory } = await tournament(noughts, called({ random, perfect: alphaBetaPolicy({}) }), {
      games: 8,
      theory: true,
    })
    expect(theory!.payoffs.shape).toEqual([2, 2])
    expect(theory!.pureEquilibria).toContainEqual([1, 1])
    expect(theory!.alphaRank[0]).toMatchObject({ profile: [1, 1] })
    expect(theory!.alphaRankSingle![1]).toBeGreaterThan(0.9)
    for (const shares of theory!.replicator) expect(shares[1]).toBeGreaterThan(0.9)
  })

  test('an empirical game is zero-sum where the world is', async () => {
    const { shape, values } = await empiricalGame(noughts, field, { rounds: 5, seed: 3 })
    expect(shape).toEqual([3, 3])
    for (const [n, value] of values[0]!.entries()) expect(value + values[1]![n]!).toBeCloseTo(0, 12)
    // The first legal move each time gives x 0, 2, 4 and 6, and so a diagonal.
    expect(values[0]![4]).toBe(1)
    expect(values[0]![8]).toBe(0)
  })

  test('stops when it is told to, with what it has', async () => {
    const controller = new AbortController()
    let played = 0
    const onGame = (): void => {
      played += 1
      if (played === 3) controller.abort()
    }
    const { signal } = controller
    const { isPartial, games } = await tournament(noughts, field, { signal, onGame })
    expect({ isPartial, games }).toEqual({ isPartial: true, games: 3 })
  })

  test('entrants and systems that make no sense are refused', async () => {
    await expect(tournament(noughts, called({ random }))).rejects.toThrow('tournament/entrants')
    const twice = [...called({ random }), ...called({ random })]
    await expect(tournament(noughts, twice)).rejects.toThrow(/"random" twice/)
    const alone = defineScenario(harvest, { agents: { ada: {} } })
    await expect(tournament(alone, field, { swiss: 2 })).rejects.toThrow('tournament/swiss')
    const perfect = called({ random, perfect: alphaBetaPolicy({}) })
    const poker = defineScenario(kuhnPoker, { agents: { a: {}, b: {} } })
    await expect(tournament(poker, perfect)).rejects.toThrow('policy/hidden-information')
  })
})

describe('coact tournament', () => {
  let [home, near, cli] = ['', '', '']
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'coact-tournament-'))
    near = mkdtempSync(join(root, '.tmp-tournament-'))
    cli = await bundleCli(join(near, 'dist'))
  }, 60_000)
  afterAll(() => {
    for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
  })

  test('plays a world by its name, prints tables, and writes the result', {
    timeout: 60_000,
  }, async () => {
    const out = join(home, 'result.json')
    const line = [
      'tournament',
      'tic-tac-toe',
      '--policies',
      'random',
      'mcts:simulations=20,rollouts=1',
    ]
    const told = await runCli(cli, [...line, '--games', '4', '--theory', '--out', out])
    expect(told.err).toBe('')
    expect(told.code).toBe(0)
    expect(told.out).toMatch(/round-robin, 4 games, seed 0/)
    expect(told.out).toMatch(/1\. {2}mcts:simulations=20,rollouts=1/)
    expect(told.out).toMatch(/α-rank: \d/)
    const json = await runCli(cli, [...line, '--games', '4', '--theory', '--json'])
    const { again, ...result } = JSON.parse(json.out) as Record<string, unknown>
    expect(again).toMatch(/--seed 0$/)
    expect(result).toEqual(JSON.parse(readFileSync(out, 'utf8')))
  })

  test('refuses what it cannot play', { timeout: 60_000 }, async () => {
    const alone = await runCli(cli, ['tournament', 'tic-tac-toe', '--policies', 'random'])
    expect(alone.code).toBe(2)
    expect(alone.err).toMatch(/tournament\/entrants/)
    const world = await runCli(cli, ['tournament', 'household', '--policies', 'random', 'idle'])
    expect(world.err).toMatch(/tournament\/needs-scenario.*one of its scenarios/s)
    const option = await runCli(cli, ['tournament', 'tic-tac-toe', '-p', 'random', 'mcts:turns=3'])
    expect(option.err).toMatch(/policy\/options/)
  })
})
