import type {
  ActionCall,
  ActionModel,
  Condition,
  Need,
  Obstacle,
  Operator,
  Unknown,
} from '../../engine/index.js'
import type { Beliefs } from './beliefs.js'

/** One action of a plan. */
export interface Step {
  readonly actor: string
  readonly operator: string
  readonly args: Parameters<Operator['call']>[0]
  /** What the action is to make true. */
  readonly goal: Condition
  /** All who must do it in the same tick, when it is not one agent's alone. */
  readonly together?: readonly string[]
}

/** What a search came to. */
export interface Found {
  readonly steps: readonly Step[]
  /** Whether the steps bring about all that was wanted. */
  readonly complete: boolean
  /** What would have to be found out. */
  readonly unknown: readonly Unknown[]
  /** Why what cannot be done cannot. */
  readonly obstacles: readonly string[]
  /** Whether something was left out that may be tried again later. */
  readonly barred: boolean
}

/** What a search works on. */
export interface Search {
  readonly model: ActionModel
  readonly s: Beliefs
  /** Why an action must not be tried now, such as that it was refused. */
  readonly isBarred: (operator: string, args: Step['args'], actor: string) => string | undefined
}

interface Work extends Search {
  readonly steps: Step[]
  readonly stack: Set<string>
  /** What the actions being prepared need and have: better not undone. */
  readonly kept: Condition[]
  readonly unknown: Map<string, Unknown>
  readonly obstacles: Set<string>
  barred: boolean
  /** Whether a way was gone twice: the plan has detours. */
  circled: boolean
  /** Actions that may still be tried. */
  budget: number
}

/** Actions that one search may try: it ends whatever the goal. */
const BUDGET = 4000
const DEPTH_MAX = 28
/** How often the needs of one action are gone through. */
const ROUNDS_MAX = 40
/** Orders of this many goals are all tried. */
const ORDERED_MAX = 3

export const holds = (s: Beliefs, c: Condition): boolean =>
  s.get(c.subject, c.fact, c.object) === c.is

export const conditionKey = (c: Condition): string =>
  `${c.subject} ${c.fact} ${c.object ?? ''} ${c.is}`

/** How many alternatives are followed to their end, by depth. */
const width = (depth: number): number => (depth < 2 ? 6 : depth < 5 ? 3 : 2)

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

const begin = (search: Search, budget: number): Work => ({
  ...search,
  steps: [],
  stack: new Set(),
  kept: [],
  unknown: new Map(),
  obstacles: new Set(),
  barred: false,
  circled: false,
  budget,
})

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
  if (complete) complete = goals.every((c) => holds(s, c))
  s.undo(mark)
  return {
    steps:
      complete && (work.circled || repeats(work.steps))
        ? withoutDetours(work, work.steps, goals)
        : work.steps,
    complete,
    unknown: [...work.unknown.values()],
    obstacles: [...work.obstacles],
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

interface Option {
  readonly name: string
  readonly operator: Operator
  readonly args: Step['args']
}

/** How often each way to a need was gone already while one action was being prepared. */
type Gone = Map<string, number>

const optionKey = (name: string, args: Step['args']): string => `${name} ${JSON.stringify(args)}`

/** Makes a condition true, adding steps; false leaves everything as it was. */
function achieve(work: Work, c: Condition, me: string, depth: number, gone?: Gone): boolean {
  const { s } = work
  if (holds(s, c)) return true
  const actor = c.by ?? me
  const key = `${actor} ${conditionKey(c)}`
  if (depth > DEPTH_MAX || work.stack.has(key)) return false
  work.stack.add(key)
  const options = optionsFor(work, c, actor)
  if (options.length === 0) work.obstacles.add(`nothing makes it so that ${work.model.say(c, s)}`)
  const done = choose(work, options, c, actor, depth, gone)
  work.stack.delete(key)
  return done
}

/** Whether an agent could do something to make a condition true. */
export const hasWay = (search: Search, c: Condition, actor: string): boolean =>
  optionsFor(search, c, actor).length > 0

function optionsFor({ model, s }: Search, c: Condition, actor: string): Option[] {
  const options: Option[] = []
  for (const name in model.operators) {
    const operator = model.operators[name]!
    for (const args of operator.ways(s, actor, c)) options.push({ name, operator, args })
  }
  return options
}

/** A way to make a condition true, followed to its end. */
interface Way {
  readonly steps: readonly Step[]
  readonly changes: ReturnType<Beliefs['since']>
  /** Its length, and much more for what it undoes. */
  readonly cost: number
}

/** What undoing something that is needed costs in steps: it has to be done again, perhaps for ever. */
const UNDONE_COST = 12

/** What it costs in steps to go a way again that led in a circle. */
const AGAIN_COST = 6

/** Follows the options and keeps the one that costs least. */
function choose(
  work: Work,
  options: readonly Option[],
  c: Condition,
  actor: string,
  depth: number,
  gone: Gone | undefined,
): boolean {
  const { s, steps, kept } = work
  const mark = s.mark()
  const from = steps.length
  let best: Way | undefined
  let worked = 0
  for (const [i, option] of options.entries()) {
    if (work.budget <= 0) break
    const done = bring(work, option, c, actor, depth)
    if (done) {
      if (best === undefined && i === options.length - 1) return true
      const undone = kept.reduce((n, k) => n + (holds(s, k) ? 0 : 1), 0)
      const again = gone?.get(`${actor} ${optionKey(option.name, option.args)}`) ?? 0
      const cost = steps.length - from + UNDONE_COST * undone + AGAIN_COST * again
      if (best === undefined || cost < best.cost)
        best = { steps: steps.slice(from), changes: s.since(mark), cost }
      worked += 1
    }
    s.undo(mark)
    steps.length = from
    if (best !== undefined && (best.cost === 1 || worked >= width(depth))) break
  }
  if (best === undefined) return false
  for (const change of best.changes) s.set(change)
  steps.push(...best.steps)
  return true
}

/** Does an action after what it needs has been seen to. */
function bring(work: Work, option: Option, c: Condition, actor: string, depth: number): boolean {
  const { name, operator, args } = option
  const { s, steps } = work
  work.budget -= 1
  const reason = work.isBarred(name, args, actor)
  if (reason !== undefined) {
    work.obstacles.add(reason)
    work.barred = true
    return false
  }
  let gone: Gone | undefined
  for (let round = 0; ; round++) {
    const from = work.kept.length
    const need = firstUnmet(work, operator, args, actor)
    const isMet = need !== undefined && need !== 'stuck' && round < ROUNDS_MAX
    const goesOn = isMet && achieve(work, need, actor, depth + 1, gone)
    work.kept.length = from
    if (need === undefined) break
    if (!goesOn) return false
    gone ??= new Map()
    const last = steps.at(-1)!
    const way = `${last.actor} ${optionKey(last.operator, last.args)}`
    if (gone.has(way)) work.circled = true
    gone.set(way, (gone.get(way) ?? 0) + 1)
  }
  for (const change of operator.effects(s, actor, args)) s.set(change)
  const party = operator.together?.(args)
  steps.push({
    actor,
    operator: name,
    args,
    goal: c,
    ...(party !== undefined && party.length > 1 ? { together: party } : {}),
  })
  return true
}

const isUnknown = (need: Need): need is Unknown => 'unknown' in need
const isObstacle = (need: Need): need is Obstacle => 'obstacle' in need

/** The first need that is not met; `stuck` when nothing can be done about it. Those before it are kept from then on. */
function firstUnmet(
  work: Work,
  operator: Operator,
  args: Step['args'],
  actor: string,
): Condition | 'stuck' | undefined {
  for (const need of operator.needs(work.s, actor, args)) {
    if (isObstacle(need)) work.obstacles.add(need.obstacle)
    else if (isUnknown(need)) work.unknown.set(need.unknown, need)
    else if (holds(work.s, need)) {
      work.kept.push(need)
      continue
    } else return need
    return 'stuck'
  }
  return undefined
}

/** Whether steps can be taken one after the other and bring about what is wanted. */
export function works(
  { model, s }: Search,
  steps: readonly Step[],
  goals: readonly Condition[],
): boolean {
  const mark = s.mark()
  let good = true
  for (const step of steps) {
    good = isReady({ model, s }, step)
    if (!good) break
    for (const change of model.operators[step.operator]!.effects(s, step.actor, step.args))
      s.set(change)
  }
  good &&= goals.every((c) => holds(s, c))
  s.undo(mark)
  return good
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

/** The action that a step stands for. */
export const callOf = (model: ActionModel, step: Pick<Step, 'operator' | 'args'>): ActionCall =>
  model.operators[step.operator]!.call(step.args)

/** Whether everything that a step needs is so now. */
export const isReady = ({ model, s }: Pick<Search, 'model' | 's'>, step: Step): boolean => {
  for (const need of model.operators[step.operator]!.needs(s, step.actor, step.args)) {
    if (!('fact' in need) || !holds(s, need)) return false
  }
  return true
}
