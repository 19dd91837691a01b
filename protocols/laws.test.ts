import fc from 'fast-check'
import { applyPatches, enablePatches, type Patch } from 'immer'
import { describe, expect, it } from 'vitest'
import type { Conversation, EpisodeProtocol, Utterance } from '../engine/index.js'
import {
  ask,
  auction,
  board,
  contract,
  hearTick,
  negotiate,
  plan,
  say,
  share,
  vote,
} from './index.js'

enablePatches()

const NAMES = ['ada', 'bob', 'cid', 'dee']
/** A value that only its sender may ever see. */
const SECRET = 424_243

const name = fc.constantFrom(...NAMES, 'zoe')
const small = fc.integer({ min: 0, max: 12 })
const amounts = fc.dictionary(fc.constantFrom('nail', 'board'), small, { maxKeys: 2 })
const steps = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    owner: name,
    goal: fc.constant('do it'),
    deps: fc.array(fc.constantFrom('a', 'b', 'x'), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 3 },
)
const options = fc.uniqueArray(fc.constantFrom('tea', 'milk', 'rum'), { minLength: 1 })

/** By protocol: how it opens, and bodies that often fit. */
const cases: readonly (readonly [
  EpisodeProtocol,
  fc.Arbitrary<unknown>,
  Readonly<Record<string, fc.Arbitrary<unknown>>>,
])[] = [
  [say, fc.constant({ text: 'hi' }), {}],
  [
    ask,
    fc.record({ question: fc.constant('where?'), ticks: fc.integer({ min: 1, max: 9 }) }),
    { answer: fc.record({ answer: fc.oneof(small, fc.constant('there')) }) },
  ],
  [
    share,
    fc.record({ ticks: fc.integer({ min: 1, max: 30 }), heartbeat: fc.constant(3) }),
    { update: fc.record({ holdings: amounts, needs: amounts }, { requiredKeys: [] }) },
  ],
  [
    contract,
    fc.record({
      task: fc.constant('carry'),
      ticks: fc.integer({ min: 1, max: 4 }),
      most: fc.integer({ min: 1, max: 2 }),
      work: fc.integer({ min: 1, max: 6 }),
      award: fc.constantFrom('min-cost', 'max-utility', 'manager'),
    }),
    { bid: fc.record({ cost: small, utility: small }), accept: fc.record({ who: name }) },
  ],
  [
    plan,
    fc.record({
      steps,
      rounds: fc.integer({ min: 1, max: 3 }),
      force: fc.boolean(),
      ticks: fc.integer({ min: 1, max: 40 }),
    }),
    {
      propose: fc.record({ steps }),
      counter: fc.constant({ comment: 'no' }),
      progress: fc.record({
        step: fc.constantFrom('a', 'b', 'c'),
        status: fc.constantFrom('done', 'failed'),
      }),
    },
  ],
  [
    negotiate,
    fc.record({ issue: fc.constant('the cake'), ticks: fc.integer({ min: 1, max: 12 }) }),
    {
      reserve: fc.constant({ least: SECRET }),
      propose: fc.record({ shares: fc.dictionary(name, small) }),
      counter: fc.record({ shares: fc.dictionary(name, small) }),
    },
  ],
  [
    auction,
    fc.record({
      lot: fc.constant('lamp'),
      format: fc.constantFrom('english', 'dutch', 'first-price', 'vickrey'),
      reserve: fc.integer({ min: 0, max: 3 }),
      start: fc.constant(20),
      step: fc.constant(5),
      ticks: fc.integer({ min: 1, max: 5 }),
    }),
    {
      bid: fc.record({ amount: fc.integer({ min: 1, max: 12 }) }),
      'sealed-bid': fc.record({ amount: fc.constantFrom(2, 5, SECRET) }),
    },
  ],
  [
    vote,
    fc.record({
      question: fc.constant('drink?'),
      options: fc.constant(['tea', 'milk', 'rum']),
      rule: fc.constantFrom('plurality', 'approval', 'borda', 'condorcet'),
      secret: fc.boolean(),
      quorum: fc.constantFrom(0, 0.5, 1),
      ticks: fc.integer({ min: 1, max: 6 }),
    }),
    {
      ballot: fc.record({ for: options }),
      'secret-ballot': fc.record({ for: options }),
    },
  ],
  [
    board,
    fc.record({ ticks: fc.integer({ min: 1, max: 30 }) }),
    {
      write: fc.record({ key: fc.constantFrom('k', 'l'), value: small, version: small }),
      claim: fc.record({ key: fc.constantFrom('k', 'l'), ticks: fc.integer({ min: 1, max: 5 }) }),
      release: fc.record({ key: fc.constantFrom('k', 'l') }),
    },
  ],
]

type Said = Omit<Utterance, 'tick'>

/** Ticks of messages, most of which fit. */
function talk(
  protocol: EpisodeProtocol,
  bodies: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<Said[][]> {
  const types = [...Object.keys(protocol.messages), 'nonsense']
  const one = fc.constantFrom(...types).chain((type) =>
    fc.record({
      from: name,
      type: fc.constant(type),
      body: bodies[type] ?? fc.constant({}),
    }),
  )
  return fc.array(fc.array(one, { maxLength: 5 }), { minLength: 1, maxLength: 16 })
}

function open(protocol: EpisodeProtocol, body: unknown, deadline?: number): Conversation {
  const given = deadline === undefined ? {} : { deadline }
  const begun = protocol.begin({ from: 'ada', participants: NAMES, tick: 1, ...given })
  return protocol.hear(begun, { from: 'ada', type: protocol.opens[0]!, body, tick: 1 }).conversation
}

describe.each(
  cases.map(([protocol, opening, bodies]) => [protocol.id, protocol, opening, bodies] as const),
)('any conversation by %s', (_, protocol, opening, bodies) => {
  const anyTalk = fc.tuple(opening, talk(protocol, bodies))

  it('ends when its time is up, and never says more than it may', () => {
    fc.assert(
      fc.property(anyTalk, fc.integer({ min: 1, max: 20 }), ([body, ticks], deadline) => {
        let c = open(protocol, body, deadline)
        for (let tick = 1; tick <= deadline; tick++) {
          const heard = hearTick(protocol, c, tick, ticks[tick] ?? [])
          c = heard.at(-1)!.conversation
          expect(c.due).toBeLessThanOrEqual(c.ends)
          expect(JSON.stringify(c).length).toBeLessThan(20_000)
        }
        expect(c.outcome).toBeDefined()
        for (const who of NAMES) expect(protocol.allowed(c, who, deadline + 1)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('is the same in whatever order the messages of a tick come', () => {
    const shuffled = anyTalk.chain(([body, ticks]) =>
      fc.tuple(
        fc.constant(body),
        fc.constant(ticks),
        fc.tuple(...ticks.map((said) => fc.shuffledSubarray(said, { minLength: said.length }))),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([body, ticks, others]) => {
        let a = open(protocol, body)
        let b = a
        ticks.forEach((said, i) => {
          // Who says several things in a tick says them in an order of its own.
          const once = (list: readonly Said[]): Said[] =>
            list.filter((m) => said.find((other) => other.from === m.from) === m)
          a = hearTick(protocol, a, i + 1, once(said)).at(-1)!.conversation
          b = hearTick(protocol, b, i + 1, once(others[i] as Said[])).at(-1)!.conversation
        })
        expect(b).toEqual(a)
      }),
      { numRuns: 60 },
    )
  })

  it('hears what it allows, refuses the rest, and is then as it was; its patches are what changed', () => {
    fc.assert(
      fc.property(anyTalk, ([body, ticks]) => {
        let c = open(protocol, body)
        ticks.forEach((said, i) => {
          for (const message of said) {
            const allowed = protocol.allowed(c, message.from, i + 1)
            const heard = protocol.hear(c, { ...message, tick: i + 1 })
            const isAllowed = allowed.includes(message.type)
            if (isAllowed) expect(heard.verdict).not.toBe('not-allowed-now')
            else expect(heard.verdict).not.toBe('ok')
            if (heard.verdict !== 'ok') {
              expect(heard.conversation).toBe(c)
              expect(heard.note ?? '').not.toBe('')
            }
            expect(applyPatches(c as object, heard.patches as Patch[])).toEqual(heard.conversation)
            // What was saved as text goes on as what was not.
            c = JSON.parse(JSON.stringify(heard.conversation))
          }
          c = protocol.expire(c, i + 1).conversation
        })
      }),
      { numRuns: 60 },
    )
  })

  it('shows nobody what is another’s alone', () => {
    fc.assert(
      fc.property(anyTalk, ([body, ticks]) => {
        let c = open(protocol, body)
        const tellers = new Set<string>()
        ticks.forEach((said, i) => {
          for (const message of said) {
            const heard = protocol.hear(c, { ...message, tick: i + 1 })
            c = heard.conversation
            const isSecret = JSON.stringify(message.body).includes(String(SECRET))
            if (!isSecret || heard.verdict !== 'ok') continue
            tellers.add(message.from)
            expect(protocol.audience(c, message.type, message.from)).toEqual([])
          }
          // A price that was paid is no secret any more.
          if (protocol.id === 'auction' && (c.state as { phase: string }).phase !== 'bidding')
            return
          for (const who of NAMES) {
            if (tellers.has(who)) continue
            expect(JSON.stringify(protocol.view(c, who, i + 2))).not.toContain(String(SECRET))
          }
        })
      }),
      { numRuns: 60 },
    )
  })
})
