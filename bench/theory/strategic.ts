import {
  buildTree,
  expectedReturns,
  type GameTree,
  type PolicyProfile,
  type PolicyTable,
} from '../../agents/index.js'
import { CoactError, type Game } from '../../engine/index.js'
import { type Payoffs, profileAt, profileCount } from './payoffs.js'

/** A game in strategic form, with what its strategies mean. */
export interface StrategicForm {
  readonly payoffs: Payoffs
  /** By player and strategy: the move it makes in each of the player's information states, by text. */
  readonly strategies: readonly (readonly ReadonlyMap<string, number>[])[]
}

/** How many profiles are worked out at most. */
const PROFILES_MAX = 100_000

/**
 * A game with every pure strategy of every player spelt out.
 *
 * @throws CoactError `theory/too-large` above 100,000 profiles; as `buildTree`
 * @example
 * nashEquilibria(strategicForm(matrixGame).payoffs)
 */
export function strategicForm(game: Game): StrategicForm {
  const tree = buildTree(game)
  const sets = tree.byText.map((_, p) => tree.sets.filter((set) => set.player === p))
  const sizes = sets.map((own) => own.map((set) => set.moves.length))
  const shape = sizes.map(profileCount)
  need(shape, game.name)
  const pure = sets.map((own, p) =>
    Array.from({ length: shape[p]! }, (_, n) => {
      const picks = profileAt(sizes[p]!, n)
      return {
        moves: new Map(own.map((set, i) => [set.text, set.moves[picks[i]!]!])),
        table: new Map(own.map((set, i) => [set.text, oneHot(set.moves.length, picks[i]!)])),
      }
    }),
  )
  return {
    payoffs: payoffsOf(
      tree,
      pure.map((own) => own.map((s) => s.table)),
    ),
    strategies: pure.map((own) => own.map((s) => s.moves)),
  }
}

/**
 * The exact game of choosing among given policies.
 *
 * @param tables by player: the policies it may choose among
 * @returns expected returns of each profile of choices
 * @throws CoactError `theory/too-large` above 100,000 profiles; `solve/policy`, and as `buildTree`
 * @example
 * tabularPayoffs(tree, [0, 1].map((p) => [uniformPolicy(tree)[p]!, cfr(tree, { iterations: 100 })[p]!]))
 */
export function tabularPayoffs(
  given: Game | GameTree,
  tables: readonly (readonly PolicyTable[])[],
): Payoffs {
  const tree = 'sets' in given ? given : buildTree(given)
  need(
    tables.map((own) => own.length),
    tree.game.name,
  )
  return payoffsOf(tree, tables)
}

function payoffsOf(tree: GameTree, tables: readonly (readonly PolicyTable[])[]): Payoffs {
  const shape = tables.map((own) => own.length)
  const values = shape.map((): number[] => [])
  for (let n = 0; n < profileCount(shape); n++) {
    const profile: PolicyProfile = profileAt(shape, n).map((choice, p) => tables[p]![choice]!)
    for (const [p, value] of expectedReturns(tree, profile).entries()) values[p]!.push(value)
  }
  return { shape, values }
}

const oneHot = (length: number, at: number): number[] =>
  Array.from({ length }, (_, i) => (i === at ? 1 : 0))

function need(shape: readonly number[], name: string): void {
  const profiles = profileCount(shape)
  if (profiles <= PROFILES_MAX) return
  throw new CoactError('theory/too-large', `The strategic form of ${name} is too large`, {
    expected: `at most ${PROFILES_MAX} profiles`,
    got: `${shape.join(' × ')}`,
    next: 'Solve the tree instead, with `cfr`.',
  })
}
