import { explore, outlook, stopLooking } from './follow.js'
import { believe } from './memory.js'
import type { Deed, Mind } from './mind.js'
import { findPlan } from './plan.js'
import { callOf, holds } from './steps.js'
import { tell } from './words.js'

/** Ticks in which teammates make themselves known before anything is given up. */
const ACQUAINTED_TICKS = 3
/** Ticks for which one waits for teammates who are still busy. */
const BUSY_TICKS = 60
/** Ticks without a way forward after which an agent among strangers gives up. */
const PATIENCE_TICKS = 25

/** Finds out more when something is missing; gives up when nothing is left to find out. */
export function lookOrWait(mind: Mind): Deed | undefined {
  const { memory, agents, team, allies, tick, me } = mind
  const { unknown, reasons, isStuck, isHeldUp } = outlook(mind)
  if (!isStuck) {
    if ((memory.looks[me] ?? '') !== '') stopLooking(mind)
    return undefined
  }
  const why = unknown.length > 0 ? `to find ${unknown[0]!.text}` : 'to find another way'
  const deed = explore(mind, why)
  if (deed !== undefined || isHeldUp) {
    delete memory.told['hopeless']
    return deed
  }
  const isAmongStrangers = team.length < agents.length
  // What stood in the way when it was last seen tells more than that it is not to be found now.
  const seen = memory.told['rounds'] === undefined ? {} : memory.hopeless
  const found = Object.entries(reasons).map(([id, list]) => [id, reasonText(list)] as const)
  memory.hopeless = { ...Object.fromEntries(found), ...seen }
  const other = isAmongStrangers ? makeRoom(mind, why) : undefined
  if (other !== undefined) return other
  if (team[0] !== me || (agents.length > 1 && tick <= ACQUAINTED_TICKS)) return undefined
  const since = Number(memory.told['hopeless'] ?? tick)
  memory.told['hopeless'] = since
  const isBusy = allies.some((a) => a !== me && (memory.orders[a] ?? memory.looks[a] ?? '') !== '')
  const patience = isAmongStrangers ? PATIENCE_TICKS : isBusy ? BUSY_TICKS : team.length > 1 ? 3 : 0
  if (tick - since < patience || Object.keys(memory.joints).length > 0) return undefined
  return giveUp(
    mind,
    Object.entries(memory.hopeless)
      .map(([id, text]) => `${id} cannot be done: ${text}`)
      .join(' / '),
  )
}

const reasonText = (reasons: readonly string[]): string =>
  [...new Set(reasons)].slice(0, 4).join('; ').slice(0, 400) || 'no plan was found'

/** How often one looks again for what rivals may have left somewhere, and ticks between. */
const ROUNDS_MAX = 4
const ROUND_TICKS = 3

/** Among rivals one who cannot go on keeps nothing from others, and looks again for what they had. */
function makeRoom(mind: Mind, why: string): Deed | undefined {
  const { model, s, me, memory, tick } = mind
  const rest = putAway(mind)
  if (rest !== undefined) return rest
  const rounds = Number(memory.told['rounds'] ?? 0)
  if (rounds >= ROUNDS_MAX || tick - Number(memory.told['round'] ?? 0) < ROUND_TICKS)
    return undefined
  if (believe(s, memory, model.doubts?.(s, me) ?? []).length === 0) return undefined
  memory.told['rounds'] = rounds + 1
  memory.told['round'] = tick
  return explore(mind, why)
}

/** What one sees to when there is nothing else to do, as far as that takes one step. */
function putAway({ model, s, me, search }: Mind): Deed | undefined {
  for (const c of model.atRest?.(s, me) ?? []) {
    const [step, ...more] = holds(s, c) ? [] : findPlan(search, [c], me).steps
    if (step === undefined || more.length > 0 || step.actor !== me) continue
    return {
      call: callOf(model, step),
      why: `so that ${model.say(c, s)}; I can do nothing with it`,
    }
  }
  return undefined
}

/** Says how it ended and that there is nothing left to do. */
export function giveUp(mind: Mind, why: string): Deed | undefined {
  const { memory, me, team, agents } = mind
  memory.told['end'] = why.slice(0, 400)
  if (team[0] === me && agents.length > 1)
    mind.say.push(tell('team', { over: '*', text: why.slice(0, 400) }))
  memory.finished = true
  return finish(mind)
}

export function finish(mind: Mind): Deed | undefined {
  const { memory, model, me, team, agents } = mind
  const rest = team.length < agents.length ? putAway(mind) : undefined
  if (rest !== undefined) return rest
  const call = model.finish?.(me)
  if (call === undefined || memory.told['finished'] === 1) return undefined
  memory.told['finished'] = 1
  return { call, why: String(memory.told['end'] ?? 'everything is done') }
}
