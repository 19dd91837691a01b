import type { ActionCall, ActionModel, Condition, Operator, Unknown } from '../../engine/index.js'
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

export const holds = (s: Beliefs, c: Condition): boolean =>
  s.get(c.subject, c.fact, c.object) === c.is

export const conditionKey = (c: Condition): string =>
  `${c.subject} ${c.fact} ${c.object ?? ''} ${c.is}`

/** The same action by the same agent has the same key. */
export const optionKey = (name: string, args: Step['args']): string =>
  `${name} ${JSON.stringify(args)}`

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
