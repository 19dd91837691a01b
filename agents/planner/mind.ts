import type { ActionCall, ActionModel, Aim, Condition, Say, Turn } from '../../engine/index.js'
import type { Beliefs } from './beliefs.js'
import type { Order, PlannerMemory } from './memory.js'
import { callOf, conditionKey, holds, type Search } from './steps.js'

/** What a planner has at hand while it decides. */
export interface Mind {
  readonly me: string
  readonly tick: number
  readonly model: ActionModel
  readonly s: Beliefs
  readonly memory: PlannerMemory
  readonly search: Search
  /** All agents of the episode, in their order. */
  readonly agents: readonly string[]
  /** The planners of one's own team, oneself among them, in agent order. The first is its captain and says who does what. */
  readonly team: readonly string[]
  /** All planners with whom one has an aim in common, oneself among them; the first says who does what for such aims. */
  readonly allies: readonly string[]
  /** To whom one tells what one saw. */
  readonly to: 'team' | 'all'
  readonly aims: readonly Aim[]
  /** Messages to send with the decision. */
  readonly say: Say[]
}

/** What a planner does in a tick, and why. */
export interface Deed {
  readonly call: ActionCall
  readonly why: string
}

/** Ticks for which an action that was refused is not tried again. */
const REFUSED_TICKS = 8

/** How often an action is tried again at once when somebody was only late, or something has changed. */
const LATE_TIMES = 3

/** An action by name and arguments; in whatever order those who act together are named. */
export function actionKey(action: string, args: Readonly<Record<string, unknown>>): string {
  const { agents } = args
  return `${action} ${JSON.stringify(Array.isArray(agents) ? { ...args, agents: [...agents].sort() } : args)}`
}

export function createMind(
  turn: Turn,
  model: ActionModel,
  s: Beliefs,
  memory: PlannerMemory,
  aims: readonly Aim[],
): Mind {
  const { agent: me, tick, agents } = turn
  const allies = agents.filter((a) => a === me || s.get(a, 'mate') === true)
  const team = allies.filter((a) => a === me || memory.teams[a] === turn.team)
  const refused = { ...memory.refused }
  return {
    me,
    tick,
    model,
    s,
    memory,
    agents,
    team,
    allies,
    to: aims.some((a) => a.shared) ? 'all' : 'team',
    aims,
    say: [],
    search: {
      model,
      s,
      isBarred(operator, args, actor) {
        const together = model.operators[operator]!.together?.(args) ?? [actor]
        if (!together.includes(me)) return undefined
        const call = callOf(model, { operator, args })
        const past = refused[actionKey(call.action, call.args)]
        if (past === undefined) return undefined
        // What was learned with the refusal, or since, may be what was missing.
        const isPassing = model.passing?.includes(past.code) === true || memory.news >= past.tick
        if (past.times < LATE_TIMES && isPassing) return undefined
        if (tick - past.tick > REFUSED_TICKS * past.times) return undefined
        return `${call.action} was refused: ${past.code}`
      },
    },
  }
}

/** Teammates before oneself who are believed to be where one is: they see the same, and think alike. */
export const aheadHere = ({ allies, me, s }: Mind): string[] => {
  const here = s.get(me, 'in')
  return allies.slice(0, allies.indexOf(me)).filter((a) => s.get(a, 'in') === here)
}

/** What looking for something is called among planners. */
export const lookKey = (c: Condition): string =>
  `look ${c.fact === 'explored' ? `explored ${c.object}` : conditionKey(c)}`

/** Who says who does what for an aim. */
export const captainFor = ({ team, allies }: Mind, aim: Pick<Aim, 'shared'>): string =>
  (aim.shared ? allies : team)[0]!

export const isMet = ({ s }: Mind, order: Pick<Order, 'all'>): boolean =>
  order.all.every((c) => holds(s, c))

/** An order to be ready for something that is done together: it stays until that is over. */
export const isMeeting = (order: Pick<Order, 'key'>): boolean => order.key.startsWith('meet ')

/** The part of an aim that an order is about, of which there may have been several. */
export const partOf = ({ key }: Pick<Order, 'key'>): string => key.replace(/^meet \d+ /, '')
