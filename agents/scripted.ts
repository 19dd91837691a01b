import {
  type Act,
  CoactError,
  type Decision,
  defineUniversalPolicy,
  type Policy,
  readDecision,
  type Say,
} from '../engine/index.js'
import { definePolicyFactory } from './factory.js'

/** An action of a plan; a text is a command. */
export type PlanAct = string | Act

/** One decision of a plan; null is none. */
export type PlanStep =
  | PlanAct
  | readonly PlanAct[]
  | null
  | {
      readonly do?: PlanAct | readonly PlanAct[]
      readonly say?: Say | readonly Say[]
      readonly why?: string
    }

/** What to do, in order, once for each time the agent is asked; or by tick. After its end the agent does nothing. */
export type Plan = readonly PlanStep[] | Readonly<Record<number, PlanStep>>

/**
 * Makes a policy that follows a plan whatever happens.
 *
 * @throws CoactError `plan/invalid` when a step cannot be a decision
 * @example
 * scripted(['GOTO kitchen', { action: 'grab', args: { thing: 'cup_1' } }, null, 'DONE'])
 * scripted({ 1: 'GOTO kitchen', 40: ['DONE'] })
 */
export const scripted = definePolicyFactory<Plan>({
  id: 'scripted',
  needs: 'a plan: a list of actions and text commands, or an object from ticks to them',
  read: readPlan,
  create: follow,
})

function follow(given: unknown): Policy<'*'> {
  const plan = checkPlan(given)
  if (Array.isArray(plan)) {
    return defineUniversalPolicy({
      id: 'scripted',
      memory: () => ({ next: 0 }),
      decide(turn) {
        const memory = turn.memory as { next: number }
        const step = plan[memory.next] as Decision
        if (memory.next < plan.length) memory.next += 1
        return step
      },
    })
  }
  const byTick = new Map(Object.entries(plan))
  return defineUniversalPolicy({
    id: 'scripted',
    decide: (turn) => byTick.get(String(turn.tick)) as Decision,
  })
}

function checkPlan(given: unknown): Plan {
  if (typeof given !== 'object' || given === null) {
    throw unfit(
      'plan',
      'a list, or an object from ticks to steps',
      given === null ? 'null' : `a ${typeof given}`,
    )
  }
  const byTick = !Array.isArray(given)
  for (const [key, step] of Object.entries(given)) {
    if (byTick && !/^[1-9][0-9]*$/.test(key)) throw unfit(`plan.${key}`, 'a tick, from 1', key)
    const { failure, memory } = readDecision(step)
    if (failure !== undefined)
      throw unfit(`plan.${key}`, 'an action, a command, a list of these, or null', failure.message)
    if (memory !== undefined) throw unfit(`plan.${key}`, 'a step without memory', 'memory')
  }
  return structuredClone(given) as Plan
}

const unfit = (where: string, expected: string, got: string): CoactError =>
  new CoactError('plan/invalid', 'The plan cannot be followed', {
    where,
    expected,
    got: got.slice(0, 200),
  })

/** Reads a plan from JSON, or from lines of JSON. */
function readPlan(text: string): unknown {
  const whole = parsed(text)
  if (whole !== undefined) return isStep(whole) ? [whole] : whole
  const lines = text.split('\n').map((line) => line.trim())
  return lines.flatMap((line, i) => {
    if (line === '') return []
    const step = parsed(line)
    if (step === undefined)
      throw unfit(`line ${i + 1}`, 'JSON: a list or object, or one step on each line', line)
    return [step]
  })
}

const isStep = (value: unknown): boolean =>
  typeof value === 'string' ||
  (typeof value === 'object' &&
    value !== null &&
    ['action', 'text', 'do', 'say'].some((key) => key in value))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
