import type { Frame, Json } from '../../../engine/index.js'
import type { Replay } from '../../reader.js'
import type { EntityView, StateView } from '../../view.js'
import { labelOf, type Subject } from '../scenes/read.js'
import type { Cause, EntityRow, EntityTold, Fact } from '../tell.js'
import { cap, capped, capText } from './cap.js'

const ROWS_MAX = 4000

/** All entities of a tick, with where they are. */
export async function entitiesOf(
  replay: Replay,
  subject: Subject,
  tick: number,
): Promise<{ rows: readonly EntityRow[]; more: number }> {
  const view = await replay.state(tick)
  const all = view.entities()
  const owners = view.column('entity.owner')
  const parents = view.layout.relations.map(({ name }) => view.column(`${name}.parent`))
  const sets = view.layout.components.map((name) => [name, new Set(view.entities(name))] as const)
  const rows = all.slice(0, ROWS_MAX).map(
    (id): EntityRow => ({
      id,
      label: capText(labelOf(view, subject, id), 200),
      kinds: sets.flatMap(([name, members]) => (members.has(id) ? [name] : [])),
      owner: subject.agents[(owners[id] ?? 0) - 1]?.name ?? '',
      parent: parents.map((p) => p[id] ?? 0).find((p) => p > 0 && p !== id) ?? 0,
    }),
  )
  return { rows, more: all.length - rows.length }
}

/** All that is true of an entity at a tick, and what of it the tick changed. */
export async function entityOf(
  replay: Replay,
  subject: Subject,
  tick: number,
  id: number,
): Promise<EntityTold> {
  const view = await replay.state(tick)
  const before = tick > replay.info.first ? await replay.state(tick - 1) : undefined
  const entity = view.entity(id)
  const old = factMap(before, id)
  const by = causesOf(await replay.frame(tick), view, id)
  const facts = [...factsOf(view, entity)].map(([what, value]): Fact => {
    const label = labelled(view, subject, what, value)
    const was = old.get(what)
    const isChanged = before !== undefined && JSON.stringify(was) !== JSON.stringify(value)
    return {
      what,
      value: cap(value),
      ...(label === undefined ? {} : { label }),
      ...(isChanged
        ? { changed: { by: by.get(what) ?? '', ...(was === undefined ? {} : { old: cap(was) }) } }
        : {}),
    }
  })
  return {
    id,
    label: capText(labelOf(view, subject, id), 200),
    owner: entity.owner,
    facts: facts.slice(0, 400),
  }
}

/** Values by the names that `why` takes. */
function* factsOf({ layout }: StateView, e: EntityView): Generator<[string, unknown]> {
  for (const [component, fields] of Object.entries(e.components))
    for (const [field, value] of Object.entries(fields)) yield [`${component}.${field}`, value]
  for (const [name, { parent, kind }] of Object.entries(e.relations)) {
    if (parent === 0) continue
    yield [`${name}.parent`, parent]
    if (kind !== '') yield [`${name}.kind`, kind]
  }
  for (const [name, value] of Object.entries(e.attributes))
    yield [`${layout.tables[0]}.${name}`, value]
  for (const [name, members] of Object.entries(e.sets))
    if (members.length > 0) yield [name, members]
}

function factMap(view: StateView | undefined, id: number): Map<string, unknown> {
  if (view === undefined || view.column('entity.alive')[id] !== 1) return new Map()
  return new Map(factsOf(view, view.entity(id)))
}

/** What caused each change of an entity in a frame. */
function causesOf(
  { diff, causes }: Frame,
  { layout, text }: StateView,
  id: number,
): Map<string, string> {
  const found = new Map<string, string>()
  for (const { column, ids, causes: who } of diff.columns) {
    const i = ids.indexOf(id)
    if (i >= 0) found.set(layout.columns[column]!.name, causes[who[i]!] ?? '')
  }
  diff.pairs.forEach((rows, table) => {
    rows?.entities.forEach((entity, i) => {
      if (entity !== id) return
      const name = layout.tables[table]!
      found.set(
        table === 0 ? `${name}.${text(rows.keys[i]!)}` : name,
        causes[rows.causes[i]!] ?? '',
      )
    })
  })
  return found
}

/** How entities are called that a value names. */
function labelled(
  view: StateView,
  subject: Subject,
  what: string,
  value: unknown,
): string | undefined {
  const info = view.layout.columns.find((c) => c.name === what)
  const name = (e: unknown): string =>
    typeof e === 'number' && view.column('entity.alive')[e] === 1
      ? labelOf(view, subject, e)
      : String(e)
  if (info?.kind === 'ref' && typeof value === 'number' && value > 0)
    return capText(name(value), 200)
  const isSet = view.layout.tables.slice(1).includes(what) && Array.isArray(value)
  return isSet ? capText(value.slice(0, 50).map(name).join(', '), 2000) : undefined
}

/** What last set a part of an entity. */
export async function whyOf(
  replay: Replay,
  { tick, id, what }: { readonly tick: number; readonly id: number; readonly what: string },
): Promise<Cause | null> {
  const why = await replay.why(id, what, tick)
  if (why === undefined) return null
  const { action } = why
  const agent =
    action === undefined
      ? /^(?:action|fallback|act|memory):([^:]+)/.exec(why.cause)?.[1]
      : replay.info.header.agents[action.agent]?.name
  return {
    tick: why.tick,
    entity: why.entity,
    what: why.what,
    by: why.cause,
    ...(agent === undefined ? {} : { agent }),
    ...(action === undefined ? {} : { action: capped(action) }),
    old: orNull(why.old),
    value: orNull(why.value),
  }
}

const orNull = (value: unknown): Json => (value === undefined ? null : cap(value))
