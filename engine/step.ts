import { foldFrame } from './chain.js'
import { type Diff, discardDiff, stateHash, takeDiff } from './diff.js'
import type { DocPatch, Json } from './docs.js'
import { CoactError, errorText } from './errors.js'
import type { ActionRecord, Frame } from './frame.js'
import { hex } from './hash.js'
import type { Inputs } from './inputs.js'
import { limits } from './limits.js'
import { noteWrites, performAll } from './perform.js'
import { plainCopy } from './plain.js'
import type { Policy } from './policy.js'
import {
  beginCause,
  closeTick,
  guarded,
  halfDone,
  NOTHING,
  type Run,
  refreshIndex,
  worldThrew,
} from './run-state.js'
import { scenarioGoals } from './scenario.js'
import { expireTalks, openTalks, sweepTalks } from './talks.js'
import type { Goal, Seat } from './world.js'

const NO_DIFF: Diff = { columns: [], pairs: [], strings: [], stringsFrom: 0, docs: [] }

/** The document of an agent's memory. */
export const memoryDoc = (seat: Pick<Seat, 'name'>): string => `memory:${seat.name}`

/** Sets the world up: tick 0. */
export function setUp(run: Run): Frame {
  const { world, w, scenario } = run
  beginCause(run, 'setup', 'setup')
  run.running.first = run.store.clock.serial
  guarded(run, 'setup', () => world.setup(w, scenario.params as never))
  for (const seat of run.seats) {
    const { policy } = scenario.agents[seat.name]!
    const memory = policy?.memory === undefined ? undefined : memoryOf(policy, seat)
    if (memory !== undefined) run.docs.put(memoryDoc(seat), memory)
  }
  openTalks(run)
  refreshIndex(run)
  if (world.done !== undefined && guarded(run, 'done', () => world.done!(w))) run.end = 'done'
  return finishTick(run, NOTHING, NOTHING)
}

function memoryOf(policy: Policy, seat: Seat): Json | undefined {
  try {
    const memory = policy.memory?.()
    return memory === undefined
      ? undefined
      : plainCopy(memory, { chars: limits.MEMORY_JSON_CHARS_MAX, name: 'memory' })
  } catch (e) {
    throw new CoactError('policy/memory', `The policy ${policy.id} cannot begin its memory`, {
      where: seat.name,
      expected: 'plain JSON data',
      got: errorText(e),
    })
  }
}

/** Runs one tick: script, words, actions in order, systems, then what it all came to. */
export function step(run: Run, inputs: Inputs): Frame {
  if (run.end !== undefined) {
    throw new CoactError('episode/ended', 'The episode is over', {
      where: `tick ${run.tick}`,
      got: run.end,
      next: 'Make a new episode, or restore an earlier state.',
    })
  }
  if (run.store.clock.open) throw halfDone(run)
  const { asked } = run
  beginTick(run)
  try {
    if (run.scenario.script.length > 0) runScript(run)
    takeWords(run, inputs)
    runActions(run, inputs, asked)
    for (let i = 0; i < run.systems.length; i++) {
      const system = run.systems[i]!
      beginCause(run, system.label, system.stream)
      system.run(run.w)
    }
    settle(run)
  } catch (e) {
    throw worldThrew(run, e)
  }
  return finishTick(run, inputs, asked)
}

function beginTick(run: Run): void {
  const { running } = run
  run.tick += 1
  running.tick = run.tick
  running.first = run.store.clock.serial + 1
  run.store.clock.open = true
  if (run.track) {
    run.causes = []
    run.serials = []
  }
  run.records = []
  running.events = []
}

function runScript(run: Run): void {
  const { script } = run.scenario
  for (let i = 0; i < script.length; i++) {
    const entry = script[i]!
    run.where = `script:${i}`
    if (run.fired[i] === true && !(entry.when !== undefined && entry.every === true)) continue
    const due =
      entry.at !== undefined ? entry.at === run.tick : (entry.when?.(run.w as never) ?? false)
    if (!due) continue
    run.fired[i] = true
    beginCause(run, `script:${i}`, `script:${i}`)
    entry.run(run.w as never)
  }
}

/** Takes what agents said and remembered. */
function takeWords(run: Run, inputs: Inputs): void {
  const hasTalks = run.scenario.protocols.length > 0
  if (hasTalks) {
    sweepTalks(run)
    run.bus.hearLate(run.tick)
  }
  for (let i = 0; i < run.seats.length; i++) {
    const given = inputs[i]
    if (given === null || given === undefined) continue
    const seat = run.seats[i]!
    if (given.memory !== undefined && given.memory.length > 0) takeMemory(run, seat, given.memory)
    if (given.say === undefined) continue
    for (let k = 0; k < given.say.length; k++) run.bus.send(seat, given.say[k]!, run.tick)
  }
  if (hasTalks) expireTalks(run)
}

/** A memory that its patches do not fit, or would make too large, stays as it was. */
function takeMemory(run: Run, seat: Seat, patches: readonly DocPatch[]): void {
  beginCause(run, `memory:${seat.name}`, 'memory')
  try {
    run.docs.patch(memoryDoc(seat), patches)
  } catch {
    run.w.emit('memory-refused', { agent: seat.name })
  }
}

function runActions(run: Run, inputs: Inputs, asked: readonly number[]): void {
  let order = run.everyone
  if (run.scenario.order === 'initiative' && order.length > 1) {
    beginCause(run, 'initiative', 'initiative')
    order = run.w.rng.shuffle(order)
  }
  performAll(run, inputs, asked, order)
}

/** Works out rewards and whether it is over. */
function settle(run: Run): void {
  const { world, w, seats } = run
  beginCause(run, 'end', 'end')
  if (world.reward !== undefined) {
    const rewards = new Array<number>(seats.length)
    for (let i = 0; i < seats.length; i++) rewards[i] = world.reward(w, seats[i]!.entity, seats[i]!)
    run.rewards = rewards
  }
  chargeWords(run)
  if (world.done?.(w) === true) run.end = 'done'
  else if (run.tick >= run.scenario.horizon) run.end = 'horizon'
}

/** Takes what words cost out of rewards. */
function chargeWords(run: Run): void {
  const { cost } = run.scenario.bus
  if (cost?.message === undefined && cost?.token === undefined) return
  const before = run.world.reward === undefined ? undefined : run.rewards
  run.rewards = run.seats.map(({ index }) => (before?.[index] ?? 0) - run.bus.cost(index))
}

export const goalsOf = (run: Run): Goal[] =>
  guarded(run, 'goals', () => [
    ...(run.world.goals?.(run.w) ?? []),
    ...(run.scenario.goals.length === 0 ? [] : scenarioGoals(run.scenario.goals, run.w)),
  ])

/** Makes an event of each goal whose progress changed. */
function emitProgress(run: Run, goals: readonly Goal[]): void {
  for (let i = 0; i < goals.length; i++) {
    const g = goals[i]!
    const before = run.progress[i]
    if (before === g.progress) continue
    run.progress[i] = g.progress
    if (run.tick === 0 && g.progress === 0) continue
    run.w.emit('goal', { id: g.id, progress: g.progress, done: g.done, before: before ?? 0 })
  }
}

function finishTick(run: Run, inputs: Inputs, asked: readonly number[]): Frame {
  const goals = run.track ? goalsOf(run) : NOTHING
  if (run.track) {
    emitProgress(run, goals)
    noteWrites(run)
  }
  const messages = run.bus.takeSent()
  run.bus.deliver(run.tick)
  const { records } = run
  shareRecords(run.last, records)
  const frame: OpenFrame = {
    tick: run.tick,
    asked,
    inputs: NOTHING,
    causes: run.causes,
    actions: records,
    messages,
    events: run.running.events,
    draws: NOTHING,
    rewards: run.rewards,
    goals,
    diff: NO_DIFF,
    state: '',
    chain: '',
  }
  if (run.track) completeFrame(run, inputs, frame)
  else discardDiff(run.store, run.docs)
  run.stringsSeen = run.store.strings.size()
  closeTick(run)
  if (run.end !== undefined) frame.end = run.end
  return frame
}

/** Gives each agent the records of its own actions. */
function shareRecords(last: (readonly ActionRecord[])[], records: readonly ActionRecord[]): void {
  for (let i = 0; i < last.length; i++) last[i] = NOTHING
  for (let i = 0; i < records.length; i++) {
    const r = records[i]!
    const mine = last[r.agent]!
    last[r.agent] = records.length === 1 ? records : mine.length === 0 ? [r] : [...mine, r]
  }
}

type OpenFrame = { -readonly [K in keyof Frame]: Frame[K] }

/** Adds what only a tracked episode has: inputs, draws, diff and hashes. */
function completeFrame(run: Run, inputs: Inputs, frame: OpenFrame): void {
  const { store, docs, streams } = run
  frame.inputs = run.seats.map((s) => inputs[s.index] ?? null)
  frame.draws = streams.takeDraws()
  frame.diff = takeDiff(store, docs, run.stringsSeen, run.running.first)
  const state = stateHash(store, docs, streams)
  frame.state = hex(state)
  foldFrame(run.chain, state, frame)
  frame.chain = hex(run.chain)
}
