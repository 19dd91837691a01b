import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import {
  type ActionCall,
  createEpisode,
  defineScenario,
  type Frame,
  type GivenMessage,
} from '../../engine/index.js'
import { actsOf, auction, negotiate, vote } from '../../protocols/index.js'
import { depot } from './index.js'
import type { Observation } from './observe.js'

const NAMES = ['ada', 'bob', 'cid'] as const
const call = (action: string, args: object = {}): ActionCall => ({ action, args: { ...args } })
const right = call('walk', { by: 'right' })
const left = call('walk', { by: 'left' })

/** An episode of three, in which each tick is what each does. */
function start(params: z.input<typeof depot.params>, seed = 5) {
  const agents = Object.fromEntries(params.workers.map((_, i) => [NAMES[i]!, {}]))
  const protocols = [auction, negotiate, vote]
  const scenario = defineScenario(depot, { params, agents, protocols, horizon: 90 })
  const episode = createEpisode(scenario, { seed })
  const names = Object.keys(agents)
  return {
    see: (seat: number) => episode.observe(seat) as Observation,
    step: (...deeds: readonly (ActionCall | undefined)[]): Frame =>
      episode.step(names.map((_, i) => (deeds[i] === undefined ? {} : { do: [deeds[i]] }))),
    say: (...words: readonly (GivenMessage | undefined)[]): Frame =>
      episode.step(names.map((_, i) => (words[i] === undefined ? {} : { say: [words[i]] }))),
    talk: (seat: number) => episode.talks(seat)[0]?.id ?? '',
    earned: () => names.map((_, i) => episode.reward(i)),
  }
}

const verdicts = ({ actions }: Frame): string[] => actions.map((a) => a.verdict)
const types = ({ events }: Frame): string[] => events.map((e) => e.type)

/** One crate, and the worker's way to it. */
function crateFor(params: Partial<z.input<typeof depot.params>['crates'] & object>, workers = 1) {
  const game = start({
    length: 5,
    dock: 2,
    workers: Array.from({ length: workers }, () => ({ at: 2, sight: 5 })),
    crates: { start: 1, kinds: ['oak'], ...params },
  })
  const [crate] = game.see(0).crates
  const way = crate!.place < 2 ? left : right
  const back = way === left ? right : left
  const steps = Math.abs(crate!.place - 2)
  const walk = (by: ActionCall): void => {
    for (let i = 0; i < steps; i++) game.step(...Array.from({ length: workers }, () => by))
  }
  return { ...game, crate: crate!.id, there: () => walk(way), home: () => walk(back) }
}

describe('crates', () => {
  it('earn 1 for everyone when they are dropped at the dock', () => {
    const { step, there, home, crate, earned, see } = crateFor({}, 2)
    expect(verdicts(step(call('take', { crate })))).toEqual(['not-here'])
    there()
    expect(verdicts(step(call('take', { crate }), call('take', { crate })))).toEqual([
      'ok',
      'conflict',
    ])
    expect(see(0).carries).toEqual([{ id: crate, kind: 'oak' }])
    home()
    step(call('drop'))
    expect(earned()).toEqual([1, 1])
    expect(see(1)).toMatchObject({ delivered: 1, crates: [] })
  })

  it('open by their code alone, and a wrong one costs the tick', () => {
    const { step, there, crate, see } = crateFor({ codes: 3 })
    there()
    expect(verdicts(step(call('take', { crate })))).toEqual(['locked'])
    const tried = [1, 2, 3].map((code) => verdicts(step(call('unlock', { crate, code })))[0])
    expect(tried.slice(tried.indexOf('ok'))).toEqual([
      'ok',
      ...tried.slice(tried.indexOf('ok') + 1).map(() => 'not-locked'),
    ])
    expect(tried.slice(0, tried.indexOf('ok')).every((v) => v === 'wrong-code')).toBe(true)
    expect(see(0).crates[0]!.locked).toBe(false)
  })

  it('that are heavy are loaded by two in one tick', () => {
    const { step, there, crate, earned } = crateFor({ heavy: true }, 2)
    there()
    const lift = call('lift', { crate })
    expect(verdicts(step(call('take', { crate })))).toEqual(['too-heavy'])
    step(lift)
    step(undefined, lift)
    expect(earned()).toEqual([0, 0])
    expect(types(step(lift, lift))).toContain('lifted')
    expect(earned()).toEqual([1, 1])
  })

  it('are gone after their time', () => {
    const { step, see } = crateFor({ lasts: 3 })
    step()
    step()
    expect(see(0).crates).toHaveLength(1)
    expect(types(step())).toEqual(['cleared'])
    expect(see(0).crates).toEqual([])
  })

  it('have numbers that are never given twice', () => {
    const { step, see } = crateFor({ every: 1, lasts: 2 })
    const seen: number[] = []
    for (let i = 0; i < 20; i++) {
      step()
      for (const { id } of see(0).crates) if (!seen.includes(id)) seen.push(id)
    }
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.length).toBeGreaterThan(15)
  })
})

describe('gates', () => {
  const yard = { workers: [{}, {}, {}], gates: { count: 3, every: 10, trust: 1 } }
  const push = (gate: number) => call('push', { gate })
  it('open to more than half, once a round', () => {
    const { step, see, earned } = start(yard)
    const gate = see(0).gates!.hint
    expect(types(step(push(gate)))).toEqual([])
    expect(types(step(push(gate), push(gate)))).toEqual(['gate'])
    expect(earned()).toEqual([1, 1, 1])
    expect(verdicts(step(push(gate)))).toEqual(['gate-open'])
    expect(verdicts(step(push(9)))).toEqual(['no-such-gate'])
    for (let i = 0; i < 8; i++) step()
    expect(see(0).gates!.open).toBe(false)
  })

  it('open by a vote', () => {
    const { say, see, talk, earned } = start(yard)
    const { call: open, ballot } = actsOf(vote)
    say(open({ question: 'Which?', options: ['gate 1', 'gate 2', 'gate 3'] }))
    const choice = ballot({ for: [`gate ${see(0).gates!.hint}`] }, { in: talk(0) })
    say(choice, choice, choice)
    expect(earned()).toEqual([1, 1, 1])
    expect(see(2).gates!.open).toBe(true)
  })
})

describe('lots', () => {
  const shed = { workers: [{}, {}, {}], lots: { every: 20, count: 2 } }
  it('go to who grabs one, and break when two do', () => {
    const { step, see, earned } = start(shed)
    const [first, second] = see(0).lots
    const grab = (lot: number) => call('grab', { lot })
    const frame = step(grab(first!.id), grab(second!.id), grab(second!.id))
    expect(types(frame).sort()).toEqual(['broken', 'lot'])
    expect(earned()).toEqual([first!.worth, 0, 0])
    expect(verdicts(step(grab(first!.id)))).toEqual(['no-such-lot'])
  })

  it('go where an agreement says; terms that cannot be are refused', () => {
    const { say, see, talk, earned } = start(shed)
    const [first, second] = see(0).lots
    const worth = see(1).lots[0]!.worth
    const { open, propose, accept } = actsOf(negotiate)
    say(open({ issue: 'lots' }))
    const shares = { ada: 0, bob: 1, cid: 1 }
    say(propose({ shares, terms: { [first!.id]: 'eve' } }, { in: talk(0) }))
    const yes = accept({}, { in: talk(1) })
    const { messages } = say(undefined, yes, yes)
    expect(messages.map((m) => m.verdict)).toEqual(['ok', 'cannot-divide'])
    const { counter } = actsOf(negotiate)
    const terms = { [first!.id]: 'bob', [second!.id]: 'cid' }
    say(undefined, undefined, counter({ shares, terms }, { in: talk(2) }))
    say(accept({}, { in: talk(0) }), accept({}, { in: talk(1) }))
    expect(earned()).toEqual([0, worth, expect.any(Number)])
    expect(see(0).lots).toEqual([])
  })

  it('that are sold are paid for; who has no coins cannot', () => {
    const { say, see, talk, earned } = start({
      workers: [{ sells: true }, { coins: 100 }, { coins: 1 }],
      lots: { every: 50 },
    })
    const lot = see(0).lots[0]!.id
    const { offer, bid, pay } = actsOf(auction)
    say(offer({ lot: `lot ${lot}`, ticks: 1 }))
    say(undefined, undefined, bid({ amount: 2 }, { in: talk(2) }))
    say()
    const { messages } = say(undefined, undefined, pay({}, { in: talk(2) }))
    expect(messages[0]!.verdict).toBe('too-poor')
    for (let i = 0; i < 5; i++) say()
    say(offer({ lot: `lot ${lot}`, ticks: 1 }))
    say(undefined, bid({ amount: 2 }, { in: talk(1) }))
    say()
    const { worth } = see(1).lots[0]!
    say(undefined, pay({}, { in: talk(1) }))
    expect(earned()).toEqual([2, worth - 2, 0])
    expect(see(1)).toMatchObject({ coins: 98, lots: [] })
  })
})

it('says what is wrong with parameters', () => {
  const make = (params: z.input<typeof depot.params>) => () =>
    defineScenario(depot, { params, agents: { ada: {} } })
  expect(make({ workers: [{ at: 30 }], crates: {} })).toThrow(/workers\.0\.at.*No such place/s)
  expect(make({ workers: [{}], dock: 99, crates: {} })).toThrow(/params\.dock.*No such place/s)
  expect(make({ workers: [{}] })).toThrow(/Nothing ever arrives/)
})
