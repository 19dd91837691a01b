import fc from 'fast-check'
import type { Column } from '../column.js'
import { isCoactError } from '../errors.js'
import type { AttributeValue } from '../world.js'
import type { Everything } from './everything.js'
import * as naive from './model.js'
import { FIELDS, type Model, RELATIONS, SETS } from './model.js'

/** Something that can be done to the real state and to its naive model. */
export interface Operation {
  /** @returns entities that were spawned */
  readonly real: (w: Everything, model: Model) => readonly number[]
  /** @returns the code with which the real one must refuse */
  readonly model: (model: Model, spawned: readonly number[]) => string | undefined
}

/** Does it to both. @returns what the real one spawned, and the codes of both refusals */
export function doBoth(operation: Operation, w: Everything, model: Model) {
  const { spawned, code } = doReal(operation, w, model)
  return { spawned, code, expected: operation.model(model, spawned) }
}

export function doReal({ real }: Operation, w: Everything, model: Model) {
  try {
    return { spawned: real(w, model), code: undefined }
  } catch (e) {
    if (isCoactError(e)) return { spawned: [], code: e.code }
    throw e
  }
}

/** A number stands for one of the living, now and then for an entity that never was. */
function pick(model: Model, number: number): number {
  const living = [...model.things.keys()].sort((a, b) => a - b)
  return living.length === 0 || number >= 38 ? 1000 + number : living[number % living.length]!
}

const on = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 40 }))
const name = fc.constantFrom('', 'cup', 'tin', 'box', 'constructor', '__proto__')
const component = fc.constantFrom('Body', 'Lamp', 'Tag0', 'Tag29', 'Tag30', 'Tag32')
const relation = fc.constantFrom(...RELATIONS)
const set = fc.constantFrom(...SETS)
const value = fc.oneof(
  fc.integer({ min: -3, max: 4 }),
  fc.constantFrom(-0, 255, 256, 0.1, 1.5, 40000, 1e300, NaN, Infinity),
)
const attribute = fc.constantFrom<AttributeValue[]>(
  ...[true, false, 0, 1, 2.5, 0.1, 1e-20, 2e-20, '', 'a', 'b'],
  ...[['a'], [], { a: 1, b: [2] }, { b: [2], a: 1 }],
)

const code = (result: unknown): string | undefined =>
  typeof result === 'string' ? result : undefined

/** Shown in counterexamples as its kind and arguments. */
function kind<G extends Readonly<Record<string, unknown>>>(
  label: string,
  weight: number,
  given: { readonly [K in keyof G]: fc.Arbitrary<G[K]> },
  real: (w: Everything, given: G, e: number, model: Model) => unknown,
  model: (model: Model, given: G, e: number, spawned: readonly number[]) => unknown,
): fc.WeightedArbitrary<Operation> {
  const arbitrary = fc.record(given as never).map((g: unknown): Operation => {
    const args = g as G
    const e = (m: Model): number => ('on' in args ? pick(m, args['on'] as number) : 0)
    return Object.assign(
      {
        real: (w: Everything, m: Model) => (real(w, args, e(m), m) ?? []) as readonly number[],
        model: (m: Model, spawned: readonly number[]) => code(model(m, args, e(m), spawned)),
      },
      { [fc.toStringMethod]: () => `${label} ${fc.stringify(args)}` },
    )
  })
  return { weight, arbitrary }
}

/** For operations on a thing that must live. */
const living =
  <G>(
    change: (
      thing: NonNullable<ReturnType<Model['things']['get']>>,
      given: G,
      model: Model,
      e: number,
    ) => unknown,
  ) =>
  (model: Model, given: G, e: number): string | undefined => {
    const thing = model.things.get(e)
    return thing === undefined ? 'entity/unknown' : code(change(thing, given, model, e))
  }

const entities = [
  kind(
    'spawn',
    5,
    {
      components: fc.subarray(['Body', 'Lamp', 'Tag0', 'Tag29', 'Tag30', 'Tag32']),
      name,
      x: fc.nat({ max: 2 }),
    },
    (w, { components, name, x }) => [
      w.spawn(Object.fromEntries(components.map((c) => [c, c === 'Body' ? { x } : {}])), name),
    ],
    (model, { components, name, x }, _, [entity]) => {
      if (name !== '' && naive.hasName(model, name)) return 'entity/duplicate-name'
      const thing = naive.spawn(model, entity!, components)
      thing.name = name
      const body = thing.components.get('Body')
      if (body !== undefined) body['x'] = x
      return undefined
    },
  ),
  kind(
    'own',
    1,
    { agent: fc.nat({ max: 1 }) },
    (w, { agent }) => [w.spawn({ Body: {} }, w.agents[agent]!)],
    (model, { agent }, _, [entity]) => {
      naive.spawn(model, entity!, ['Body']).owner = agent + 1
    },
  ),
  kind(
    'crowd',
    1,
    { count: fc.integer({ min: 1, max: 40 }) },
    (w, { count }) => Array.from({ length: count }, () => w.spawn({})),
    (model, _, __, spawned) => {
      for (const e of spawned) naive.spawn(model, e, [])
    },
  ),
  kind(
    'remove',
    3,
    { on },
    (w, _, e) => w.remove(e),
    living((_, __, model, e) => naive.remove(model, e)),
  ),
  kind(
    'name',
    1,
    { on, name },
    (w, { name }, e) => w.name(e, name),
    living((thing, { name }, model) => {
      if (name === '' || thing.name !== '') return 'entity/name'
      if (naive.hasName(model, name)) return 'entity/duplicate-name'
      thing.name = name
      return undefined
    }),
  ),
]

const columns = [
  kind(
    'add',
    2,
    { on, component },
    (w, { component }, e) => w.add(e, component as 'Body'),
    living(({ components }, { component }) => {
      if (!components.has(component)) components.set(component, naive.blank(component))
    }),
  ),
  kind(
    'drop',
    2,
    { on, component },
    (w, { component }, e) => w.drop(e, component as 'Body'),
    living(({ components }, { component }) => void components.delete(component)),
  ),
  ...(['Body', 'Lamp'] as const).map((component) =>
    kind(
      `set ${component}`,
      3,
      { on, field: fc.constantFrom<string[]>(...FIELDS[component]), value },
      (w, { field, value }, e) =>
        (w.c[component] as Readonly<Record<string, Column>>)[field]!.set(e, value),
      (model, { field, value }, e) => {
        const kept = naive.held(field, value)
        if (kept === undefined) return 'column/value'
        const values = model.things.get(e)?.components.get(component)
        if (values === undefined) return 'column/entity'
        values[field] = kept
        return undefined
      },
    ),
  ),
  kind(
    'bulk',
    1,
    { value: fc.nat({ max: 3 }) },
    (w, { value }) => {
      const x = w.c.Body.x.bulk()
      for (const e of w.each('Body')) x[e] = value
    },
    (model, { value }) => {
      for (const { components } of model.things.values()) {
        const body = components.get('Body')
        if (body !== undefined) body['x'] = value
      }
    },
  ),
]

const relations = [
  kind(
    'move',
    6,
    { relation, on, to: on, kind: fc.integer({ min: -1, max: 3 }) },
    (w, { relation, to, kind }, e, model) => w.rel[relation].move(e, pick(model, to), kind),
    (model, { relation, to, kind }, e) =>
      naive.move(model, relation, e, { parent: pick(model, to), kind }),
  ),
  kind(
    'free',
    1,
    { relation, on },
    (w, { relation }, e) => w.rel[relation].free(e),
    living((_, { relation }, model, e) => void model.links[relation].delete(e)),
  ),
  kind(
    'join',
    3,
    { set, on, member: on },
    (w, { set, member }, e, model) => w.sets[set].add(e, pick(model, member)),
    living(({ sets }, { set, member }, model) => {
      if (!model.things.has(pick(model, member))) return 'entity/unknown'
      sets[set].add(pick(model, member))
      return undefined
    }),
  ),
  kind(
    'leave',
    2,
    { set, on, member: on },
    (w, { set, member }, e, model) => w.sets[set].delete(e, pick(model, member)),
    living(({ sets }, { set, member }, model) => void sets[set].delete(pick(model, member))),
  ),
  kind(
    'clear',
    1,
    { set, on },
    (w, { set }, e) => w.sets[set].clear(e),
    living(({ sets }, { set }) => sets[set].clear()),
  ),
]

const data = [
  kind(
    'attribute',
    4,
    { on, name: fc.constantFrom('heavy', 'label', 'weight', 'uses'), value: attribute },
    (w, { name, value }, e) => w.attributes.set(e, name, value),
    living(({ attributes }, { name, value }) => void attributes.set(name, value)),
  ),
  kind(
    'forget',
    1,
    { on, name: fc.constantFrom('heavy', 'label', 'weight', 'uses') },
    (w, { name }, e) => w.attributes.delete(e, name),
    living(({ attributes }, { name }) => void attributes.delete(name)),
  ),
  kind(
    'note',
    1,
    { value: fc.nat({ max: 3 }) },
    (w, { value }) =>
      w.update((draft) => {
        draft.total += value
        if (value > 0) draft.log = [...draft.log, value].slice(-3)
      }),
    (model, { value }) => {
      model.total += value
      if (value > 0) model.log = [...model.log, value].slice(-3)
    },
  ),
]

export const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  ...entities,
  ...columns,
  ...relations,
  ...data,
)
