import { z } from 'zod'
import {
  type ActionDefinition,
  type AnyWorld,
  type ArgShape,
  actionCatalog,
  argsSchema,
} from '../../../engine/index.js'
import { failure, within } from '../failure.js'

const CHECK = 'definition'

/** Every schema becomes JSON Schema, every profile has a model where there is one, every action can be found by trying. */
export function checkDefinition(world: AnyWorld): void {
  for (const [where, schema, io] of schemasOf(world))
    within(CHECK, where, () => z.toJSONSchema(schema, { io, unrepresentable: 'any' }))
  const profiles = world.profiles ?? ['default']
  if (profiles.length === 0 || new Set(profiles).size < profiles.length) {
    throw failure(CHECK, 'The profiles are not distinct names', { got: profiles.join(', ') })
  }
  for (const profile of profiles) within(CHECK, `model(${profile})`, () => world.model?.(profile))
  const catalog = actionCatalog(world)
  for (const [name, action] of Object.entries(world.actions)) {
    const { options } = action as ActionDefinition<never, never, ArgShape>
    if (catalog.isEnumerated(name) || options !== undefined) continue
    throw failure(CHECK, `Nobody can find the action "${name}" by trying`, {
      where: `actions.${name}`,
      expected: 'arguments with a finite list of values, or options(w, me, seat)',
      next: 'Give it `options`, so that legal() lists it.',
    })
  }
}

type NamedSchema = readonly [where: string, schema: z.ZodType, io: 'input' | 'output']

function schemasOf(world: AnyWorld): NamedSchema[] {
  const shapes = [
    ...Object.entries(world.actions).map(([n, a]) => [`actions.${n}`, a.args] as const),
    ...Object.entries(world.messages ?? {}).map(([n, m]) => [`messages.${n}`, m] as const),
    ...Object.entries(world.events ?? {}).map(([n, e]) => [`events.${n}`, e.args] as const),
  ]
  return [
    ['params', world.params, 'input'],
    ['observation', world.observation, 'output'],
    ...shapes.map(([n, shape]): NamedSchema => [n, argsSchema(shape as ArgShape), 'input']),
  ]
}

/** Ids and calls of enumerable actions stand for each other, and every listed call fits its schema. */
export function checkIds(world: AnyWorld): void {
  const catalog = actionCatalog(world)
  for (const [id, call] of catalog.ids.entries()) {
    const where = `id ${id}, ${call.action} ${JSON.stringify(call.args)}`
    if (catalog.idOf(call) !== id) {
      throw failure('ids', 'An id does not come back from its action', {
        where,
        expected: String(id),
        got: String(catalog.idOf(call)),
      })
    }
    const { args } = catalog.definition(call.action)!
    const parsed = argsSchema(args).safeParse(call.args)
    if (!parsed.success)
      throw failure('ids', 'An action with an id does not fit its schema', { where })
  }
}
