import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEpisode, defineScenario, isCoactError } from '../../engine/index.js'
import { convertLayout, kitchen, readLayout } from './index.js'
import { parseLiteral } from './literal.js'
import { kitchenParams } from './params.js'

/** The detail of the error that something throws. */
function failure(run: () => unknown): { readonly code: string; readonly [k: string]: unknown } {
  try {
    run()
  } catch (e) {
    if (isCoactError(e)) return { code: e.code, ...e.detail }
    throw e
  }
  throw new Error('it did not fail')
}

describe('Python literals', () => {
  it('are read as they are written', () => {
    const text = `{
      'a': [1, -2.5, .5, 1e3, True, False, None,],   # a list
      "b": (1, 2), 'c': {}, "d": 'it''s', 'e': "two\\n" "lines",
      'f': float("inf"), 'g': float('-inf'), 'h': """x
  y"""
    }`
    expect(parseLiteral(text.replace("'-inf'", "'inf'"), 't')).toEqual({
      a: [1, -2.5, 0.5, 1000, true, false, null],
      b: [1, 2],
      c: {},
      d: 'its',
      e: 'two\nlines',
      f: Infinity,
      g: Infinity,
      h: 'x\n  y',
    })
    expect(parseLiteral("-float('inf')", 't')).toBe(-Infinity)
  })

  it.each([
    ['{\n"a": 1\n"b": 2}', 't:3', '"," or "}"'],
    ['{"a" 1}', 't:1', '":"'],
    ['{a: 1}', 't:1', 'a key in quotes'],
    ['[1, 2', 't:1', '"," or "]"'],
    ['{"a": "open\n}', 't:1', 'a text that ends with "'],
    ['{"a": """open\n}', 't:1', 'a text that ends with """'],
    ['\n\nimport os', 't:3', 'a dict, list, text, number'],
    ['exec("x")', 't:1', 'a dict, list, text, number'],
    ['1 + 1', 't:1', 'the end of the text'],
    ['"\\x41"', 't:1', 'one of \\n'],
    ['', 't:1', 'a dict, list, text, number'],
    ['['.repeat(100), 't:1', 'at most 40 brackets'],
  ])('%s is refused, with line and expectation', (text, where, expected) => {
    const error = failure(() => parseLiteral(text, 't'))
    expect([error.code, error['where']]).toEqual(['layout/syntax', where])
    expect(error['expected']).toContain(expected)
  })

  it('come back from JSON as they were, where they have a form in both', () => {
    const plain = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.integer(),
        fc.string({ unit: fc.constantFrom(...'ab \n"\\') }),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value')),
      ),
    })).value
    fc.assert(
      fc.property(plain, (value) => {
        expect(parseLiteral(JSON.stringify(value), 't')).toEqual(value)
      }),
      { numRuns: 200 },
    )
  })

  it('never do anything but be read or refused', () => {
    const parts = fc.constantFrom('{', '}', '[', ']', '"', "'", '"""', ',', ':', '1', 'None', ' ')
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 20 }), (list) => {
        try {
          parseLiteral(list.join(''), 't')
        } catch (e) {
          expect(isCoactError(e)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})

const GRID = `"grid": """XXPXX
                           O1 2T
                           X   X
                           XDXSX"""`

describe('layouts of the reference', () => {
  it('become parameters', () => {
    const { params, players, ignored } = readLayout(
      `{ ${GRID},
        "start_all_orders": [{ "ingredients": ["onion"] }, { "ingredients": ["tomato", "onion"] }],
        "start_bonus_orders": [{ "ingredients": ["onion"] }],
        "recipe_values": [7, 8], "recipe_times": [1, 2], "cook_time": 3,
        "rew_shaping_params": { "PLACEMENT_IN_POT_REW": 1, "SOUP_PICKUP_REWARD": 2, "POT_DISTANCE_REW": 0 },
        "start_state": {
          "players": [
            { "position": [2, 1], "orientation": [1, 0], "held_object": { "name": "onion", "position": [2, 1] } },
            { "position": [3, 2], "orientation": [0, 1], "held_object": None }
          ],
          "objects": [{ "name": "soup", "position": [2, 0], "_ingredients": [{ "name": "onion", "position": [2, 0] }], "_cooking_tick": 2 }]
        },
        "colour": "red" }`,
      'x.layout',
    )
    expect([players, ignored]).toEqual([2, ['colour']])
    expect(params).toMatchObject({
      grid: ['XXPXX', 'O1 2T', 'X   X', 'XDXSX'],
      orders: [['onion'], ['tomato', 'onion']],
      bonus: [['onion']],
      value: { orders: [7, 8] },
      time: { all: 3, orders: [1, 2] },
      shaping: { potting: 1, dish: 0, soup: 2 },
      start: {
        players: [
          { at: [2, 1], facing: 'e', holds: 'onion' },
          { at: [3, 2], facing: 's' },
        ],
        items: [{ at: [2, 0], item: { soup: ['onion'], tick: 2 } }],
      },
    })
    const agents = { ada: {}, bob: {} }
    expect(createEpisode(defineScenario(kitchen, { params, agents }), { seed: 1 }).end).toBe(
      undefined,
    )
  })

  it('are refused with all that is wrong with them', () => {
    const error = failure(() =>
      convertLayout(
        { grid: ['XXPXX', 'O1  X', 'X   X', 'XDXXX'], onion_time: 'long', recipe_times: 3 },
        'x',
      ),
    )
    expect([error.code, error['where']]).toEqual(['layout/invalid', 'x'])
    expect(error['got']).toContain('onion_time: this is no number')
    expect(error['got']).toContain('recipe_times: this is no list of numbers')
    expect(error['got']).toContain('it lacks a serving window')
    expect(failure(() => convertLayout([], 'x')).code).toBe('layout/invalid')
    expect(failure(() => readLayout('{}', 'x'))['got']).toBe('grid: it lacks a grid')
  })

  it('are refused by line and by the layout’s own keys', () => {
    const error = failure(() =>
      readLayout(
        `{
  "grid": """XXPXX
             O1 2?
             X   X
             XDXSX""",
  "cook_time": -3,
  "order_bonus":
    1.5, "start_bonus_orders": [{ "ingredients": ["potato"] }],
  "rew_shaping_params": { "DISH_PICKUP_REWARD": "much" },
  "start_state": { "players": [{ "position": (1.5, 1), "orientation": (1, 0) }] }
}`,
        'x.layout',
      ),
    )
    expect(error['where']).toBe('x.layout:8')
    for (const told of [
      'line 6, cook_time: Too small',
      'line 8, start_bonus_orders.0.0: Invalid option',
      'line 9, rew_shaping_params.DISH_PICKUP_REWARD: Invalid input',
      'line 10, start_state.players.0.position.0: Invalid input',
    ])
      expect(error['got']).toContain(told)
    const rows = failure(() => readLayout(`{\n${GRID.replace('X   X', 'X ? X')} }`, 'x.layout'))
    expect(rows['got']).toContain('line 4, grid.2: "?" means nothing here')
  })

  it.each([
    [`"grid": { "toString": 1 }`, 'grid: a grid is a text or a list of texts'],
    [`${GRID}, "rew_shaping_params": [3, 3, 5]`, 'rew_shaping_params: this is a dict, or None'],
    [`${GRID}, "start_state": { "players": [1] }`, 'start_state.players: this is a list of dicts'],
    [
      `${GRID}, "start_state": { "players": [{ "position": (1, 1), "orientation": { "toString": 1 } }] }`,
      'start_state.players.0.orientation: no direction',
    ],
    [
      `${GRID}, "start_state": { "players": [], "objects": [7] }`,
      'start_state.objects: this is a list or dict of dicts',
    ],
    [
      `${GRID}, "start_state": { "players": [], "objects": [{ "name": { "toString": 1 }, "position": (0, 0) }] }`,
      'start_state.objects.0.item: this is no item',
    ],
    [
      `${GRID}, "start_all_orders": [{ "ingredients": [{ "toString": 1 }] }]`,
      'start_all_orders.0.0',
    ],
  ])('with %s are refused', (text, problem) => {
    expect(failure(() => readLayout(`{${text}}`, 'x'))['got']).toContain(problem)
  })
})

/** Bread from a bin, toasted at an oven, taken with a dish. */
const TOAST = {
  grid: ['XXVXX', 'O1 2T', 'X   X', 'XDbSX'],
  sources: { b: 'bread' },
  stations: { oven: { symbol: 'V', does: 'bake' } },
  recipes: [{ makes: 'toast', at: 'oven', from: ['bread'], plated: true }],
  menu: [{ item: 'toast' }],
}

describe('parameters', () => {
  const problems = (given: object): string[] => {
    const params = kitchenParams.parse({ grid: ['XXPXX', 'O1 2T', 'X   X', 'XDXSX'], ...given })
    return kitchen.validate!(params).map((p) => `${p.path}: ${p.message}`)
  }

  it.each([
    [{ grid: ['XXPXX', 'O1 2', 'XDXSX'] }, 'params.grid.1: all rows have the same length'],
    [{ grid: ['XXPXX', 'O1 2 ', 'XDXSX'] }, 'params.grid.1: no outermost cell is floor'],
    [{ grid: ['XXPXX', 'O1 2Q', 'XDXSX'] }, 'params.grid.1: "Q" means nothing here'],
    [{ grid: ['XXPXX', 'O1 1X', 'XDXSX'] }, 'params.grid: players are numbered from 1, each once'],
    [{ grid: ['XXPXX', 'O   X', 'XDXSX'] }, 'params.grid: somebody must begin somewhere'],
    [{ grid: ['XXXXX', 'O1  X', 'XDXSX'] }, 'params.grid: it lacks a pot'],
    [{ grid: ['XXPXX', 'X1  X', 'XDXSX'] }, 'params.grid: it lacks ingredients'],
    [{ orders: [['onion']], bonus: [['tomato']] }, 'params.bonus.0: only what is ordered'],
    [{ orders: [['onion']], time: { orders: [1, 2] } }, 'params.time.orders: it goes with the'],
    [{ sources: { O: 'olive' } }, 'params.sources.O: the letter O is taken by every kitchen'],
    [{ sources: { q: 'soup' } }, 'params.sources.q: no source gives "soup"'],
    [
      { recipes: [{ makes: 'pie', at: 'oven', from: ['onion'] }] },
      'params.recipes.0.at: there is no such station',
    ],
    [
      {
        stations: { oven: { symbol: 'V', does: 'bake' } },
        recipes: [{ makes: 'dish', at: 'oven', from: ['rice'] }],
      },
      'params.recipes.0.from.0: nothing gives or makes this',
    ],
    [{ menu: [{ item: 'cake' }] }, 'params.menu.0.item: nothing gives or makes this'],
    [
      { ...TOAST, grid: ['XXPXX', 'O1 2T', 'X   X', 'XXbSX'] },
      'params.menu.0.item: this cannot be had with what is on the grid',
    ],
    [
      { ...TOAST, grid: ['XXPVX', 'O1 2T', 'X   X', 'XDXSX'] },
      'params.menu.0.item: this cannot be had with what is on the grid',
    ],
    [
      { ...TOAST, grid: ['XXVXX', 'O1 2T', 'X   X', 'XXbSX'] },
      'params.menu.0.item: this cannot be had with what is on the grid',
    ],
    [
      { ...TOAST, menu: [{ item: 'toast' }, { item: 'bread' }, { item: 'toast', value: 3 }] },
      'params.menu.2.item: this is on the menu already',
    ],
    [
      { value: { all: -1 }, bonus: [['onion']], bonusFactor: 'infinite' },
      'params.bonusFactor: a bonus without limit',
    ],
    [{ start: { items: [{ at: [2, 2], item: 'dish' }] } }, 'params.start.items.0.at: this cannot'],
    [{ start: { items: [{ at: [9, 9], item: 'dish' }] } }, 'params.start.items.0.at: this is off'],
    [
      { start: { items: [{ at: [0, 0], item: { soup: ['onion'] } }] } },
      'params.start.items.0.item.tick: out of its pot a soup is ready',
    ],
    [{ start: { items: [{ at: [0, 0], item: 'hat' }] } }, 'params.start.items.0.item: there is no'],
    [{ start: { players: [{ at: [0, 0] }] } }, 'params.start.players.0.at: nobody can stand here'],
  ])('%j: %s', (given, problem) => {
    expect(problems(given).some((p) => p.startsWith(problem))).toBe(true)
  })

  it('are fine as they are by default', () => {
    expect(problems({})).toEqual([])
    expect(problems(TOAST)).toEqual([])
    const given = { ...TOAST, grid: ['XXVXX', 'O1 2T', 'X   X', 'XXbSX'] }
    expect(problems({ ...given, start: { items: [{ at: [0, 0], item: 'dish' }] } })).toEqual([])
    expect(problems({ value: { all: 1 }, bonus: [['onion']], bonusFactor: 'infinite' })).toEqual([])
    expect(kitchen.validate!(kitchenParams.parse({}))).toEqual([])
  })

  it('name no more agents than the grid has places', () => {
    const agents = { a: {}, b: {}, c: {} }
    const scenario = defineScenario(kitchen, { agents })
    expect(failure(() => createEpisode(scenario, { seed: 1 })).code).toBe('world/agents')
  })
})
