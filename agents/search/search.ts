import {
  type AgentInput,
  canonicalJson,
  type Episode,
  type GivenAction,
  log,
  type Policy,
  type Rng,
} from '../../engine/index.js'
import { createLines, type Lines } from './lines.js'
import { goalScore, type SearchScorer } from './score.js'

/** What an agent may try at a position, besides what its base policy decides: for each the actions of one decision. */
export type Propose = (
  episode: Episode,
  me: number,
  rng: Rng,
) => readonly (readonly GivenAction[])[]

export interface SearchOptions {
  /** Proposes the first candidate everywhere, and plays lines on to their end; for the others too. It must answer at once. */
  readonly base: Policy
  /** Who plays the other agents in thought, by name (default: the base). */
  readonly others?: Readonly<Record<string, Policy>>
  /** Default: every legal action. */
  readonly propose?: Propose
  /** Default: rewards and progress of the goals, see {@link goalScore}. */
  readonly score?: SearchScorer
  /** Lines of play to follow (default 60). */
  readonly simulations?: number
  /** How many ticks a line has at most (default 30). */
  readonly depth?: number
  /** How many candidates a position has at most (default 24); the base's own is always among them. */
  readonly width?: number
  /** Weight of exploration, for scores scaled to 0 to 1 (default 0.5). */
  readonly uctC?: number
}

/** What a search has found. */
export interface SearchResult {
  /** The actions that were chosen. */
  readonly best: readonly GivenAction[]
  /** All that were considered, the base's first: how often they were tried, and their mean score. */
  readonly candidates: readonly {
    readonly actions: readonly GivenAction[]
    readonly visits: number
    readonly value: number
  }[]
}

interface Node {
  visits: number
  candidates: (readonly GivenAction[])[] | undefined
  readonly children: Child[]
}

interface Child extends Node {
  total: number
}

const SIMULATIONS = 60
const DEPTH = 30
const WIDTH = 24
const EXPLORE = 0.5

/**
 * Monte Carlo tree search over decisions of one agent (UCT, Kocsis and Szepesvári 2006), in a copy of an episode of any world.
 * What the agent may try comes from a base policy and from proposals; the base plays the others, and plays on from where
 * the tree ends. The tree is open to chance: its nodes are the agent's own decisions, and each line draws its luck anew, the
 * nth line through every first candidate the same. Scores are scaled by the lowest and highest seen.
 *
 * @param episode a copy that may be overwritten, where the agent is asked now
 * @param rng names the luck and draws proposals where there are too many; equal draws, equal results
 * @param own what the base decided there already, if it did
 * @returns the candidate that was tried most; ties go to the higher mean score, then to the earlier one
 * @throws CoactError `search/promise`; `world/…` when the world's code fails
 * @example
 * search(turn.simulation!(), 0, { base: random, simulations: 100 }, turn.rng).best
 */
export function search(
  episode: Episode,
  me: number,
  options: SearchOptions,
  rng: Rng,
  own?: readonly GivenAction[],
): SearchResult {
  const { base, others = {}, simulations = SIMULATIONS } = options
  const policies = episode.seats.map(({ name }, i) => (i === me ? base : (others[name] ?? base)))
  const lines = createLines(episode, policies)
  const luck = `search/${rng.int(2 ** 32)}`
  const tree: Tree = {
    lines,
    me,
    rng,
    propose: options.propose ?? legalActions,
    score: options.score ?? goalScore,
    depth: options.depth ?? DEPTH,
    width: options.width ?? WIDTH,
    uctC: options.uctC ?? EXPLORE,
    low: Infinity,
    high: -Infinity,
  }
  const root: Node = { visits: 0, candidates: undefined, children: [] }
  lines.begin(`${luck}/0`)
  root.candidates = candidatesAt(tree, own ?? lines.decide(me).do ?? [])
  const single = root.candidates.length === 1
  for (let i = 0; i < (single ? 0 : simulations); i++) {
    const first = choose(tree, root)
    lines.begin(`${luck}/${root.children[first]?.visits ?? 0}`)
    follow(tree, root, first)
  }
  const candidates = root.candidates.map((actions, i) => {
    const { visits = 0, total = 0 } = root.children[i] ?? {}
    return { actions, visits, value: visits === 0 ? 0 : total / visits }
  })
  let best = candidates[0]!
  for (const c of candidates)
    if (c.visits > best.visits || (c.visits === best.visits && c.value > best.value)) best = c
  return { best: best.actions, candidates }
}

interface Tree {
  readonly lines: Lines
  readonly me: number
  readonly rng: Rng
  readonly propose: Propose
  readonly score: SearchScorer
  readonly depth: number
  readonly width: number
  readonly uctC: number
  /** The lowest and highest score so far. */
  low: number
  high: number
}

const legalActions: Propose = (episode, me) => episode.legal(me).map((call) => [call])

/** The base's own decision first, then proposals without what is there twice; some of them, where there are too many. */
function candidatesAt(
  { lines, me, rng, propose, width }: Tree,
  own: readonly GivenAction[],
): (readonly GivenAction[])[] {
  const known = new Set([canonicalJson(own)])
  const fresh = propose(lines.episode, me, rng).filter((actions) => {
    const text = canonicalJson(actions)
    return !known.has(text) && known.add(text)
  })
  if (fresh.length < width) return [own, ...fresh]
  const some = rng.shuffle([...fresh.keys()]).slice(0, width - 1)
  return [own, ...some.sort((a, b) => a - b).map((i) => fresh[i]!)]
}

/** The candidate with the highest upper bound; untried ones first, in their order. */
function choose({ low, high, uctC }: Tree, { visits, candidates, children }: Node): number {
  const spread = log(Math.max(visits, 1))
  const range = high > low ? high - low : 1
  let best = 0
  let most = -Infinity
  for (let i = 0; i < candidates!.length; i++) {
    const child = children[i]
    if (child === undefined || child.visits === 0) return i
    const mean = (child.total / child.visits - low) / range
    const bound = mean + uctC * Math.sqrt(spread / child.visits)
    if (bound > most) {
      most = bound
      best = i
    }
  }
  return best
}

/** One line of play: through the tree, then as the base plays. @param first the candidate to begin with */
function follow(tree: Tree, root: Node, first: number): void {
  const { lines, me, depth } = tree
  const { episode } = lines
  const path: Child[] = []
  let node: Node | undefined = root
  while (episode.end === undefined && lines.ticks < depth) {
    if (node === undefined || !episode.asked().includes(me)) {
      lines.step(me, undefined)
      continue
    }
    const own: AgentInput = lines.decide(me)
    node.candidates ??= candidatesAt(tree, own.do ?? [])
    const i: number = node === root ? first : choose(tree, node)
    node.children[i] ??= { visits: 0, total: 0, candidates: undefined, children: [] }
    const child: Child = node.children[i]!
    path.push(child)
    // Whatever is tried, the agent says and remembers what its base does.
    const { failure: _, ...rest } = own
    lines.step(me, { ...rest, do: node.candidates[i]! })
    node = child.visits === 0 ? undefined : child
  }
  const score = tree.score({ episode, me, gained: lines.gained, ticks: lines.ticks })
  tree.low = Math.min(tree.low, score)
  tree.high = Math.max(tree.high, score)
  root.visits += 1
  for (const child of path) {
    child.visits += 1
    child.total += score
  }
}
