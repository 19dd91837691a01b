import { describe, expect, test } from 'vitest'
import type { CoactError } from '../../../engine/index.js'
import { attributeActions } from '../attribute-actions.js'
import { generateHousehold } from './generate.js'
import type { TablesInput } from './schema.js'
import { nameOf } from './site.js'
import { problemsOf, SETTINGS, tablesOf } from './tables.js'

const problems = (own: unknown): { path: string; message: string; expected?: string }[] => {
  try {
    tablesOf('household', own)
    return []
  } catch (e) {
    expect((e as CoactError).code).toBe('tables/invalid')
    return (e as CoactError).detail.data as { path: string; message: string }[]
  }
}

describe.each(SETTINGS)('the tables of the setting %s', (setting) => {
  const tables = tablesOf(setting, undefined)
  test('hang together', () => {
    expect(problemsOf(tables, tables)).toEqual([])
  })
  test('are rich', () => {
    expect(tables.rooms.length).toBeGreaterThanOrEqual(12)
    expect(tables.furniture.length).toBeGreaterThanOrEqual(40)
    expect(tables.items.length).toBeGreaterThanOrEqual(120)
  })
  test('have furniture and items for every room', () => {
    for (const { kind } of tables.rooms) {
      expect(tables.furniture.filter((k) => k.rooms.includes(kind)).length).toBeGreaterThan(1)
      expect(tables.items.filter((k) => k.rooms.includes(kind)).length).toBeGreaterThan(4)
    }
  })
  test('name every kind differently', () => {
    const names = [...tables.rooms, ...tables.furniture, ...tables.items].map((k) =>
      nameOf(k).toLowerCase(),
    )
    expect(new Set(names).size).toBe(names.length)
  })
  test('have kinds heavy enough for any two, and something to put them on', () => {
    for (let above = 40; above <= 78; above++)
      expect(tables.furniture.some((k) => k.weight[0] <= above && k.weight[1] >= above)).toBe(true)
    expect(tables.furniture.some((k) => k.bears)).toBe(true)
  })
})

const shop: TablesInput = {
  looks: { neon: { colour: ['violet', 'lime'] } },
  rooms: [{ kind: 'record_shop' }],
  items: [
    {
      kind: 'theremin',
      rooms: ['record_shop'],
      weight: [2, 5],
      looks: 'neon',
      verbs: ['tune_instrument'],
    },
    { kind: 'lava_lamp', name: 'Lava-Lamp', weight: [1, 2], looks: 'neon', verbs: ['turn_on'] },
    { kind: 'sonic_wand', weight: [0.1, 0.2], provides: ['repair'] },
  ],
}

describe('tables of your own', () => {
  test('extend those that ship', () => {
    const tables = tablesOf('household', shop)
    expect(tables.items.some((k) => k.kind === 'mug')).toBe(true)
    expect(tables.items.some((k) => k.kind === 'theremin')).toBe(true)
    const file = generateHousehold({
      category: 'tool_use',
      seed: 1,
      objects: 3000,
      rooms: 30,
      tables: shop,
    })
    const ids = [...file.params.things!, ...file.params.rooms].map((n) => n.id)
    for (const id of ['record_shop_1', 'theremin_1', 'lava_lamp_1', 'sonic_wand_1', 'mug_1'])
      expect(ids).toContain(id)
    const lamp = file.params.things!.find((t) => t.id === 'lava_lamp_1')!
    expect(lamp.name).toBe('Lava-Lamp')
    expect(['violet', 'lime']).toContain(lamp.states!['colour'])
  })
  test('replace a kind that both have', () => {
    const { items } = tablesOf('household', { items: [{ kind: 'mug', weight: [3, 3] }] })
    expect(items.filter((k) => k.kind === 'mug').map((k) => k.weight)).toEqual([[3, 3]])
  })
  test('change nothing when they are empty', () => {
    const options = { category: 'compound_reasoning', seed: 4 } as const
    expect(generateHousehold({ ...options, tables: {} })).toEqual(generateHousehold(options))
  })

  const cases: [name: string, own: unknown, path: string, says: RegExp][] = [
    [
      'a field of another type',
      { items: [{ kind: 'x', weight: 3 }] },
      'items.0.weight',
      /wrong type/,
    ],
    ['an unknown field', { itms: [] }, 'itms', /no field/],
    [
      'a weight that begins above its end',
      item({ weight: [3, 1] }),
      'items.0.weight',
      /above its end/,
    ],
    ['an unknown room', item({ rooms: ['kichen'] }), 'items.0.rooms.0', /no kind of room "kichen"/],
    ['unknown looks', item({ looks: 'cropery' }), 'items.0.looks', /no looks/],
    ['an unknown verb', item({ verbs: ['opn'] }), 'items.0.verbs.0', /no attribute action "opn"/],
    [
      'a verb for which there is no tool',
      item({ verbs: ['weld'] }),
      'items.0.verbs.0',
      /no tool provides "weld"/,
    ],
    [
      'a tool for what takes none',
      item({ provides: ['open'] }),
      'items.0.provides.0',
      /takes no tool/,
    ],
    [
      'a tool too heavy to lift',
      item({ provides: ['weld'], weight: [1, 30] }),
      'items.0.weight',
      /too much for a tool/,
    ],
    ['a lid on what holds nothing', item({ lid: true }), 'items.0.lid', /only containers/],
    ['a lock without a lid', item({ lock: true }), 'items.0.lock', /only lids/],
    [
      'a kind twice',
      {
        items: [
          { kind: 'x', weight: [1, 1] },
          { kind: 'x', weight: [1, 1] },
        ],
      },
      'items.1.kind',
      /taken by items.0.kind/,
    ],
    [
      'the only tool replaced',
      item({ kind: 'stapler' }),
      'items',
      /no tool provides "staple" any more, which \w+ needs/,
    ],
    [
      'furniture as a tool',
      { furniture: [{ kind: 'x', weight: [1, 1], provides: ['repair'] }] },
      'furniture.0.provides',
      /tools are items/,
    ],
  ]
  test.each(cases)('are refused by path: %s', (_, own, path, says) => {
    const found = problems(own)
    expect(found.map((p) => p.path)).toEqual([path])
    expect(found[0]!.message).toMatch(says)
  })
  test('are refused with all that is wrong, and what may have been meant', () => {
    const own = { items: [{ kind: 'x', weight: [1, 1], rooms: ['kichen'], verbs: ['opn'] }] }
    expect(problems(own)).toMatchObject([
      { expected: 'perhaps "kitchen"' },
      { expected: 'perhaps "open"' },
    ])
  })
})

function item(more: object): unknown {
  return { items: [{ kind: 'x', weight: [1, 1], ...more }] }
}

test('tools are for what the attribute actions say takes one', () => {
  const takesTool = new Map(attributeActions.map((a) => [a.name, a.tool]))
  for (const setting of SETTINGS) {
    const { items } = tablesOf(setting, undefined)
    for (const verb of items.flatMap((k) => k.provides)) expect(takesTool.get(verb)).toBe(true)
  }
})
