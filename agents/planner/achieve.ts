import type { Condition, Need, Obstacle, Operator, Unknown } from '../../engine/index.js'
import type { Beliefs } from './beliefs.js'
import { conditionKey, holds, optionKey, type Search, type Step } from './steps.js'

/** A search on its way. */
export interface Work extends Search {
  readonly steps: Step[]
  readonly stack: Set<string>
  /** What the actions being prepared need and have: better not undone. */
  readonly kept: Condition[]
  readonly unknown: Map<string, Unknown>
  readonly obstacles: Set<string>
  /** What would be needed for itself: tells something only where nothing else is in the way. */
  readonly circles: Set<string>
  barred: boolean
  /** Whether a way was gone twice: the plan has detours. */
  circled: boolean
  /** Actions that may still be tried. */
  budget: number
}

const DEPTH_MAX = 28
/** How often the needs of one action are gone through. */
const ROUNDS_MAX = 40

/** How many alternatives are followed to their end, by depth. */
const width = (depth: number): number => (depth < 2 ? 6 : depth < 5 ? 3 : 2)

export const begin = (search: Search, budget: number): Work => ({
  ...search,
  steps: [],
  stack: new Set(),
  kept: [],
  unknown: new Map(),
  obstacles: new Set(),
  circles: new Set(),
  barred: false,
  circled: false,
  budget,
})

interface Option {
  readonly name: string
  readonly operator: Operator
  readonly args: Step['args']
}

/** How often each way to a need was gone already while one action was being prepared. */
type Gone = Map<string, number>

/** Makes a condition true, adding steps; false leaves everything as it was. */
export function achieve(work: Work, c: Condition, me: string, depth: number, gone?: Gone): boolean {
  const { s } = work
  if (holds(s, c)) return true
  const actor = c.by ?? me
  const key = `${actor} ${conditionKey(c)}`
  if (depth > DEPTH_MAX || work.stack.has(key)) {
    work.circles.add(`that ${work.model.say(c, s)} would be needed for itself`)
    return false
  }
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
    if (need !== 'stuck' && round >= ROUNDS_MAX)
      work.circles.add(`that ${work.model.say(need, s)} is undone by what else it takes`)
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
