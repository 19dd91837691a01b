import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  components,
  createEpisode,
  createTurns,
  defineScenario,
  defineWorld,
  i16,
  type Turn,
} from './index.js'

const shelf = defineWorld({
  id: 'shelf',
  version: 1,
  params: z.object({ size: z.int().default(3) }),
  rules: ({ size }) => `There are ${size} books.`,
  components: components({ Hand: { book: i16 } }),
  observation: z.object({ book: z.int() }),
  actions: {
    take: {
      text: 'Take a book',
      args: { book: z.int().min(1).max(9) },
      check: (w, _me, { book }) =>
        book > w.params.size ? { reject: 'no-book', text: 'There is no such book' } : undefined,
      apply: (w, me, { book }) => w.c.Hand.book.set(me, book),
    },
    ask: { args: { words: z.string() }, apply: () => undefined },
  },
  messages: { lend: { book: z.int() } },
  setup(w) {
    for (const agent of w.agents) w.spawn({ Hand: {} }, agent)
  },
  observe: (w, me) => ({ book: w.c.Hand.book.get(me) }),
  parse: (_w, text) =>
    /^TAKE [1-9]$/.test(text)
      ? { action: 'take', args: { book: Number(text.slice(5)) } }
      : { reject: 'unknown-command', text: 'TAKE and a number' },
  format: (_action, args) => `TAKE ${args['book']}`,
  goals: () => [
    { id: 'read', text: 'Read', progress: 0, done: false, team: 'red' },
    { id: 'rest', text: 'Rest', progress: 0, done: false },
  ],
})

const turnOf = (agent: number): Turn => {
  const scenario = defineScenario(shelf, {
    agents: { ada: { team: 'red' }, bob: { team: 'blue', role: 'clerk' } },
    horizon: 9,
  })
  const episode = createEpisode(scenario, { seed: 1 })
  return createTurns(episode).open(agent, () => new AbortController().signal).turn
}

test('a manual says what a player may read before it plays', () => {
  const { manual } = turnOf(0)
  expect(manual).toMatchObject({
    world: 'shelf',
    profile: 'default',
    rules: 'There are 3 books.',
    horizon: 9,
    actionsPerTick: 1,
    hasWords: false,
    takesCommands: true,
  })
  expect(manual.seats).toEqual([
    { name: 'ada', team: 'red', role: 'agent' },
    { name: 'bob', team: 'blue', role: 'clerk' },
  ])
  expect(manual.actions).toEqual([
    {
      name: 'take',
      text: 'Take a book',
      isEnumerable: true,
      args: {
        type: 'object',
        properties: { book: { type: 'integer', minimum: 1, maximum: 9 } },
        required: ['book'],
        additionalProperties: false,
      },
    },
    expect.objectContaining({ name: 'ask', isEnumerable: false }),
  ])
  expect(manual.messages).toMatchObject([
    { type: 'lend', body: { properties: { book: { type: 'integer' } }, required: ['book'] } },
  ])
  expect(JSON.stringify(manual.messages)).not.toContain('900719')
  expect(manual.command({ action: 'take', args: { book: 2 } })).toBe('TAKE 2')
})

test('an agent has its own aims and those of all', () => {
  expect(turnOf(0).goals).toEqual([
    { id: 'read', text: 'Read' },
    { id: 'rest', text: 'Rest' },
  ])
  expect(turnOf(1).goals).toEqual([{ id: 'rest', text: 'Rest' }])
})

test('one may ask what would be said against an action, without doing it', () => {
  const { act, refusal, obs, tick } = turnOf(0)
  expect(refusal({ action: 'take', args: { book: 3 } })).toBeUndefined()
  expect(refusal({ text: 'TAKE 1' })).toBeUndefined()
  expect(refusal((act as never as { take(a: object): never }).take({ book: 4 }))).toMatchObject({
    reject: 'no-book',
  })
  expect(refusal({ text: 'GIVE' })).toMatchObject({ reject: 'unknown-command' })
  expect(refusal({ action: 'takes', args: {} })).toMatchObject({ reject: 'unknown-action' })
  expect(refusal({ action: 'take', args: { book: 'x' } })).toMatchObject({
    reject: 'bad-arguments',
  })
  expect(refusal({ action: 3 } as never)).toMatchObject({ reject: 'bad-decision' })
  expect({ obs, tick }).toEqual({ obs: { book: 0 }, tick: 1 })
})
