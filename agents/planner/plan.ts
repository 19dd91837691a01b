import type { Condition } from '../../engine/index.js'
import { achieve, begin, type Work } from './achieve.js'
import { type Found, holds, optionKey, type Search, type Step, works } from './steps.js'

/** Actions that one search may try: it ends whatever the goal. */
const BUDGET = 4000
/** Orders of this many goals are all tried. */
const ORDERED_MAX = 3

/**
 * Finds actions that make conditions true together, by working backwards from each through what its actions need and
 * forwards through what they change. What it believes afterwards is what it believed before.
 *
 * @param me who is to do it, with others where an action needs them
 */
export function findPlan(search: Search, goals: readonly Condition[], me: string): Found {
  const { s } = search
  const open = goals.filter((c) => !holds(s, c))
  if (open.length === 0)
    return { steps: [], complete: true, unknown: [], obstacles: [], barred: false }
  const orders =
    open.length <= ORDERED_MAX ? permutations(open) : [open, shortestFirst(search, open, me)]
  let best: Found | undefined
  let budget = BUDGET
  for (const order of orders) {
    const work = begin(search, budget)
    const found = inOrder(work, order, goals, me)
    budget = work.budget
    if (best === undefined || isBetter(found, best)) best = found
    // What is unknown or in the way is so in any order.
    if (!found.complete && found.steps.length === 0) break
    if (budget <= 0) break
  }
  return best!
}

/** Goals in the order of what each would take by itself. */
function shortestFirst(search: Search, open: readonly Condition[], me: string): Condition[] {
  const lengths = new Map(
    open.map((c) => [c, inOrder(begin(search, BUDGET / open.length), [c], [c], me).steps.length]),
  )
  return [...open].sort((a, b) => lengths.get(a)! - lengths.get(b)!)
}

const isBetter = (a: Found, b: Found): boolean =>
  a.complete !== b.complete ? a.complete : a.complete && a.steps.length < b.steps.length

function inOrder(
  work: Work,
  order: readonly Condition[],
  goals: readonly Condition[],
  me: string,
): Found {
  const { s } = work
  const mark = s.mark()
  let complete = true
  for (const goal of order) if (!achieve(work, goal, me, 0)) complete = false
  // What one goal undid of another is brought about again.
  for (let round = 0; complete && round < 3 && !goals.every((c) => holds(s, c)); round++)
    for (const goal of goals) if (!achieve(work, goal, me, 0)) complete = false
  if (complete && !goals.every((c) => holds(s, c))) {
    complete = false
    work.obstacles.add(
      `one of these undoes another: ${goals.map((c) => work.model.say(c, s)).join(', ')}`,
    )
  }
  s.undo(mark)
  return {
    steps:
      complete && (work.circled || repeats(work.steps))
        ? withoutDetours(work, work.steps, goals)
        : work.steps,
    complete,
    unknown: [...work.unknown.values()],
    obstacles: [...(work.obstacles.size > 0 ? work.obstacles : work.circles)],
    barred: work.barred,
  }
}

/** Whether the same is done twice: one of the two may have been too early. */
const repeats = (steps: readonly Step[]): boolean =>
  new Set(steps.map((step) => `${step.actor} ${optionKey(step.operator, step.args)}`)).size <
  steps.length

function permutations(list: readonly Condition[]): Condition[][] {
  if (list.length < 2) return [[...list]]
  return list.flatMap((first, i) =>
    permutations(list.filter((_, k) => k !== i)).map((rest) => [first, ...rest]),
  )
}

const DETOUR_MAX = 12

/** The same plan without stretches that it can do without, the longest first. */
function withoutDetours(
  search: Search,
  steps: readonly Step[],
  goals: readonly Condition[],
): readonly Step[] {
  for (let size = Math.min(DETOUR_MAX, steps.length - 1); size > 0; size--) {
    for (let i = 0; i + size <= steps.length; i++) {
      const shorter = [...steps.slice(0, i), ...steps.slice(i + size)]
      if (works(search, shorter, goals)) return withoutDetours(search, shorter, goals)
    }
  }
  return steps
}
