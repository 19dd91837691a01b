import { checkAction, type ReadyAction, type UnreadableAction } from './actions.js'
import { CoactError } from './errors.js'
import type { ActionRecord, AgentInput, GivenAction } from './frame.js'
import type { Inputs } from './inputs.js'
import { limits } from './limits.js'
import { wellFormed } from './plain.js'
import { beginCause, NOTHING, type Run } from './run-state.js'
import type { ActionCall, Applied, Rejection, Seat } from './world.js'

const OUT_OF_TURN: Rejection = { reject: 'out-of-turn', text: 'It was not your turn' }
/** One record stands for all that come after the limit. */
const TOO_MANY: Rejection = {
  reject: 'too-many-actions',
  text: 'This action and those after it were not looked at',
}
const SPEAKING: Rejection = {
  reject: 'speaking',
  text: 'What you said takes the time of this tick',
}
const OVER_BUDGET: Rejection = { reject: 'over-budget', text: 'Too many actions in one tick' }

const MAX = limits.ACTIONS_PER_AGENT_PER_TICK_MAX
const NONE: AgentInput = Object.freeze({})

/** Applies what the agents decided, in the order given. */
export function performAll(
  run: Run,
  inputs: Inputs,
  asked: readonly number[],
  order: readonly number[],
): void {
  openOthers(run, inputs)
  if (run.resolution === 'at-once') performAtOnce(run, inputs, asked, order)
  else {
    const fallback = run.world.fallback !== undefined
    for (let i = 0; i < order.length; i++) {
      const index = order[i]!
      const given = inputs[index]
      if ((given === undefined || given === null) && !fallback) continue
      performInOrder(run, index, given ?? NONE, isAsked(run, asked, index))
    }
  }
  run.running.attempts = undefined
  run.running.acted = undefined
}

/** Lets actions ask what the others of their tick attempt, and what has come of it. */
function openOthers(run: Run, inputs: Inputs): void {
  const { others, running } = run
  others.inputs = inputs
  if (others.attempted.length > 0) others.attempted.length = 0
  others.attempts ??= (index) => {
    others.attempted[index] ??= isAsked(run, run.asked, index) ? readable(run, index) : NOTHING
    return others.attempted[index]
  }
  others.acted ??= (index) => {
    const own = run.records.filter((r) => r.agent === index)
    return own.length === 0 ? undefined : own.some((r) => r.verdict === 'ok')
  }
  running.attempts = others.attempts
  running.acted = others.acted
}

const isAsked = (run: Run, asked: readonly number[], index: number): boolean =>
  asked === run.everyone || asked.includes(index)

const actionsOf = (given: AgentInput | null | undefined): readonly GivenAction[] =>
  given !== null && given !== undefined && Array.isArray(given.do) ? given.do : NOTHING

/** The actions that an agent attempts within its budget, without those that cannot be read. */
function readable(run: Run, index: number): ActionCall[] {
  return actionsOf(run.others.inputs[index])
    .slice(0, run.actionsPerTick)
    .map((action) => run.catalog.read(action, run.w, run.seats[index]!))
    .filter((ready) => (ready as Partial<UnreadableAction>).rejection === undefined)
}

/** An agent's action at a position, read. */
function readyAt(
  run: Run,
  seat: Seat,
  actions: readonly GivenAction[],
  i: number,
  asked: boolean,
): ReadyAction | UnreadableAction {
  const action = actions[i]!
  run.where = seat.name
  if (i >= MAX) return unread(action, TOO_MANY)
  if (!asked) return unread(action, OUT_OF_TURN)
  if (run.bus.isBusy(seat.index, run.tick)) return unread(action, SPEAKING)
  return i >= run.actionsPerTick
    ? unread(action, OVER_BUDGET)
    : run.catalog.read(action, run.w, seat)
}

/** Applies what one agent decided. An agent that was asked and did nothing usable gets the world's fallback, if there is one. */
function performInOrder(run: Run, index: number, given: AgentInput, asked: boolean): void {
  const seat = run.seats[index]!
  const actions = actionsOf(given)
  let usable = false
  for (let i = 0; i < actions.length && i <= MAX; i++) {
    if (apply(run, seat, readyAt(run, seat, actions, i, asked), given.why, false)) usable = true
  }
  if (asked && !usable) fallBack(run, seat)
}

function fallBack(run: Run, seat: Seat): void {
  if (run.world.fallback === undefined) return
  beginCause(run, run.track ? `fallback:${seat.name}` : 'fallback', 'fallback')
  const call = run.world.fallback(run.w, seat.entity, seat)
  if (call !== undefined) apply(run, seat, call, undefined, true)
}

/**
 * Applies what all agents decided, their first actions together, then their second: each is judged on the state in which
 * its round began, and once more when its turn comes.
 */
function performAtOnce(
  run: Run,
  inputs: Inputs,
  asked: readonly number[],
  order: readonly number[],
): void {
  const usable = new Set<number>()
  const rounds = Math.min(MAX + 1, Math.max(0, ...inputs.map((given) => actionsOf(given).length)))
  for (let i = 0; i < rounds; i++) {
    const acting = order.filter((index) => i < actionsOf(inputs[index]).length)
    const ready = acting.map((index) =>
      readyAt(run, run.seats[index]!, actionsOf(inputs[index]), i, isAsked(run, asked, index)),
    )
    const judged = ready.map((action, k) => judge(run, run.seats[acting[k]!]!, action))
    for (let k = 0; k < acting.length; k++) {
      const index = acting[k]!
      const before = judged[k] === undefined ? ready[k]! : { ...ready[k]!, rejection: judged[k] }
      if (apply(run, run.seats[index]!, before, inputs[index]!.why, false)) usable.add(index)
    }
  }
  for (const index of order) {
    if (isAsked(run, asked, index) && !usable.has(index)) fallBack(run, run.seats[index]!)
  }
}

/** What the state says against an action that could be read. */
function judge(run: Run, seat: Seat, ready: ReadyAction | UnreadableAction): Rejection | undefined {
  if ((ready as Partial<UnreadableAction>).rejection !== undefined) return undefined
  run.where = `${seat.name}:${ready.action}`
  return checkAction(run.catalog, run.w, seat.entity, ready, seat)
}

/** The rejection of an action that somebody else's action of the same tick made impossible. */
function lost(run: Run, seat: Seat, out: Rejection): Rejection {
  const winner = out.over === undefined ? undefined : run.running.taken.get(out.over)
  if (winner === undefined || winner === seat) return out
  return {
    ...out,
    reject: 'conflict',
    text: `${winner.name} was first${out.text === undefined ? '' : `: ${out.text}`}`,
    data: { winner: winner.name, reason: out.reject },
  }
}

/** Checks and does one action, and records what came of it. */
function apply(
  run: Run,
  seat: Seat,
  ready: ReadyAction | UnreadableAction,
  why: string | undefined,
  fallback: boolean,
): boolean {
  const { action } = ready
  beginCause(
    run,
    run.track ? causeOf(run, seat, action) : action,
    run.actionStreams.get(action) ?? 'action',
  )
  let out: Rejection | Applied | undefined
  if ((ready as Partial<UnreadableAction>).rejection !== undefined)
    out = (ready as UnreadableAction).rejection
  else {
    const definition = run.catalog.definition(action)!
    const { w } = run
    const me = seat.entity
    out = (definition.check?.(w as never, me, ready.args as never, seat) ?? undefined) as
      | Rejection
      | undefined
    out ??= (definition.apply(w as never, me, ready.args as never, seat) ?? undefined) as
      | Rejection
      | Applied
      | undefined
    if ((out as Partial<Rejection> | undefined)?.over !== undefined) {
      out = lost(run, seat, out as Rejection)
    }
  }
  const rejected = rejectionOf(out) !== undefined
  if (rejected && run.store.clock.wrote === run.store.clock.serial) {
    throw new CoactError(
      'world/rejected-after-write',
      'An action changed the state and was then rejected',
      {
        where: `${run.world.id}.actions.${action}`,
        got: (out as Rejection).reject,
        next: 'Check everything before the first change.',
      },
    )
  }
  record(run, seat, ready, out, why, fallback)
  return !rejected
}

/** A text made once is hashed once by all who look it up. */
function causeOf(run: Run, { index, name }: Seat, action: string): string {
  const known = run.actionCauses[index]!
  let cause = known.get(action)
  if (cause === undefined) {
    cause = `action:${name}:${action}`
    // Agents may give any text for an action's name.
    if (run.catalog.definition(action) !== undefined) known.set(action, cause)
  }
  return cause
}

type Made = { -readonly [K in keyof ActionRecord]: ActionRecord[K] }

/** The rejection among outcomes. Reading the field is several times as fast as asking with `in`, for outcomes of many shapes. */
const rejectionOf = (out: Rejection | Applied | undefined): Rejection | undefined =>
  (out as Partial<Rejection> | undefined)?.reject === undefined ? undefined : (out as Rejection)

/**
 * What came of an action, without what only some records have. The usual kinds are made in one piece, which costs a third
 * of adding field by field.
 */
function makeRecord(agent: number, ready: ReadyAction, out: Rejection | Applied | undefined): Made {
  const { action, args, command } = ready
  const text = out?.text
  const rejection = rejectionOf(out)
  if (rejection !== undefined) {
    const { reject: verdict, stage = 'check' } = rejection
    if (command !== undefined && text !== undefined) {
      return { agent, action, args, verdict, command, stage, text }
    }
    return withWords({ agent, action, args, verdict, stage }, command, text)
  }
  const note = (out as Applied | undefined)?.note
  if (command !== undefined && text !== undefined && note !== undefined) {
    return { agent, action, args, verdict: 'ok', command, note, text }
  }
  const made: Made = { agent, action, args, verdict: 'ok' }
  if (note !== undefined) made.note = note
  return withWords(made, command, text)
}

function withWords(made: Made, command: string | undefined, text: string | undefined): Made {
  if (command !== undefined) made.command = command
  if (text !== undefined) made.text = text
  return made
}

function record(
  run: Run,
  seat: Seat,
  ready: ReadyAction,
  out: Rejection | Applied | undefined,
  why: string | undefined,
  fallback: boolean,
): void {
  const made = makeRecord(seat.index, ready, out)
  if (out?.data !== undefined) made.data = out.data
  const took = (out as Applied | undefined)?.took
  if (took !== undefined) {
    made.took = took
    run.running.taken.set(took, seat)
  }
  if (why !== undefined) made.why = why
  if (fallback) made.fallback = true
  if (run.running.reads.length > 0) {
    made.reads = run.running.reads
    run.running.reads = []
  }
  run.records.push(made)
  if (run.track) run.serials.push(run.store.clock.serial)
}

/** An action that is refused without being read. */
function unread(given: GivenAction, rejection: Rejection): UnreadableAction {
  if (given !== null && typeof given === 'object') {
    if ('text' in given && typeof given.text === 'string') {
      return { action: '', args: {}, command: wellFormed(given.text.slice(0, 200)), rejection }
    }
    if ('action' in given && typeof given.action === 'string') {
      return {
        action: wellFormed(given.action.slice(0, limits.AGENT_NAME_CHARS_MAX)),
        args: {},
        rejection,
      }
    }
  }
  return { action: '', args: {}, rejection }
}

/** Notes in each record which entities its action wrote; diffs must not have been taken yet. */
export function noteWrites(run: Run): void {
  const { records, serials, store } = run
  if (records.length === 0) return
  const base = serials[0]!
  const found: (number[] | undefined)[] = []
  const add = (serial: number, entity: number): void => {
    const i = serial - base
    if (i < 0) return
    const list = found[i]
    if (list === undefined) found[i] = [entity]
    else if (list[list.length - 1] !== entity) list.push(entity)
  }
  const { dirty } = store.clock
  for (let c = 0; c < dirty.length; c++) {
    const { who, log, count } = dirty[c]!.writes
    for (let i = 0; i < count; i++) add(who[i]!, log[i]!)
  }
  for (let p = 0; p < store.pairs.length; p++) store.pairs[p]!.eachWrite(add)
  for (let i = 0; i < records.length; i++) {
    const list = found[serials[i]! - base]
    if (list === undefined) continue
    const record = records[i] as { writes?: readonly number[] }
    record.writes = list.length === 1 ? list : ascending(list)
  }
}

/** Sorts a list and drops what is in it twice. */
function ascending(list: number[]): number[] {
  if (list.length > 24) list.sort((a, b) => a - b)
  for (let i = 1; i < list.length; i++) {
    const entity = list[i]!
    let j = i - 1
    for (; j >= 0 && list[j]! > entity; j--) list[j + 1] = list[j]!
    list[j + 1] = entity
  }
  let n = 1
  for (let i = 1; i < list.length; i++) {
    if (list[i] !== list[n - 1]) list[n++] = list[i]!
  }
  list.length = n
  return list
}
