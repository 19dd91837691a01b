import { turnMessage } from '../../agents/index.js'
import {
  type Act,
  type ActionCall,
  CoactError,
  type Decision,
  type EndReason,
  type Frame,
  type Manual,
  nearest,
  type Policy,
  readDecision,
  type Say,
  type Turn,
} from '../../engine/index.js'
import type { SeatManual, SeatOutcome, SeatTold, SeatTurn } from '../../replays/index.node.js'
import { outerSeat } from '../serve/seat.js'

/** A seat in which a person plays, by whatever page has it; it knows nothing of pages. */
export interface WebSeat {
  readonly policy: Policy<'*'>
  readonly manual: SeatManual
  /** How it stands, but for who sits where. */
  now(): Omit<SeatTold, 'places' | 'onlookers' | 'open' | 'scene'>
  /** Whether its agent sees the whole state, so that a picture of it gives nothing away. */
  seesAll(): boolean
  /** Decides. @throws CoactError `seat/…` with what to mend; then nothing has happened */
  act(tick: number, acts: readonly Act[], say: readonly Say[]): void
  see(frame: Frame): void
  close(end: EndReason): void
}

/** What of legal actions a page is told. */
const LEGAL_MAX = 1000

/**
 * @param timeoutMs for one decision; 0: for ever
 * @param changed called whenever it stands otherwise
 * @param clock milliseconds, for what is left of a decision's time
 */
export function webSeat(
  manual: Manual,
  agent: string,
  timeoutMs: number,
  changed: () => void,
  clock: () => number,
): WebSeat {
  const outer = outerSeat(manual, agent, timeoutMs, 'web')
  let open: Turn | undefined
  let told: SeatTurn | undefined
  let isAll = false
  let came: SeatOutcome | undefined
  let asked = 0
  const policy: Policy<'*'> = {
    ...outer.policy,
    decide(turn) {
      const decision = outer.policy.decide(turn)
      open = turn
      // Made now, so that what the world throws ends the run as with every other policy.
      told = turnTold(turn)
      isAll = turn.simulation !== undefined
      asked = clock()
      const gone = (): void => {
        if (open === turn) open = undefined
        changed()
      }
      turn.signal.addEventListener('abort', gone, { once: true })
      changed()
      return decision
    },
  }
  return {
    policy,
    manual: manualTold(manual, agent),
    now() {
      const { status, tick, total, end, goals } = outer.view()
      const isOpen = open !== undefined && status === 'act'
      return {
        status: status === 'act' && !isOpen ? 'wait' : status,
        tick,
        total,
        ...(end === undefined ? {} : { end }),
        ...(goals === undefined ? {} : { goals }),
        ...(told === undefined ? {} : { turn: told }),
        ...(isOpen && timeoutMs > 0 ? { left: Math.max(0, asked + timeoutMs - clock()) } : {}),
        ...(came === undefined ? {} : { came }),
      }
    },
    seesAll: () => isAll,
    act(tick, acts, say) {
      const turn = open
      if (turn === undefined || turn.tick !== tick) throw notNow(tick, turn?.tick)
      const decision = checked(turn, acts, say)
      open = undefined
      outer.decide(decision).then(
        (outcome) => {
          came = outcome as unknown as SeatOutcome
          changed()
        },
        () => changed(),
      )
      changed()
    },
    see(frame) {
      outer.see(frame)
      changed()
    },
    close(end) {
      outer.close(end)
      changed()
    },
  }
}

type Whole = Extract<Decision, { readonly do?: unknown }>

/** A decision that can be made now. @throws CoactError `seat/too-many`, `seat/bad-decision`, `seat/refused` */
function checked(turn: Turn, acts: readonly Act[], say: readonly Say[]): Whole {
  const { actionsPerTick } = turn.manual
  if (acts.length > actionsPerTick)
    throw new CoactError('seat/too-many', 'There are too many actions for one tick', {
      expected: `at most ${actionsPerTick}`,
      got: String(acts.length),
    })
  const decision: Whole = { do: acts, ...(say.length === 0 ? {} : { say }) }
  const { failure } = readDecision(decision)
  if (failure !== undefined)
    throw new CoactError('seat/bad-decision', 'This cannot be read as a decision', {
      got: failure.message,
    })
  for (const [i, act] of acts.entries()) {
    const refusal = turn.refusal(act)
    // What is not legal now may be when what goes before it is done.
    if (refusal === undefined || (i > 0 && !NEVER.has(refusal.reject))) continue
    const near = nearestTo(turn, act)
    throw new CoactError('seat/refused', refusal.text ?? refusal.reject, {
      where: refusal.reject,
      ...(near === undefined ? {} : { nearest: near, next: `Did you mean ${near}?` }),
    })
  }
  return decision
}

/** What no state makes right. */
const NEVER: ReadonlySet<string> = new Set(['unknown-action', 'bad-arguments'])

/** The value that is legal and nearest to one that is not. */
function nearestTo(turn: Turn, act: Act): string | undefined {
  if (!('action' in act)) return nearestCommand(turn, act.text)
  const legal = turn.legal().filter((call) => call.action === act.action)
  for (const [name, value] of Object.entries(act.args)) {
    if (typeof value !== 'string') continue
    const known = [...new Set(legal.flatMap((call) => textOf(call, name)))]
    if (known.length === 0 || known.includes(value)) continue
    const near = nearest(value, known)
    if (near !== undefined) return near
  }
  return undefined
}

function nearestCommand({ manual, legal }: Turn, text: string): string | undefined {
  const commands = legal().flatMap((call) => manual.command(call) ?? [])
  return nearest(text, commands)
}

const textOf = ({ args }: ActionCall, name: string): readonly string[] => {
  const value = (args as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'string' ? [value] : []
}

const notNow = (tick: number, now: number | undefined): CoactError =>
  new CoactError('seat/not-asked', 'Nothing is to be decided here for that tick', {
    expected: now === undefined ? 'to wait: others decide' : `tick ${now}`,
    got: `tick ${tick}`,
  })

function turnTold(turn: Turn): SeatTurn {
  const { last, ...told } = turnMessage(turn, EVERYTHING) as SeatTurn
  const legal = turn.legal()
  return {
    ...told,
    last: last.slice(0, 16),
    legal: legal.slice(0, LEGAL_MAX).map((call) => ({ call, label: labelOf(turn, call) })),
    more: Math.max(0, legal.length - LEGAL_MAX),
  }
}

const EVERYTHING = new Set(['obs', 'text'] as const)

/** What a button says: the words that the observation has for the action, else the world's command, else its name. */
function labelOf({ obs, manual }: Turn, call: ActionCall): string {
  const listed = (obs as { readonly legal?: unknown } | null)?.legal
  const found: LegalWords | undefined = Array.isArray(listed)
    ? listed.find((item) => isFor(item, call))
    : undefined
  if (found !== undefined) return found.text
  const command = manual.command(call)
  if (command !== undefined && !/^\d+$/.test(command)) return command
  const values = Object.values(call.args).map((v) =>
    typeof v === 'string' ? v : JSON.stringify(v),
  )
  return [call.action, ...values].join(' ')
}

interface LegalWords {
  readonly text: string
}

const isFor = (item: unknown, { args }: ActionCall): item is LegalWords => {
  if (typeof item !== 'object' || item === null) return false
  const given = item as Readonly<Record<string, unknown>>
  const entries = Object.entries(args)
  return (
    typeof given['text'] === 'string' &&
    entries.length > 0 &&
    entries.every(([name, value]) => given[name] === value)
  )
}

function manualTold(manual: Manual, agent: string): SeatManual {
  const { world, title, rules, seats, horizon, actions, actionsPerTick, messages, protocols } =
    manual
  const { team, role } = seats.find((seat) => seat.name === agent)!
  return {
    world,
    title,
    ...(rules === undefined ? {} : { rules }),
    agent,
    team,
    role,
    seats,
    horizon,
    actions,
    actionsPerTick,
    messages,
    protocols,
    takesCommands: manual.takesCommands,
  }
}
