import type { ReadyAction, UnreadableAction } from './actions.js'
import { CoactError } from './errors.js'
import type { ActionRecord, AgentInput, GivenAction } from './frame.js'
import { limits } from './limits.js'
import { wellFormed } from './plain.js'
import { beginCause, NOTHING, type Run } from './run-state.js'
import type { Applied, Rejection, Seat } from './world.js'

const OUT_OF_TURN: Rejection = { reject: 'out-of-turn', text: 'It was not your turn' }
/** One record stands for all that come after the limit. */
const TOO_MANY: Rejection = {
  reject: 'too-many-actions',
  text: 'This action and those after it were not looked at',
}
const OVER_BUDGET: Rejection = { reject: 'over-budget', text: 'Too many actions in one tick' }

/** Applies what one agent decided. An agent that was asked and did nothing usable gets the world's fallback, if there is one. */
export function perform(run: Run, index: number, given: AgentInput, asked: boolean): void {
  const seat = run.seats[index]!
  const actions: readonly GivenAction[] = Array.isArray(given.do) ? given.do : NOTHING
  let usable = false
  for (let i = 0; i < actions.length && i < limits.ACTIONS_PER_AGENT_PER_TICK_MAX; i++) {
    const action = actions[i]!
    run.where = seat.name
    const ready = !asked
      ? unread(action, OUT_OF_TURN)
      : i >= run.actionsPerTick
        ? unread(action, OVER_BUDGET)
        : run.catalog.read(action, run.w, seat)
    if (apply(run, seat, ready, given.why, false)) usable = true
  }
  if (actions.length > limits.ACTIONS_PER_AGENT_PER_TICK_MAX) {
    apply(
      run,
      seat,
      unread(actions[limits.ACTIONS_PER_AGENT_PER_TICK_MAX]!, TOO_MANY),
      given.why,
      false,
    )
  }
  if (asked && !usable && run.world.fallback !== undefined) {
    beginCause(run, run.track ? `fallback:${seat.name}` : 'fallback', 'fallback')
    const call = run.world.fallback(run.w, seat.entity, seat)
    if (call !== undefined) apply(run, seat, call, undefined, true)
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
    run.track ? `action:${seat.name}:${action}` : action,
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
  const found: (Set<number> | undefined)[] = []
  const add = (serial: number, entity: number): void => {
    const i = serial - base
    if (i < 0) return
    const set = found[i]
    if (set === undefined) found[i] = new Set([entity])
    else set.add(entity)
  }
  for (const { writes } of store.clock.dirty) {
    for (let i = 0; i < writes.count; i++) add(writes.who[i]!, writes.log[i]!)
  }
  for (const p of store.pairs) p.eachWrite(add)
  for (let i = 0; i < records.length; i++) {
    const set = found[serials[i]! - base]
    if (set !== undefined) {
      const record = records[i] as { writes?: readonly number[] }
      record.writes = [...set].sort((a, b) => a - b)
    }
  }
}
