import type { ActionRecord, AgentInput, Frame } from '../../../engine/index.js'
import { failure, named } from '../failure.js'
import { poisoned } from '../poison.js'
import { type Game, isPromise, type PolicyTrial, startGame } from './policy-game.js'

export type { PolicyTrial } from './policy-game.js'

/** Verdicts on what was badly made, whatever the state. */
const UNFIT: ReadonlySet<string> = new Set([
  ...['bad-action', 'unknown-action', 'bad-arguments', 'no-text-commands', 'command-too-long'],
  ...['too-many-actions', 'over-budget', 'out-of-turn', 'unknown-recipient', 'unknown-message'],
  ...['bad-message', 'bad-body', 'message-too-long', 'too-many-messages'],
])

/** Every decision is one, every action and message fits its schema. */
export async function checkDecisions(trial: PolicyTrial): Promise<void> {
  const game = startGame(trial)
  while (!game.isOver) judge('decisions', game, game.step(await game.decide()), trial)
}

function judge(check: string, { episode, own }: Game, frame: Frame, trial: PolicyTrial): void {
  for (const agent of own) {
    const { name } = episode.seats[agent]!
    const where = `${trial.name}, tick ${frame.tick}, ${name}`
    const lost = frame.inputs[agent]?.failure
    if (lost !== undefined)
      throw failure(check, `The policy gave no decision: ${lost.type}`, {
        where,
        got: lost.message,
      })
    const actions = frame.actions.filter((a) => a.agent === agent && a.fallback !== true)
    const messages = frame.messages.filter((m) => m.from === name)
    const unfit = [...actions, ...messages].find(({ verdict }) => UNFIT.has(verdict))
    if (unfit !== undefined)
      throw failure(check, `The policy gave what has the verdict ${unfit.verdict}`, {
        where,
        got: JSON.stringify(unfit).slice(0, 500),
      })
  }
  const refused = frame.events.find((e) => e.type === 'memory-refused')
  if (refused !== undefined)
    throw failure(check, 'A memory was refused', { where: `${trial.name}, tick ${frame.tick}` })
}

/** Two runs side by side, in the same state, decide the same. */
export async function checkSameDecision(trial: PolicyTrial): Promise<void> {
  const [game, twin] = [startGame(trial), startGame(trial)]
  while (!game.isOver) {
    const inputs = await game.decide()
    const others = await twin.decide()
    compare('same-decision', trial, game, inputs, others)
    compareMemory('same-decision', trial, game.step(inputs), twin.step(others))
  }
}

/** What is decided after saving and loading is what would have been decided. */
export async function checkMemory(trial: PolicyTrial): Promise<void> {
  const game = startGame(trial)
  while (!game.isOver) {
    const inputs = await game.decide()
    const reborn = startGame(trial, game.episode.save())
    const others = await reborn.decide()
    compare('memory', trial, game, inputs, others)
    compareMemory('memory', trial, game.step(inputs), reborn.step(others))
  }
}

function compare(
  check: string,
  trial: PolicyTrial,
  { episode, own }: Game,
  a: readonly AgentInput[],
  b: readonly AgentInput[],
): void {
  for (const agent of own) {
    // Of the memory only what it comes to counts: there are many ways to patch it.
    const [expected, got] = [a, b].map((inputs) => {
      const { memory: _, ...told } = inputs[agent]!
      return JSON.stringify(told)
    })
    if (expected === got) continue
    throw failure(check, 'The same turn gave another decision', {
      where: `${trial.name}, tick ${episode.tick + 1}, ${episode.seats[agent]!.name}`,
      expected: expected!.slice(0, 500),
      got: got!.slice(0, 500),
      next: NEXT,
    })
  }
}

const NEXT = 'Keep everything that outlives a decision in turn.memory, and draw from turn.rng.'

function compareMemory(check: string, trial: PolicyTrial, a: Frame, b: Frame): void {
  if (a.state === b.state) return
  throw failure(check, 'The same turn left another memory', {
    where: `${trial.name}, tick ${a.tick}`,
    expected: `state ${a.state}`,
    got: `state ${b.state}`,
    next: NEXT,
  })
}

/** Deciding needs no clock, no chance but `turn.rng`, no inexact mathematics. A policy that waits is not looked at. */
export async function checkPoisonedPolicy(trial: PolicyTrial): Promise<void> {
  const game = startGame(trial)
  while (!game.isOver) {
    const inputs = await game.decide()
    for (const agent of game.own.filter((i) => game.episode.asked().includes(i))) {
      const twin = startGame(trial, game.episode.save())
      const { value, reached } = poisoned(() => twin.ask([agent]))
      if (isPromise(value)) {
        await value
        continue
      }
      if (reached.length === 0) continue
      throw failure('poisoned', `The policy uses ${[...new Set(reached)].join(', ')}`, {
        where: `${trial.name}, tick ${game.episode.tick + 1}, ${game.episode.seats[agent]!.name}`,
        expected: 'turn.rng for chance, turn.tick for time, functions of dmath for mathematics',
      })
    }
    game.step(inputs)
  }
}

/** Deciding leaves the state, and what everyone sees of it, as it is. */
export async function checkCalm(trial: PolicyTrial): Promise<void> {
  const game = startGame(trial)
  const { episode } = game
  const seen = () => JSON.stringify(episode.seats.map(({ index }) => episode.observe(index)))
  while (!game.isOver) {
    const before = [episode.hash(), seen()]
    let inputs: AgentInput[]
    try {
      inputs = await game.decide()
    } catch (e) {
      throw named('calm', trial.name, e)
    }
    if (episode.hash() !== before[0] || seen() !== before[1]) {
      throw failure('calm', 'Deciding has changed the world', {
        where: `${trial.name}, tick ${episode.tick + 1}`,
        next: 'Copy what you change of an observation.',
      })
    }
    game.step(inputs)
  }
}

/** With every third decision lost, every fourth refused, and no message getting through, it still gives decisions. */
export async function checkTrouble(trial: PolicyTrial): Promise<void> {
  const game = startGame(trial)
  while (!game.isOver) {
    const inputs = await game.decide()
    const tick = game.episode.tick + 1
    for (const agent of game.own) {
      const lost = inputs[agent]?.failure
      if (lost === undefined) continue
      throw failure('trouble', `The policy gave no decision: ${lost.type}`, {
        where: `${trial.name}, tick ${tick}, ${game.episode.seats[agent]!.name}`,
        got: lost.message,
      })
    }
    game.step(
      inputs.map(({ say: _, ...rest }, agent) => {
        if (!game.own.includes(agent)) return rest
        if (tick % 3 === 0) return null
        return tick % 4 === 0 ? { ...rest, do: [REFUSED] } : rest
      }),
    )
  }
}

const REFUSED: Pick<ActionRecord, 'action' | 'args'> = { action: 'no such action', args: {} }

/** Closing ends without an error. */
export async function checkClose(trial: PolicyTrial): Promise<void> {
  const game = startGame(trial)
  if (!game.isOver) game.step(await game.decide())
  try {
    await trial.policy.close?.()
  } catch (e) {
    throw named('close', trial.name, e)
  }
}
