import { z } from 'zod'
import { type AnyWorld, type ArgShape, argsSchema } from '../../engine/index.js'
import { isScenario, type Registry, worldNamed } from '../registry.js'
import { EXIT } from './exit.js'
import { printable } from './printable.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import type { Terminal } from './terminal.node.js'

/** `coact worlds` */
export async function worldsCommand(
  id: string | undefined,
  flags: PluginFlags,
  terminal: Terminal,
): Promise<number> {
  const registry = await openRegistry(flags)
  if (id === undefined) {
    const worlds = [...registry.worlds.values()]
    terminal.document(worlds.map((w) => inShort(w, registry)))
    for (const w of worlds) terminal.line(shortLine(w, registry))
    return EXIT.fine
  }
  const world = worldNamed(registry, id)
  const told = inFull(world, registry)
  terminal.document(told)
  for (const line of fullLines(told)) terminal.line(line)
  return EXIT.fine
}

const inShort = (world: AnyWorld, registry: Registry) => ({
  id: world.id,
  version: world.version,
  title: world.title ?? world.id,
  profiles: world.profiles ?? ['default'],
  actions: Object.keys(world.actions),
  scenarios: scenariosOf(world, registry),
  ...packageOf(world, registry),
})

const packageOf = ({ id }: AnyWorld, { origins }: Registry): { readonly package?: string } => {
  const name = origins?.get(id)
  return name === undefined ? {} : { package: name }
}

function shortLine(world: AnyWorld, registry: Registry): string {
  const { title, profiles, actions, scenarios, ...from } = inShort(world, registry)
  const parts = [
    `profiles ${profiles.join(', ')}`,
    `${actions.length} actions`,
    `scenarios ${scenarios.map((s) => s.id).join(', ') || 'none'}`,
    ...(from.package === undefined ? [] : [`package ${printable(from.package)}`]),
  ]
  return `${world.id}@${world.version}  ${printable(title)}: ${parts.join('; ')}`
}

function scenariosOf(
  world: AnyWorld,
  { scenarios }: Registry,
): { readonly id: string; readonly title: string }[] {
  return [...scenarios].flatMap(([id, s]) => {
    const of = isScenario(s) ? s.world.id : String(s['world']).replace(/@.*$/, '')
    return of === world.id ? [{ id, title: String(s['title'] ?? id) }] : []
  })
}

type JsonSchema = Readonly<Record<string, unknown>>

const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema

const inFull = (world: AnyWorld, registry: Registry) => ({
  ...inShort(world, registry),
  ...rulesOf(world),
  turns: typeof world.turns === 'function' ? 'by state' : (world.turns ?? 'simultaneous'),
  params: schemaOf(world.params),
  actions: Object.entries(world.actions).map(([name, a]) => ({
    name,
    text: a.text ?? '',
    args: argsOf(a.args as ArgShape),
  })),
  messages: Object.entries(world.messages ?? {}).map(([type, body]) => ({
    type,
    body: argsOf(body as ArgShape),
  })),
  events: Object.entries(world.events ?? {}).map(([name, e]) => ({
    name,
    args: argsOf(e.args as ArgShape),
  })),
  observation: schemaOf(world.observation),
  /** What a planner can plan with; absent where the world exports no action model. */
  ...(world.model === undefined
    ? {}
    : { model: Object.keys(world.model((world.profiles ?? ['default'])[0]!).operators) }),
})

/** The rules in words as they are with default parameters; absent where the world has none, or needs parameters. */
function rulesOf({ rules, params }: AnyWorld): { readonly rules?: string } {
  const standard = params.safeParse({})
  return rules === undefined || !standard.success ? {} : { rules: rules(standard.data as never) }
}

const argsOf = (shape: ArgShape): JsonSchema => schemaOf(argsSchema(shape))

function fullLines(w: ReturnType<typeof inFull>): string[] {
  return [
    `${w.id}@${w.version}  ${printable(w.title)}`,
    ...(w.package === undefined ? [] : [`package: ${printable(w.package)}`]),
    ...(w.rules === undefined ? [] : [`rules: ${printable(w.rules, 4000)}`]),
    `profiles: ${w.profiles.join(', ')}`,
    `turns: ${w.turns}`,
    'params:',
    ...fieldLines(w.params),
    'actions:',
    ...w.actions.map(
      (a) => `  ${a.name}(${fields(a.args)})${a.text === '' ? '' : `  ${printable(a.text)}`}`,
    ),
    ...(w.messages.length === 0
      ? []
      : ['messages:', ...w.messages.map((m) => `  ${m.type}(${fields(m.body)})`)]),
    ...(w.events.length === 0
      ? []
      : ['events:', ...w.events.map((e) => `  ${e.name}(${fields(e.args)})`)]),
    w.model === undefined
      ? 'action model: none, so that planners cannot play'
      : `action model: ${w.model.join(', ')}`,
    w.scenarios.length === 0 ? 'scenarios: none' : 'scenarios:',
    ...w.scenarios.map((s) => `  ${printable(s.id)}  ${printable(s.title)}`),
  ]
}

const properties = (schema: JsonSchema): [string, JsonSchema][] =>
  Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>)

const fields = (schema: JsonSchema): string =>
  properties(schema)
    .map(([name, s]) => `${name}: ${typeText(s)}`)
    .join(', ')

const fieldLines = (schema: JsonSchema): string[] =>
  properties(schema).map(([name, s]) => {
    const standard =
      s['default'] === undefined ? '' : ` (default ${printable(JSON.stringify(s['default']), 60)})`
    const what = typeof s['description'] === 'string' ? `  ${printable(s['description'])}` : ''
    return `  ${name}: ${typeText(s)}${standard}${what}`
  })

function typeText(s: JsonSchema): string {
  const values = (s['enum'] ?? (s['const'] === undefined ? undefined : [s['const']])) as
    | readonly unknown[]
    | undefined
  if (values !== undefined) {
    const shown = values.slice(0, 8).map((v) => JSON.stringify(v))
    return printable(
      [...shown, ...(values.length > 8 ? [`… ${values.length} in all`] : [])].join(' | '),
    )
  }
  const type = Array.isArray(s['anyOf'])
    ? (s['anyOf'] as JsonSchema[]).map(typeText).join(' | ')
    : [s['type'] ?? 'any'].flat().join(' | ')
  const [low, high] = [s['minimum'], s['maximum']]
  const range = [
    low === undefined ? '' : `from ${low}`,
    high === undefined ? '' : `to ${high}`,
  ].filter((t) => t !== '')
  return range.length === 0 ? type : `${type} ${range.join(' ')}`
}
