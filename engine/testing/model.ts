import fc from 'fast-check'
import { z } from 'zod'
import { CoactError } from '../errors.js'
import { bool, components, f32, f64, type Field, fixed, i16, oneOf, u8 } from '../fields.js'
import { createInstance, type Instance } from '../instance.js'
import { type AnyWorld, type AttributeValue, defineWorld, type World } from '../world.js'

const tags = Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`Tag${i}`, {}])) as {
  readonly [K in 'Tag0' | 'Tag30' | 'Tag32']: Readonly<Record<never, Field>>
}

/** A world that has every kind of state, and more components than one mask holds. */
export const everything = defineWorld({
  id: 'everything',
  version: 1,
  params: z.object({}),
  components: components(
    {
      Body: { x: i16, small: u8, heat: f64, mass: f32, part: fixed(10) },
      Lamp: { lit: bool, colour: oneOf('red', 'green', 'blue') },
      ...tags,
    },
    {
      relations: {
        place: { kinds: ['in', 'on', 'under'] },
        part: { orphans: 'remove' },
        thought: { acyclic: false },
      },
      sets: ['likes', 'knows'],
      state: z.object({ total: z.int().default(0), log: z.array(z.int()).default([]) }),
    },
  ),
  observation: z.object({}),
  actions: {},
  setup() {},
  observe: () => ({}),
})

/** The state of {@link everything} as its world code sees it. */
export type Everything = World<typeof everything.components, object>

/** A fresh, empty instance of {@link everything}. */
export const emptyInstance = (): Omit<Instance, 'w'> & { readonly w: Everything } => {
  const instance = createInstance(everything as unknown as AnyWorld, {
    params: {},
    profile: 'default',
    agents: [
      { name: 'ada', team: 'all', role: 'agent' },
      { name: 'bob', team: 'all', role: 'agent' },
    ],
    seed: '7',
    tapes: {},
    track: true,
  })
  return { ...instance, w: instance.w as unknown as Everything }
}

export const FIELDS = {
  Body: ['x', 'small', 'heat', 'mass', 'part'],
  Lamp: ['lit', 'colour'],
} as const
const COMPONENTS = ['Body', 'Lamp', 'Tag0', 'Tag29', 'Tag30', 'Tag32'] as const
export const RELATIONS = ['place', 'part', 'thought'] as const
export const SETS = ['likes', 'knows'] as const
const ATTRIBUTES = ['heavy', 'label', 'weight', 'uses'] as const
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  x: [-32768, 32767],
  small: [0, 255],
  heat: [-Number.MAX_VALUE, Number.MAX_VALUE],
  mass: [-3.4028234663852886e38, 3.4028234663852886e38],
  part: [-2147483647 / 1024, 2147483647 / 1024],
  lit: [0, 1],
  colour: [0, 2],
}
const WHOLE = new Set(['x', 'small', 'lit', 'colour'])

/** What is done to a state; entities are given by a number that is mapped onto the living ones. */
export type Op =
  | { readonly op: 'spawn'; readonly components: readonly string[]; readonly name: string; readonly value: number }
  | { readonly op: 'own'; readonly agent: number }
  | { readonly op: 'crowd'; readonly count: number }
  | { readonly op: 'remove'; readonly on: number }
  | { readonly op: 'add' | 'drop'; readonly on: number; readonly component: string }
  | { readonly op: 'set'; readonly on: number; readonly component: 'Body' | 'Lamp'; readonly field: number; readonly value: number }
  | { readonly op: 'bulk'; readonly value: number }
  | { readonly op: 'move'; readonly relation: (typeof RELATIONS)[number]; readonly on: number; readonly to: number; readonly kind: number }
  | { readonly op: 'free'; readonly relation: (typeof RELATIONS)[number]; readonly on: number }
  | { readonly op: 'attribute'; readonly on: number; readonly name: string; readonly value: AttributeValue | undefined }
  | { readonly op: 'join' | 'leave'; readonly set: (typeof SETS)[number]; readonly on: number; readonly member: number }
  | { readonly op: 'clear'; readonly set: (typeof SETS)[number]; readonly on: number }
  | { readonly op: 'note'; readonly value: number }
  | { readonly op: 'name'; readonly on: number; readonly name: string }

const on = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 40 }))
const name = fc.constantFrom('', 'cup', 'tin', 'box', 'constructor', '__proto__')
const value = fc.oneof(fc.integer({ min: -3, max: 4 }), fc.constantFrom(-0, 255, 256, 0.1, 1.5, 40000, 1e300, NaN, Infinity))
const attribute: fc.Arbitrary<AttributeValue | undefined> = fc.constantFrom<(AttributeValue | undefined)[]>(
  undefined,
  ...[true, false, 0, 1, 2.5, 0.1, 1e-20, 2e-20, '', 'a', 'b'],
  ...[['a'], [], { a: 1, b: [2] }, { b: [2], a: 1 }],
)

export const anyOp: fc.Arbitrary<Op> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ op: fc.constant('spawn' as const), components: fc.subarray([...COMPONENTS]), name, value: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('own' as const), agent: fc.nat({ max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('crowd' as const), count: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('remove' as const), on }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constantFrom('add' as const, 'drop' as const), on, component: fc.constantFrom(...COMPONENTS) }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constant('set' as const), on, component: fc.constantFrom('Body' as const, 'Lamp' as const), field: fc.nat({ max: 4 }), value }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('bulk' as const), value: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constant('move' as const), relation: fc.constantFrom(...RELATIONS), on, to: on, kind: fc.integer({ min: -1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('free' as const), relation: fc.constantFrom(...RELATIONS), on }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('attribute' as const), on, name: fc.constantFrom(...ATTRIBUTES), value: attribute }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constantFrom('join' as const, 'leave' as const), set: fc.constantFrom(...SETS), on, member: on }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('clear' as const), set: fc.constantFrom(...SETS), on }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('note' as const), value: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('name' as const), on, name }) },
)

/** One thing in the naive model. */
interface Thing {
  readonly components: Map<string, Record<string, number>>
  name: string
  owner: number
  readonly attributes: Map<string, AttributeValue>
  readonly sets: Record<string, Set<number>>
}

interface Link {
  readonly parent: number
  readonly kind: number
}

/** The naive model: objects and maps, written for being obvious. */
export interface Model {
  readonly things: Map<number, Thing>
  /** By relation, children in the order in which they came. */
  readonly links: Record<string, Map<number, Link>>
  total: number
  log: number[]
}

export const emptyModel = (): Model => ({
  things: new Map(),
  links: Object.fromEntries(RELATIONS.map((r) => [r, new Map<number, Link>()])),
  total: 0,
  log: [],
})

/** The entity that an operation means: usually a living one, sometimes one that never was. */
export function entityOf(model: Model, number: number): number {
  const living = [...model.things.keys()].sort((a, b) => a - b)
  return living.length === 0 || number >= 38 ? 1000 + number : living[number % living.length]!
}

/** Stores what a field can hold of a value; undefined when it refuses. */
function held(field: string, value: number): number | undefined {
  const [min, max] = BOUNDS[field]!
  if (!(value >= min && value <= max)) return undefined
  if (WHOLE.has(field)) return Number.isInteger(value) ? value + 0 : undefined
  if (field === 'mass') return Math.fround(value) + 0
  return (field === 'part' ? Math.round(value * 1024) / 1024 : value) + 0
}

const blank = (component: string): Record<string, number> =>
  Object.fromEntries((FIELDS[component as 'Body'] ?? []).map((f) => [f, 0]))

function add(model: Model, entity: number, given: { components: readonly string[]; name?: string; owner?: number; value?: number }): void {
  const made = new Map<string, Record<string, number>>()
  for (const c of given.components) made.set(c, blank(c))
  const body = made.get('Body')
  if (body !== undefined && given.value !== undefined) body['x'] = given.value
  model.things.set(entity, {
    components: made,
    name: given.name ?? '',
    owner: given.owner ?? 0,
    attributes: new Map(),
    sets: Object.fromEntries(SETS.map((s) => [s, new Set<number>()])),
  })
}

function remove(model: Model, entity: number): void {
  const orphans: number[] = []
  for (const r of RELATIONS) {
    const links = model.links[r]!
    links.delete(entity)
    for (const [child, link] of [...links]) {
      if (link.parent !== entity) continue
      links.delete(child)
      if (r === 'part') orphans.push(child)
    }
  }
  model.things.delete(entity)
  for (const thing of model.things.values()) for (const s of SETS) thing.sets[s]!.delete(entity)
  for (const child of orphans) if (model.things.has(child)) remove(model, child)
}

function inside(links: Map<number, Link>, entity: number, ancestor: number): boolean {
  for (let at = links.get(entity)?.parent; at !== undefined; at = links.get(at)?.parent) if (at === ancestor) return true
  return false
}

function move(model: Model, op: Extract<Op, { op: 'move' }>, child: number, parent: number): string | undefined {
  const links = model.links[op.relation]!
  if (!model.things.has(child) || !model.things.has(parent)) return 'entity/unknown'
  if (op.kind < 0 || (op.relation === 'place' && op.kind > 2)) return 'relation/kind'
  if (op.relation !== 'thought' && (child === parent || inside(links, parent, child))) return 'relation/cycle'
  links.delete(child)
  links.set(child, { parent, kind: op.kind })
  return undefined
}

const nameTaken = (model: Model, text: string): boolean =>
  [...model.things.values()].some((t) => t.name === text)

/** Does an operation to the model. @param spawned the ids that the real state gave @returns the code it must refuse with */
export function modelDo(model: Model, op: Op, spawned: readonly number[]): string | undefined {
  const entity = 'on' in op ? entityOf(model, op.on) : 0
  const thing = model.things.get(entity)
  switch (op.op) {
    case 'spawn':
      if (op.name !== '' && nameTaken(model, op.name)) return 'entity/duplicate-name'
      return void add(model, spawned[0]!, op)
    case 'own':
      return void add(model, spawned[0]!, { components: ['Body'], owner: op.agent + 1 })
    case 'crowd':
      for (const e of spawned) add(model, e, { components: [] })
      return undefined
    case 'bulk':
      for (const t of model.things.values()) {
        const body = t.components.get('Body')
        if (body !== undefined) body['x'] = op.value
      }
      return undefined
    case 'note':
      model.total += op.value
      if (op.value > 0) model.log = [...model.log, op.value].slice(-3)
      return undefined
    case 'set': {
      const fields = FIELDS[op.component]
      const field = fields[op.field % fields.length]!
      const value = held(field, op.value)
      if (value === undefined) return 'column/value'
      const values = thing?.components.get(op.component)
      if (values === undefined) return 'column/entity'
      values[field] = value
      return undefined
    }
    case 'move':
      return move(model, op, entity, entityOf(model, op.to))
    default:
      return thing === undefined ? 'entity/unknown' : modelChange(model, op, entity, thing)
  }
}

type Change = Extract<Op, { op: 'remove' | 'add' | 'drop' | 'free' | 'attribute' | 'join' | 'leave' | 'clear' | 'name' }>

function modelChange(model: Model, op: Change, entity: number, thing: Thing): string | undefined {
  switch (op.op) {
    case 'remove':
      return void remove(model, entity)
    case 'add':
      if (!thing.components.has(op.component)) thing.components.set(op.component, blank(op.component))
      return undefined
    case 'drop':
      return void thing.components.delete(op.component)
    case 'free':
      return void model.links[op.relation]!.delete(entity)
    case 'attribute':
      if (op.value === undefined) thing.attributes.delete(op.name)
      else thing.attributes.set(op.name, op.value)
      return undefined
    case 'name':
      if (op.name === '' || thing.name !== '') return 'entity/name'
      if (nameTaken(model, op.name)) return 'entity/duplicate-name'
      thing.name = op.name
      return undefined
    case 'clear':
      return void thing.sets[op.set]!.clear()
    default: {
      const member = entityOf(model, op.member)
      if (op.op === 'leave') return void thing.sets[op.set]!.delete(member)
      if (!model.things.has(member)) return 'entity/unknown'
      return void thing.sets[op.set]!.add(member)
    }
  }
}

/** Does an operation to the real state. @returns the ids spawned, and the code of the refusal */
export function worldDo(w: Everything, model: Model, op: Op): { spawned: number[]; code: string | undefined } {
  const spawned: number[] = []
  try {
    act(w, model, op, spawned)
    return { spawned, code: undefined }
  } catch (e) {
    if (e instanceof CoactError) return { spawned, code: e.code }
    throw e
  }
}

function act(w: Everything, model: Model, op: Op, spawned: number[]): void {
  const e = 'on' in op ? entityOf(model, op.on) : 0
  switch (op.op) {
    case 'spawn': {
      const values = Object.fromEntries(op.components.map((c) => [c, c === 'Body' ? { x: op.value } : {}]))
      spawned.push(w.spawn(values, op.name))
      break
    }
    case 'own':
      spawned.push(w.spawn({ Body: {} }, w.agents[op.agent]!))
      break
    case 'crowd':
      for (let i = 0; i < op.count; i++) spawned.push(w.spawn({}))
      break
    case 'remove':
      return w.remove(e)
    case 'add':
      return w.add(e, op.component as 'Body')
    case 'drop':
      return w.drop(e, op.component as 'Body')
    case 'set': {
      const fields = FIELDS[op.component]
      const columns = w.c[op.component] as unknown as Record<string, { set(e: number, v: number): void }>
      return columns[fields[op.field % fields.length]!]!.set(e, op.value)
    }
    case 'bulk': {
      const x = w.c.Body.x.bulk()
      for (const each of w.each('Body')) x[each] = op.value
      break
    }
    case 'move':
      return w.rel[op.relation].move(e, entityOf(model, op.to), op.kind)
    case 'free':
      return w.rel[op.relation].free(e)
    case 'attribute':
      return op.value === undefined ? w.attributes.delete(e, op.name) : w.attributes.set(e, op.name, op.value)
    case 'join':
      return w.sets[op.set].add(e, entityOf(model, op.member))
    case 'leave':
      return w.sets[op.set].delete(e, entityOf(model, op.member))
    case 'clear':
      return w.sets[op.set].clear(e)
    case 'name':
      return w.name(e, op.name)
    case 'note':
      w.update((draft) => {
        draft.total += op.value
        if (op.value > 0) draft.log = [...draft.log, op.value].slice(-3)
      })
  }
}
