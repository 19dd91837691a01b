import { actionCatalog, legalActions, type ReadyAction, type UnreadableAction } from './actions.js'
import { type Bus, type BusState, createBus } from './bus.js'
import type { Tracked } from './column.js'
import { catchUp, type Diff, discardDiff, stateHash, takeDiff } from './diff.js'
import type { Json } from './docs.js'
import { CoactError, errorText, isCoactError } from './errors.js'
import type {
  ActionRecord,
  AgentInput,
  EndReason,
  Envelope,
  Frame,
  GivenAction,
} from './frame.js'
import { addFloat, fold, foldText, type Hash64, hash64, hex } from './hash.js'
import { createInstance } from './instance.js'
import { limits } from './limits.js'
import type { StreamState, Tapes } from './rng.js'
import { type Scenario, scenarioGoals } from './scenario.js'
import type { StoreState } from './store.js'
import type { ActionCall, Applied, Goal, Rejection, Seat, World } from './world.js'

/** How to run a scenario once. */
export interface EpisodeOptions {
  /** A number or a non-empty text; 7 and '7' are the same seed. */
  readonly seed: number | string
  /** Recorded outcomes by stream label; such a stream draws nothing of its own. */
  readonly tapes?: Tapes
  /** False: no diffs, hashes or events are made, for those who only want results (default true). */
  readonly track?: boolean
}

/** Everything needed to go on from a tick exactly; plain data and typed arrays. */
export interface EpisodeState {
  readonly tick: number
  readonly store: StoreState
  readonly docs: readonly (readonly [string, Json])[]
  readonly streams: readonly StreamState[]
  readonly bus: BusState
  readonly chain: Readonly<Hash64>
  /** Script entries that happened already. */
  readonly fired: readonly boolean[]
  readonly rewards: readonly number[]
  readonly progress: readonly number[]
  readonly last: readonly (readonly ActionRecord[])[]
  readonly end: EndReason | null
}

/**
 * One seeded run of a scenario, as a synchronous stepper: it says who is asked, takes what they decided, and gives the
 * frame. It never waits, draws from nothing but its seed, and touches nothing outside.
 *
 * @example
 * const episode = createEpisode(scenario, { seed: 7 })
 * while (episode.end === undefined) {
 *   const inputs = episode.asked().map(() => ({ do: [{ action: 'eat', args: {} }] }))
 *   const frame = episode.step(inputs)
 * }
 */
export interface Episode {
  readonly scenario: Scenario
  readonly seed: string
  readonly w: World
  readonly seats: readonly Seat[]
  readonly tick: number
  readonly end: EndReason | undefined
  /** The setup's frame, tick 0; undefined when untracked. */
  readonly first: Frame | undefined
  /** Names of the columns in diffs, by position. */
  readonly columns: readonly Tracked[]
  /** Indices of the agents who are asked for the next tick. */
  asked(): readonly number[]
  inbox(agent: number): readonly Envelope[]
  last(agent: number): readonly ActionRecord[]
  reward(agent: number): number
  memory(agent: number): Json | undefined
  observe(agent: number): unknown
  describe(agent: number): string
  legal(agent: number): ActionCall[]
  goals(): Goal[]
  /**
   * Runs one tick.
   * @param inputs by agent index; missing or undefined entries mean that nothing came in
   * @throws CoactError `episode/ended`; `world/threw` when the world's own code failed
   */
  step(inputs: readonly (AgentInput | null | undefined)[]): Frame
  /** Runs one tick by action ids (-1: none), without validating schemas; the id's action is still checked for legality. */
  stepIds(ids: ArrayLike<number>): Frame
  /** Ends the episode before its time, keeping what happened. */
  abort(): void
  /** Hash of the state as it stands. */
  hash(): string
  save(): EpisodeState
  restore(state: EpisodeState): void
}

const NO_DIFF: Diff = { columns: [], pairs: [], strings: [], stringsFrom: 0, docs: [] }
const NOTHING: readonly never[] = []
const PASS: AgentInput = {}

export function createEpisode(scenario: Scenario, options: EpisodeOptions): Episode {
  const { world } = scenario
  const track = options.track ?? true
  const seed = String(options.seed)
  const agents = Object.entries(scenario.agents).map(([name, a]) => ({ name, team: a.team, role: a.role }))
  const instance = createInstance(world, {
    params: scenario.params,
    profile: scenario.profile,
    agents,
    seed,
    tapes: options.tapes ?? {},
    keepDraws: track,
  })
  const { w, store, docs, streams, running, seats } = instance
  const { clock } = store
  const bus: Bus = createBus(world, seats)
  const catalog = actionCatalog(world)
  const systems = (world.systems ?? []).map((s, i) =>
    typeof s === 'function' ? { label: `system:${s.name || i}`, stream: `system:${i}`, run: s } : { label: `system:${s.id}`, stream: `system:${s.id}`, run: s.run },
  )
  const actionStreams = new Map(catalog.names.map((n) => [n, `action:${n}`]))
  const perTick = Math.min(world.actionsPerTick ?? 1, limits.ACTIONS_PER_AGENT_PER_TICK_MAX)
  const agentOrder = seats.map((s) => s.index)
  const inputsById: AgentInput[] = catalog.ids.map((_, id) => ({ do: [{ id }] }))

  let tick = 0
  let end: EndReason | undefined
  let chain = hash64()
  let fired = scenario.script.map(() => false)
  let rewards: number[] = seats.map(() => 0)
  let progress: number[] = []
  let last: (readonly ActionRecord[])[] = seats.map(() => NOTHING)
  let askedNext: readonly number[] = NOTHING
  let causes: string[] = []
  let records: ActionRecord[] = []
  let serials: number[] = []
  let stringsSeen = 1

  const cause = (label: string, stream: string): void => {
    clock.serial += 1
    running.stream = stream
    if (track) causes.push(label)
  }
  const begin = (): void => {
    running.first = clock.serial + 1
    causes = []
    records = []
    serials = []
    if (running.taken.size > 0) running.taken.clear()
    if (running.events.length > 0) running.events = []
  }
  const guard = <T>(what: string, run: () => T): T => {
    try {
      return run()
    } catch (e) {
      if (isCoactError(e) && e.code.startsWith('world/')) throw e
      throw new CoactError('world/threw', `The world ${world.id} failed`, {
        where: `tick ${tick}, ${what}`,
        got: errorText(e),
        next: `Reproduce it with seed ${seed}; this is a defect of the world's code.`,
        data: e,
      })
    }
  }
  const whoIsAsked = (): readonly number[] => {
    if (end !== undefined) return NOTHING
    const turns = world.turns ?? 'simultaneous'
    if (turns === 'simultaneous') return agentOrder
    if (turns === 'sequential') return seats.length === 0 ? NOTHING : [tick % seats.length]
    return guard('turns', () => turns(w))
  }
  const wrote = (serial: number): boolean => {
    for (const c of clock.dirty) {
      const log = c.writes
      if (log.bulkSerial === serial || (log.count > 0 && log.who[log.count - 1] === serial)) return true
    }
    return false
  }
  const record = (seat: Seat, ready: ReadyAction, out: Rejection | Applied | undefined, extra: ActionExtra): void => {
    records.push(actionRecord(seat, ready, out, running.reads, extra))
    serials.push(clock.serial)
    if (running.reads.length > 0) running.reads = []
    if (out !== undefined && 'took' in out && out.took !== undefined) running.taken.set(out.took, seat)
  }
  const applyOne = (seat: Seat, ready: ReadyAction | UnreadableAction, extra: ActionExtra): boolean => {
    cause(track ? `action:${seat.name}:${ready.action}` : '', actionStreams.get(ready.action) ?? 'action')
    if ('rejection' in ready) {
      record(seat, ready, ready.rejection, extra)
      return false
    }
    const d = catalog.definition(ready.action)!
    const me = seat.entity
    let out: Rejection | Applied | undefined
    try {
      out = (d.check?.(w as never, me, ready.args as never, seat) ?? undefined) as Rejection | undefined
      out ??= (d.apply(w as never, me, ready.args as never, seat) ?? undefined) as Applied | undefined
    } catch (e) {
      throw worldThrew(e, seat, ready)
    }
    const rejected = out !== undefined && 'reject' in out
    if (rejected && wrote(clock.serial)) {
      throw new CoactError('world/rejected-after-write', 'An action changed the state and was then rejected', {
        where: `${world.id}.actions.${ready.action}`,
        got: (out as Rejection).reject,
        next: 'Check everything before the first change.',
      })
    }
    record(seat, ready, out, extra)
    return !rejected
  }
  const worldThrew = (e: unknown, seat: Seat, ready: ReadyAction): CoactError =>
    new CoactError('world/threw', `The world ${world.id} failed in an action`, {
      where: `tick ${tick}, ${seat.name}, ${ready.command ?? ready.action}`,
      got: errorText(e),
      next: `Reproduce it with seed ${seed}; this is a defect of the world's code.`,
      data: e,
    })

  const runScript = (): void => {
    for (let i = 0; i < scenario.script.length; i++) {
      const entry = scenario.script[i]!
      if (fired[i] && !(entry.when !== undefined && entry.every === true)) continue
      if (entry.at !== undefined ? entry.at !== tick : !guard(`script ${i}`, () => entry.when?.(w as never) ?? false)) continue
      fired[i] = true
      cause(`script:${i}`, `script:${i}`)
      guard(`script ${i}`, () => entry.run(w as never))
    }
  }
  const runInput = (index: number, given: AgentInput, asked: boolean): void => {
    const seat = seats[index]!
    const actions = given.do ?? NOTHING
    let usable = 0
    for (let i = 0; i < actions.length && i < limits.ACTIONS_PER_AGENT_PER_TICK_MAX; i++) {
      const refused = !asked ? OUT_OF_TURN : i >= perTick ? OVER_BUDGET : undefined
      const ready = refused === undefined ? catalog.read(actions[i] as GivenAction, w, seat) : unread(actions[i]!, refused)
      if (applyOne(seat, ready, given.why === undefined ? NO_EXTRA : { why: given.why })) usable += 1
    }
    if (asked && usable === 0 && world.fallback !== undefined) {
      const call = world.fallback(w, seat.entity, seat)
      if (call !== undefined) applyOne(seat, call, { fallback: true })
    }
  }
  const takeWords = (inputs: readonly (AgentInput | null | undefined)[]): void => {
    for (let i = 0; i < seats.length; i++) {
      const given = inputs[i]
      if (given === null || given === undefined) continue
      if (given.memory !== undefined && given.memory.length > 0) {
        cause(`memory:${seats[i]!.name}`, 'memory')
        docs.patch(memoryDoc(seats[i]!), given.memory)
      }
      if (given.say === undefined) continue
      for (const message of given.say) bus.send(seats[i]!, message, tick)
    }
  }
  const shuffled = (): readonly number[] => {
    cause('initiative', 'initiative')
    return w.rng.shuffle(agentOrder)
  }
  const noteWrites = (): void => {
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
    for (const c of clock.dirty) {
      for (let i = 0; i < c.writes.count; i++) add(c.writes.who[i]!, c.writes.log[i]!)
    }
    for (const p of store.pairs) p.eachWrite(add)
    for (let i = 0; i < records.length; i++) {
      const set = found[serials[i]! - base]
      if (set !== undefined) records[i] = { ...records[i]!, writes: [...set].sort((a, b) => a - b) }
    }
  }
  const allGoals = (): Goal[] => [
    ...(world.goals === undefined ? [] : guard('goals', () => world.goals!(w))),
    ...(scenario.goals.length === 0 ? [] : guard('goals', () => scenarioGoals(scenario.goals, w))),
  ]
  const emitProgress = (goals: readonly Goal[]): void => {
    for (let i = 0; i < goals.length; i++) {
      const g = goals[i]!
      if (progress[i] === g.progress) continue
      if (tick > 0 || g.progress > 0) {
        w.emit('goal', { id: g.id, progress: g.progress, done: g.done, before: progress[i] ?? 0 })
      }
      progress[i] = g.progress
    }
  }
  const finish = (inputs: readonly (AgentInput | null | undefined)[], asked: readonly number[]): Frame => {
    const goals = track ? allGoals() : NOTHING
    if (track) {
      emitProgress(goals)
      noteWrites()
    }
    const messages = bus.takeSent()
    bus.deliver()
    for (let i = 0; i < last.length; i++) last[i] = NOTHING
    for (const r of records) {
      const mine = last[r.agent]!
      last[r.agent] = mine.length === 0 ? [r] : [...mine, r]
    }
    if (!track) {
      discardDiff(store, docs)
      stringsSeen = store.strings.size
      askedNext = whoIsAsked()
      const bare = { tick, asked, inputs: NOTHING, causes, actions: records, messages, events: running.events, draws: NOTHING, rewards, goals, diff: NO_DIFF, state: '', chain: '' }
      return end === undefined ? bare : { ...bare, end }
    }
    const diff = takeDiff(store, docs, stringsSeen, running.first)
    stringsSeen = store.strings.size
    const state = stateHash(store, docs, streams)
    const frame = {
      tick,
      asked,
      inputs: seats.map((s) => inputs[s.index] ?? null),
      causes,
      actions: records,
      messages,
      events: running.events,
      draws: streams.takeDraws(),
      rewards: rewards.slice(),
      goals,
      diff,
      state: hex(state),
      chain: '',
    }
    foldFrame(chain, state, frame)
    askedNext = whoIsAsked()
    const complete: Frame = { ...frame, chain: hex(chain) }
    return end === undefined ? complete : { ...complete, end }
  }
  const step = (inputs: readonly (AgentInput | null | undefined)[]): Frame => {
    if (end !== undefined) {
      throw new CoactError('episode/ended', 'The episode is over', {
        where: `tick ${tick}`,
        got: end,
        next: 'Make a new episode, or restore an earlier state.',
      })
    }
    const asked = askedNext
    tick += 1
    running.tick = tick
    begin()
    if (scenario.script.length > 0) runScript()
    takeWords(inputs)
    const order = scenario.order === 'initiative' && seats.length > 1 ? shuffled() : agentOrder
    for (let i = 0; i < order.length; i++) {
      const index = order[i]!
      const isAsked = asked === agentOrder || asked.includes(index)
      const given = inputs[index] ?? undefined
      if (given === undefined && !(isAsked && world.fallback !== undefined)) continue
      runInput(index, given ?? PASS, isAsked)
    }
    for (let i = 0; i < systems.length; i++) {
      const s = systems[i]!
      cause(s.label, s.stream)
      guard(s.label, () => s.run(w))
    }
    cause('end', 'end')
    if (world.reward !== undefined) {
      rewards = guard('reward', () => seats.map((s) => world.reward!(w, s.entity, s)))
    }
    if (world.done !== undefined && guard('done', () => world.done!(w))) end = 'done'
    else if (tick >= scenario.horizon) end = 'horizon'
    return finish(inputs, asked)
  }

  cause('setup', 'setup')
  running.first = clock.serial
  guard('setup', () => world.setup(w, scenario.params as never))
  for (const seat of seats) {
    const memory = scenario.agents[seat.name]!.policy?.memory?.()
    if (memory !== undefined) docs.put(memoryDoc(seat), memory as Json)
  }
  running.index = world.index === undefined ? undefined : guard('index', () => world.index!(w))
  if (world.done !== undefined && guard('done', () => world.done!(w))) end = 'done'
  const setupFrame = finish(NOTHING, NOTHING)
  const ids: AgentInput[] = []

  return {
    scenario,
    seed,
    w,
    seats,
    columns: store.columns,
    first: track ? setupFrame : undefined,
    get tick() {
      return tick
    },
    get end() {
      return end
    },
    asked: () => askedNext,
    inbox: bus.inbox,
    last: (agent) => last[agent] ?? NOTHING,
    reward: (agent) => rewards[agent] ?? 0,
    memory: (agent) => docs.get(memoryDoc(seats[agent]!)),
    observe: (agent) => guard('observe', () => world.observe(w, seats[agent]!.entity, seats[agent]!)),
    describe(agent) {
      const seat = seats[agent]!
      if (world.describe === undefined) {
        throw new CoactError('world/no-description', `The world ${world.id} has no description in words`, {
          next: 'Use the structured observation.',
        })
      }
      return guard('describe', () => world.describe!(w, seat.entity, seat))
    },
    legal: (agent) => guard('legal', () => legalActions(world, w, seats[agent]!)),
    goals: allGoals,
    step,
    stepIds(given) {
      for (let i = 0; i < seats.length; i++) ids[i] = inputsById[given[i] ?? -1] ?? PASS
      return step(ids)
    },
    abort() {
      end ??= 'aborted'
      askedNext = NOTHING
    },
    hash() {
      catchUp(store, docs, clock.serial)
      return hex(stateHash(store, docs, streams))
    },
    save() {
      if (!track) catchUp(store, docs, clock.serial)
      return {
        tick,
        store: store.save(),
        docs: docs.save(),
        streams: streams.save(),
        bus: bus.save(),
        chain: { ...chain },
        fired: fired.slice(),
        rewards: rewards.slice(),
        progress: progress.slice(),
        last: last.slice(),
        end: end ?? null,
      }
    },
    restore(state) {
      tick = state.tick
      running.tick = tick
      store.restore(state.store)
      docs.restore(state.docs)
      streams.restore(state.streams)
      bus.restore(state.bus)
      chain = { ...state.chain }
      fired = state.fired.slice()
      rewards = state.rewards.slice()
      progress = state.progress.slice()
      last = state.last.slice()
      end = state.end ?? undefined
      running.members += 1
      stringsSeen = store.strings.size
      begin()
      running.index = world.index === undefined ? undefined : world.index(w)
      askedNext = whoIsAsked()
    },
  }
}

/** The document of an agent's memory. */
export const memoryDoc = (seat: Pick<Seat, 'name'>): string => `memory:${seat.name}`

interface ActionExtra {
  readonly why?: string
  readonly fallback?: true
}
const NO_EXTRA: ActionExtra = {}
const OUT_OF_TURN: Rejection = { reject: 'out-of-turn', text: 'It was not your turn' }
const OVER_BUDGET: Rejection = { reject: 'over-budget', text: 'Too many actions in one tick' }

function unread(given: GivenAction, rejection: Rejection): UnreadableAction {
  if (given !== null && typeof given === 'object') {
    if ('text' in given && typeof given.text === 'string') {
      return { action: '', args: {}, command: given.text.slice(0, 200), rejection }
    }
    if ('action' in given && typeof given.action === 'string') {
      return { action: given.action.slice(0, limits.AGENT_NAME_CHARS_MAX), args: {}, rejection }
    }
  }
  return { action: '', args: {}, rejection }
}

function actionRecord(
  seat: Seat,
  ready: ReadyAction,
  out: Rejection | Applied | undefined,
  reads: readonly number[],
  extra: ActionExtra,
): ActionRecord {
  const rejected = out !== undefined && 'reject' in out
  return {
    agent: seat.index,
    action: ready.action,
    args: ready.args,
    verdict: rejected ? out.reject : 'ok',
    ...(ready.command === undefined ? undefined : { command: ready.command }),
    ...(rejected ? { stage: out.stage ?? 'check' } : undefined),
    ...(out === undefined ? undefined : outcomeParts(out)),
    ...(reads.length === 0 ? undefined : { reads: [...reads] }),
    ...extra,
  }
}

function outcomeParts(out: Rejection | Applied): Partial<ActionRecord> {
  const parts: { -readonly [K in keyof ActionRecord]?: ActionRecord[K] } = {}
  if ('note' in out && out.note !== undefined) parts.note = out.note
  if (out.text !== undefined) parts.text = out.text
  if (out.data !== undefined) parts.data = out.data
  if ('took' in out && out.took !== undefined) parts.took = out.took
  return parts
}

/** Chains a frame onto the run so far: its state, then everything that happened in it. */
function foldFrame(chain: Hash64, state: Hash64, frame: Omit<Frame, 'chain'>): void {
  fold(chain, frame.tick, frame.asked.length)
  fold(chain, state.lo, state.hi)
  for (const a of frame.actions) {
    fold(chain, a.agent, a.fallback === true ? 1 : 0)
    foldText(chain, a.action)
    foldText(chain, a.verdict)
  }
  for (const m of frame.messages) {
    foldText(chain, `${m.id} ${m.to} ${m.type} ${m.verdict}`)
    foldText(chain, JSON.stringify(m.body) ?? 'null')
  }
  for (const e of frame.events) {
    foldText(chain, e.type)
    foldText(chain, JSON.stringify(e.data) ?? 'null')
  }
  const rewards = hash64()
  for (let i = 0; i < frame.rewards.length; i++) addFloat(rewards, 1, i, frame.rewards[i]!, 1)
  fold(chain, rewards.lo, rewards.hi)
}
