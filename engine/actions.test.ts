import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { windfall } from '../examples/harvest.js'
import {
  type ActionCall,
  type AnyWorld,
  actionCatalog,
  createEpisode,
  type Episode,
} from './index.js'
import { doing, type Lane, laneEpisode, laneScenario } from './testing/lane.js'

const idsOf = (actions: Record<string, Record<string, z.ZodType>>): string[] => {
  const made = Object.entries(actions).map(([name, args]) => [name, { args, apply() {} }])
  const { world } = laneScenario({ actions: Object.fromEntries(made) })
  return actionCatalog(world).ids.map(words)
}
const words = ({ action, args }: ActionCall): string => [action, ...Object.values(args)].join(' ')

describe('action ids', () => {
  it('count through actions and arguments as declared, the last argument fastest', () => {
    expect(idsOf({ go: { to: z.enum(['b', 'a']), fast: z.boolean() }, wait: {} })).toEqual([
      'go b false',
      'go b true',
      'go a false',
      'go a true',
      'wait',
    ])
  })

  it.each<[string, z.ZodType, unknown[]]>([
    ['a literal', z.literal('x'), ['x']],
    ['literals', z.literal(['x', 'y']), ['x', 'y']],
    ['a range', z.int().min(-1).max(2), [-1, 0, 1, 2]],
    ['an open range', z.int().gt(0).lt(3), [1, 2]],
    ['a range with holes', z.int().min(0).max(6).multipleOf(3), [0, 3, 6]],
    [
      'a range with a refinement',
      z
        .int()
        .min(0)
        .max(3)
        .refine((n) => n !== 2),
      [0, 1, 3],
    ],
    ['an empty range', z.int().min(2).max(1), []],
  ])('take the values of %s', (_, schema, values) => {
    expect(idsOf({ a: { v: schema } })).toEqual(values.map((v) => `a ${v}`))
  })

  it('go further where an action offers its options than where each must be tried', () => {
    const args = { v: z.int().min(0).max(4999) }
    expect(idsOf({ a: args })).toEqual([])
    const offered = { args, options: () => [{ v: 4321 }], apply() {} }
    const scenario = laneScenario({ actions: { a: offered } })
    const { ids, idOf } = actionCatalog(scenario.world)
    expect(ids).toHaveLength(5000)
    expect(createEpisode(scenario, { seed: 1 }).legal(0).map(idOf)).toEqual([4321])
  })

  it.each<[string, z.ZodType]>([
    ['text', z.string()],
    ['a number', z.number().min(0).max(1)],
    ['a wide range', z.int().min(0).max(5000)],
    ['a transformed value', z.enum(['a']).transform((s) => s.length)],
    ['an object', z.object({})],
  ])('leave out actions with %s', (_, schema) => {
    expect(idsOf({ a: { v: schema }, b: {} })).toEqual(['b'])
  })

  it('lead back to themselves', () => {
    const catalog = actionCatalog(windfall.world)
    expect(catalog.ids.map((call) => catalog.idOf(call))).toEqual(catalog.ids.map((_, id) => id))
    expect(catalog.idOf({ action: 'eat', args: { what: 'pear' } })).toBe(-1)
  })

  it('cannot be changed by those who get them', () => {
    const [first] = laneEpisode().legal(0)
    expect(() => Object.assign(first!.args, { by: 'left' })).toThrow()
    expect(() => Object.assign(first!, { action: 'jump' })).toThrow()
  })

  it('are the same for every episode, and differ for worlds that differ', () => {
    const scenario = laneScenario()
    expect(actionCatalog(scenario.world)).toBe(actionCatalog(scenario.world))
    const other = { ...(scenario.world as object), actions: {} } as unknown as AnyWorld
    expect(actionCatalog(other).ids).toEqual([])
  })
})

describe('stepping by ids', () => {
  it('is the same as stepping by names', () => {
    const byNames = createEpisode(windfall, { seed: 7 })
    const byIds = createEpisode(windfall, { seed: 7 })
    const { ids } = actionCatalog(windfall.world)
    for (let tick = 1; tick <= 150; tick++) {
      const chosen = [(tick * 5) % 7 === 6 ? -1 : (tick * 5) % 7, (tick * 3) % 6]
      const inputs = chosen.map((id) => (id < 0 ? null : { do: [ids[id]!] }))
      const a = byNames.step(inputs)
      const b = byIds.stepIds(Int16Array.from(chosen))
      expect(b.chain).toBe(a.chain)
      expect(b.actions).toEqual(a.actions)
    }
  })

  it('does nothing for ids that are not there', () => {
    const episode = laneEpisode()
    expect(episode.stepIds([-1, 999]).actions).toEqual([])
    expect(episode.stepIds([]).actions).toEqual([])
  })

  it('asks the check all the same', () => {
    expect(laneEpisode().stepIds([0]).actions).toMatchObject([
      { action: 'step', args: { by: 'left' }, verdict: 'wall' },
    ])
  })
})

describe('legal actions', () => {
  const legal = (episode: Episode): string[] => episode.legal(0).map(words)

  it('are the enumerable ones that pass their check, in the order of ids', () => {
    const episode = laneEpisode()
    const jumps = [0, 1, 2, 3].flatMap((to) => [false, true].map((high) => `jump ${to} ${high}`))
    expect(legal(episode)).toEqual(['step right', ...jumps, 'grab', 'roll'])
    episode.step([doing('step', { by: 'right' })])
    expect(legal(episode).slice(0, 2)).toEqual(['step left', 'step right'])
  })

  it('take in the options that an action offers, without saying anything twice', () => {
    const actions = {
      call: {
        args: { name: z.string() },
        options: () => [{ name: 'bob' }, { name: 'eve' }],
        check: (_: Lane, __: number, { name }: { name: string }) =>
          name === 'eve' ? { reject: 'absent' } : undefined,
        apply() {},
      },
      wave: { args: { hand: z.enum(['left']) }, options: () => [{ hand: 'left' }], apply() {} },
    }
    expect(legal(laneEpisode({ actions }))).toEqual(['wave left', 'call bob'])
  })

  it('are all accepted, and nothing else that is enumerable is', () => {
    const start = createEpisode(windfall, { seed: 7 })
    const state = start.save()
    const allowed = start.legal(0).map(words)
    for (const call of actionCatalog(windfall.world).ids) {
      start.restore(state)
      const { verdict, stage } = start.step([{ do: [call] }]).actions[0]!
      if (allowed.includes(words(call))) expect([verdict, 'nothing-here']).toContain(verdict)
      else expect(stage).toBe('check')
    }
  })
})
