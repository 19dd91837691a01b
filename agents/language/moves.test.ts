import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type AnyWorld,
  createEpisode,
  createTurns,
  defineScenario,
  type Json,
  type Turn,
} from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { readActs } from './answer.js'
import { type Moves, movesOf } from './moves.js'

const asIs = { actions: 'auto', illegal: 'repair' } as const
const field = harvest as unknown as AnyWorld

const turnIn = (world: AnyWorld): Turn => {
  const given = { params: { size: 5, apples: 5 }, agents: { ada: {}, bob: {} } }
  const scenario = { ...defineScenario(harvest, given), world }
  return createTurns(createEpisode(scenario, { seed: 1 })).open(
    0,
    () => new AbortController().signal,
  ).turn
}
const movesIn = (world: AnyWorld, view = ''): Moves => movesOf(turnIn(world), view, asIs)
/** An action that can be done in 60 ways, as its options say. */
const wide = {
  text: 'Count',
  args: { n: z.int() },
  options: () => Array.from({ length: 60 }, (_, n) => ({ n })),
  apply: () => undefined,
}

describe('the form of actions', () => {
  test('is a list where all can be listed and few are legal', () => {
    const moves = movesIn(field)
    expect(moves.form).toBe('list')
    expect(moves.legal.split('\n')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^1\. move \{"dir":"n"\}$/), '6. eat {}']),
    )
    expect(moves.schema).toEqual({
      anyOf: [{ type: 'integer', minimum: 1, maximum: 6 }, { type: 'null' }],
    })
    expect(moves.read('6')).toEqual({ act: { action: 'eat', args: {} } })
  })
  test('is schemas where not all can be listed', () => {
    const moves = movesIn({ ...field, actions: { ...field.actions, count: wide } })
    expect(moves.form).toBe('schema')
    expect(moves.legal).toBe('')
    expect(moves.told).toContain('count: Count. args: {"type":"object","properties":{"n":')
    expect(moves.read({ name: 'count', args: { n: 3 } })).toEqual({
      act: { action: 'count', args: { n: 3 } },
    })
  })
  test('is commands where the world takes them, listed where the view does not', () => {
    const world: AnyWorld = {
      ...field,
      parse: (_w, text) =>
        text === 'EAT'
          ? { action: 'eat', args: {} }
          : { reject: 'unknown', text: 'EAT or nothing' },
      format: (action, args) => [action.toUpperCase(), ...Object.values(args)].join(' '),
    }
    const moves = movesIn(world, 'Commands: EAT.')
    expect(moves.form).toBe('commands')
    expect(moves.legal.split('\n')).toEqual(expect.arrayContaining(['MOVE n', 'EAT']))
    expect(movesIn(world, 'MOVE n, MOVE s, MOVE e, MOVE w, MOVE stay, EAT').legal).toBe('')
    expect(moves.read(' EAT\n')).toEqual({ act: { text: 'EAT' } })
    expect(moves.read('')).toEqual({ act: null })
    expect(moves.read('EATT')).toEqual({
      problem: '"EATT" is not possible now: EAT or nothing [unknown]. Did you mean EAT?',
    })
    expect(moves.read('x'.repeat(5000))).toEqual({
      problem: 'a command has at most 4096 characters',
    })
    expect(moves.read(true)).toEqual({ problem: 'an action is a text command' })
  })
  test('names the actions where the world has commands but no words', () => {
    const { describe: _, ...silent } = { ...field, parse: () => ({ action: 'eat', args: {} }) }
    expect(movesIn(silent).told).toContain('There are: move (), eat ().')
  })
})

describe('several actions in a tick', () => {
  const turn = turnIn({ ...field, actionsPerTick: 2 })
  const read = (value: Json) => readActs(turn, movesOf(turn, '', asIs), value)
  test('are a list, of which only the first is judged', () => {
    expect(read([6, 1])).toMatchObject({ acts: [{ action: 'eat' }, { action: 'move' }] })
    expect(read([null, 6])).toMatchObject({ acts: [{ action: 'eat' }] })
    expect(read([])).toEqual({ acts: [] })
    const typed = movesOf(turn, '', { ...asIs, actions: 'schema' })
    const bad = { name: 'move', args: { dir: 'up' } }
    expect(readActs(turn, typed, [bad])).toHaveProperty('problem')
    expect(readActs(turn, typed, [{ name: 'eat', args: {} }, bad])).toHaveProperty('acts')
  })
  test.each([[[1, 1, 1]], [6], [['x']]])('%j is refused', (value) => {
    expect(read(value as Json)).toHaveProperty('problem')
  })
})
