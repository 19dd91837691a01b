import { CHANCE, log, type Rng, SIMULTANEOUS, TERMINAL } from '../../../engine/index.js'
import type { SearchField } from './field.js'

export interface MctsOptions {
  /** How many lines are followed from the position (default 100). */
  readonly simulations?: number
  /** How many random games the value of a new position is averaged over (default 10). */
  readonly rollouts?: number
  /** Weight of exploration, for returns of about -1 to 1 (default 2). */
  readonly uctC?: number
  /** How many moves a random game may have; to the end when left out. */
  readonly rolloutMoves?: number
}

/** What a search has found. */
export interface MctsResult {
  /** The position of the chosen move in the list of legal ones. */
  readonly best: number
  /** By position in that list: how often the move was tried, and its average return for the player. */
  readonly visits: readonly number[]
  readonly values: readonly number[]
  /** Lines followed; fewer than asked for when the outcome was proven. */
  readonly simulations: number
}

interface Node {
  /** The player to move; undefined until the position was met twice. */
  who: number | undefined
  visits: number
  /** Returns of perfect play, once proven. */
  proven: readonly number[] | undefined
  /** One for the player to move; in a joint turn one per player; none for chance. */
  choices: (Choice | undefined)[]
  /** By move, outcome or joint move. */
  readonly children: Map<string | number, Node>
}

/** What one player can do at a node. */
interface Choice {
  readonly player: number
  readonly moves: readonly number[]
  /** The order in which moves are tried first. */
  readonly order: readonly number[]
  readonly visits: number[]
  readonly totals: number[]
}

interface Step {
  readonly node: Node
  /** By choice: what was chosen. */
  readonly chosen: readonly number[]
}

interface Search {
  readonly field: SearchField
  readonly rng: Rng
  readonly simulations: number
  readonly rollouts: number
  readonly uctC: number
  readonly rolloutMoves: number
  readonly joint: Int32Array
}

/** How often a move of a joint turn is any: players who learn alike would keep step, and never see each other leave it. */
const STRAY = 0.1

const newNode = (): Node => ({
  who: undefined,
  visits: 0,
  proven: undefined,
  choices: [],
  children: new Map(),
})

/**
 * Monte Carlo tree search with upper confidence bounds (UCT, Kocsis and Szepesvári 2006): lines are followed to where
 * moves are new, valued by random games, and what is proven is not tried again (Winands et al. 2008). For any number of
 * players, each after its own return; chance is drawn; in joint turns each player chooses by its own counts, and
 * now and then at random.
 *
 * @param me the player to choose a move for, which is to move
 * @param rng every draw comes from it
 * @returns the move that was tried most, unless one is proven to win, or to bring more than that move did on average
 * @example
 * mcts(gameField(game, startOf(game)), 0, rng, { simulations: 100 }).best
 */
export function mcts(
  field: SearchField,
  me: number,
  rng: Rng,
  { simulations = 100, rollouts = 10, uctC = 2, rolloutMoves = Infinity }: MctsOptions,
): MctsResult {
  const joint = new Int32Array(field.players)
  const search: Search = { field, rng, simulations, rollouts, uctC, rolloutMoves, joint }
  const root = newNode()
  field.mark(0)
  let done = 0
  while (done < simulations && root.proven === undefined) {
    simulate(search, root)
    field.back(0)
    done += 1
  }
  // A position that is met for the first time only gets its value.
  if (root.who === undefined) open(search, root)
  return { ...chosen(root, me, field.maxReturn), simulations: done }
}

function simulate(search: Search, root: Node): void {
  const { field } = search
  const path: Step[] = []
  let node = root
  while (node.visits > 0 && node.proven === undefined && field.who() !== TERMINAL) {
    if (node.who === undefined) open(search, node)
    const { chosen, key } = descend(search, node)
    path.push({ node, chosen })
    let next = node.children.get(key)
    if (next === undefined) {
      next = newNode()
      node.children.set(key, next)
    }
    node = next
  }
  const isOver = node.proven === undefined && field.who() === TERMINAL
  const returns = node.proven ?? (isOver ? [...field.returns()] : rollout(search))
  if (isOver) node.proven = returns
  node.visits += 1
  backUp(path, returns, node.proven !== undefined, field.maxReturn)
}

/** Finds out what can be done at a node. */
function open({ field, rng }: Search, node: Node): void {
  const who = field.who()
  node.who = who
  if (who === CHANCE) return
  const players = who === SIMULTANEOUS ? [...Array(field.players).keys()] : [who]
  node.choices = players.map((player) => {
    const moves = field.legal(player)
    if (moves.length === 0) return undefined
    const zeros = (): number[] => moves.map(() => 0)
    return {
      player,
      moves,
      order: rng.shuffle([...moves.keys()]),
      visits: zeros(),
      totals: zeros(),
    }
  })
}

/** Chooses at a node and moves on. */
function descend(
  { field, rng, uctC, joint }: Search,
  node: Node,
): { readonly chosen: readonly number[]; readonly key: string | number } {
  if (node.who === CHANCE) return { chosen: [], key: field.draw(rng) }
  const isJoint = node.who === SIMULTANEOUS
  const chosen = node.choices.map((choice) => {
    if (choice === undefined) return -1
    if (isJoint && rng.chance(STRAY)) return rng.int(choice.moves.length)
    return choose(choice, node, uctC)
  })
  if (!isJoint) {
    const move = node.choices[0]!.moves[chosen[0]!]!
    field.move(move)
    return { chosen, key: move }
  }
  for (let p = 0; p < chosen.length; p++)
    joint[p] = chosen[p]! < 0 ? -1 : node.choices[p]!.moves[chosen[p]!]!
  field.joint(joint)
  return { chosen, key: chosen.join(' ') }
}

/** The move with the highest upper bound; untried ones first. */
function choose(choice: Choice, node: Node, uctC: number): number {
  const { player, moves, order, visits, totals } = choice
  const spread = log(node.visits)
  let best = order[0]!
  let most = -Infinity
  for (const i of order) {
    const n = visits[i]!
    if (n === 0) return i
    const proven = node.who === SIMULTANEOUS ? undefined : node.children.get(moves[i]!)?.proven
    const bound = proven?.[player] ?? totals[i]! / n + uctC * Math.sqrt(spread / n)
    if (bound > most) {
      most = bound
      best = i
    }
  }
  return best
}

/** The average returns of random games from here. */
function rollout({ field, rng, rollouts, rolloutMoves, joint }: Search): number[] {
  const sum = Array.from({ length: field.players }, () => 0)
  field.mark(1)
  for (let n = 0; n < rollouts; n++) {
    if (n > 0) field.back(1)
    for (let t = 0; t < rolloutMoves; t++) {
      const who = field.who()
      if (who === TERMINAL) break
      if (who === CHANCE) field.draw(rng)
      else if (who === SIMULTANEOUS) {
        for (let p = 0; p < joint.length; p++) {
          const legal = field.legal(p)
          joint[p] = legal.length === 0 ? -1 : legal[rng.int(legal.length)]!
        }
        field.joint(joint)
      } else {
        const legal = field.legal(who)
        field.move(legal[rng.int(legal.length)]!)
      }
    }
    const returns = field.returns()
    for (let p = 0; p < sum.length; p++) sum[p]! += returns[p]! / rollouts
  }
  return sum
}

function backUp(
  path: readonly Step[],
  returns: readonly number[],
  isProven: boolean,
  maxReturn: number,
): void {
  for (let d = path.length - 1; d >= 0; d--) {
    const { node, chosen } = path[d]!
    node.visits += 1
    for (const [i, choice] of node.choices.entries()) {
      if (choice === undefined) continue
      choice.visits[chosen[i]!]! += 1
      choice.totals[chosen[i]!]! += returns[choice.player]!
    }
    if (isProven) isProven = prove(node, maxReturn)
  }
}

/** A node is proven when all its moves are, or one wins; joint turns and chance never are. */
function prove(node: Node, maxReturn: number): boolean {
  const [choice] = node.choices
  if (node.who === SIMULTANEOUS || choice === undefined) return false
  const { player, moves } = choice
  let best: readonly number[] | undefined
  let areAllProven = true
  for (const move of moves) {
    const proven = node.children.get(move)?.proven
    if (proven === undefined) areAllProven = false
    else if (best === undefined || proven[player]! > best[player]!) best = proven
  }
  if (best === undefined || !(areAllProven || best[player]! >= maxReturn)) return false
  node.proven = best
  return true
}

/** The best move at the root. */
function chosen(root: Node, me: number, maxReturn: number): Omit<MctsResult, 'simulations'> {
  const choice = root.choices.find((c) => c?.player === me)
  if (choice === undefined) return { best: 0, visits: [], values: [] }
  const { moves, visits, totals } = choice
  const values = totals.map((total, i) => (visits[i] === 0 ? 0 : total / visits[i]!))
  const provenAt = (i: number): number | undefined =>
    root.who === SIMULTANEOUS ? undefined : root.children.get(moves[i]!)?.proven?.[me]
  const isTriedMore = (a: number, b: number): boolean =>
    (visits[a]! - visits[b]! || values[a]! - values[b]!) > 0
  let sure = -1
  let open = -1
  for (let i = 0; i < moves.length; i++) {
    const proven = provenAt(i)
    if (proven === undefined) {
      if (open < 0 || isTriedMore(i, open)) open = i
    } else if (sure < 0 || proven > provenAt(sure)!) sure = i
  }
  return { best: sure < 0 || isBetterOpen() ? open : sure, visits, values }

  /** Whether the move tried most looks better than what is proven; of a loss that is proven, anything is. */
  function isBetterOpen(): boolean {
    const proven = provenAt(sure)!
    if (open < 0 || proven >= maxReturn) return false
    if (values[open] !== proven || visits[open] === 0) return values[open]! > proven
    return proven <= Math.min(...values)
  }
}
