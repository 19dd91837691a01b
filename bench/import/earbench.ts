import type { Json } from '../../engine/index.js'
import { attributeActions, type SceneInput } from '../../worlds/index.js'
import type { Anomaly } from './types.js'

/** One of the benchmark's two evaluation splits. */
export type Split = 'single' | 'multi'

/** A scene or task file as it came, decoded and not yet trusted. */
export interface EarFile {
  readonly path: string
  readonly json: unknown
}

/** A converted scenario with what was odd about its source. */
export interface Converted {
  readonly scenario: {
    readonly format: 'coact/scenario/1'
    readonly id: string
    readonly title: string
    readonly world: 'household@2'
    readonly profile: 'compat'
    readonly params: SceneInput
    readonly agents: Readonly<Record<string, { readonly team: string; readonly role: string }>>
    readonly horizon: number
    readonly meta: Readonly<Record<string, Json>>
  }
  readonly anomalies: readonly Anomaly[]
  /** False when the reference itself refuses to load the scenario. */
  readonly refLoads: boolean
}

type Dict = Readonly<Record<string, unknown>>
type Thing = NonNullable<SceneInput['things']>[number]
type Task = NonNullable<SceneInput['tasks']>[number]

const KINDS = ['furniture', 'item', 'static', 'interactable', 'grabbable'] as const
const KNOWN_ACTIONS = new Set(attributeActions.map((a) => a.name))
/** The benchmark's step limit per task. */
const HORIZON = 35

const dict = (v: unknown): Dict =>
  v !== null && typeof v === 'object' && !Array.isArray(v) ? (v as Dict) : {}
const list = (v: unknown): readonly unknown[] => (Array.isArray(v) ? v : [])
const text = (v: unknown): string => (typeof v === 'string' ? v : '')
const short = (v: unknown): string => (JSON.stringify(v) ?? 'undefined').slice(0, 120)

/**
 * Turns one EAR-Bench scene and task into a scenario of the household world. What the reference's loader does to odd
 * data is done here too, and reported; nothing is guessed.
 */
export function convertEar(split: Split, number: string, scene: EarFile, task: EarFile): Converted {
  const anomalies: Anomaly[] = []
  const report = (file: EarFile, path: string, message: string, got: unknown): void => {
    anomalies.push({ file: file.path, path, message, got: short(got) })
  }
  const s = dict(scene.json)
  const t = dict(task.json)
  const rooms = convertRooms(s, (path, message, got) => report(scene, path, message, got))
  const things = convertThings(s, rooms, (path, message, got) => report(scene, path, message, got))
  const actions = list(s['abilities'])
    .map(text)
    .filter((name, i) => {
      if (KNOWN_ACTIONS.has(name)) return true
      report(scene, `abilities.${i}`, 'no such attribute action; left out', name)
      return false
    })
  const { bodies, refLoads } = convertBodies(t, (path, message, got) =>
    report(task, path, message, got),
  )
  const nodes = new Map<string, 'room' | Thing>([
    ...rooms.map((r) => [r.id, 'room'] as const),
    ...things.map((o) => [o.id, o] as const),
  ])
  const tasks = convertTasks(t, nodes, (path, message, got) => report(task, path, message, got))
  const first = tasks[0]
  return {
    refLoads,
    anomalies,
    scenario: {
      format: 'coact/scenario/1',
      id: `earbench-${split}-${number}`,
      title: first?.text || `EAR-Bench ${split} ${number}`,
      world: 'household@2',
      profile: 'compat',
      params: {
        description: text(s['description']),
        background: text(t['task_background']),
        rooms,
        things,
        actions: [...new Set(actions)] as NonNullable<SceneInput['actions']>,
        bodies,
        tasks,
        ends: 'done',
      },
      agents: Object.fromEntries(
        Object.keys(bodies).map((name) => [name, { team: 'all', role: 'agent' }]),
      ),
      horizon: HORIZON,
      meta: {
        source: 'EAR-Bench',
        split,
        number,
        scene: text(t['scene_id']),
        category: first?.category ?? '',
        refLoads,
      },
    },
  }
}

type Report = (path: string, message: string, got: unknown) => void

function convertRooms(scene: Dict, report: Report): SceneInput['rooms'] {
  const raw = list(scene['rooms']).map(dict)
  const ids = new Set(raw.map((r) => text(r['id'])))
  const links = new Map<string, Set<string>>(raw.map((r) => [text(r['id']), new Set<string>()]))
  raw.forEach((r, i) => {
    list(r['connected_to_room_ids']).forEach((to, j) => {
      const path = `rooms.${i}.connected_to_room_ids.${j}`
      if (!ids.has(text(to))) report(path, 'there is no such room; the link is left out', to)
      else links.get(text(r['id']))!.add(text(to))
    })
  })
  raw.forEach((r, i) => {
    for (const to of [...links.get(text(r['id']))!]) {
      if (links.get(to)!.has(text(r['id']))) continue
      report(
        `rooms.${i}.connected_to_room_ids`,
        'the link goes one way; it is made to go both ways',
        to,
      )
      links.get(to)!.add(text(r['id']))
    }
  })
  return raw.map((r) => ({
    id: text(r['id']),
    name: text(r['name']) || text(r['id']),
    links: [...links.get(text(r['id']))!],
    properties: { ...dict(r['properties']) },
  }))
}

/** Properties that have a field of their own in a scenario. */
const OWN_FIELDS = new Set(['weight', 'is_container', 'provides_abilities'])

function convertThings(scene: Dict, rooms: SceneInput['rooms'], report: Report): Thing[] {
  const raw = list(scene['objects']).map(dict)
  const lost = unplaced(rooms, raw)
  const order = [...raw.keys()].sort((a, b) => Number(lost.has(a)) - Number(lost.has(b)) || a - b)
  return order.map((i) => {
    const o = raw[i]!
    const properties = dict(o['properties'])
    const kind = KINDS.find((k) => k.toUpperCase() === text(o['type']))
    if (kind === undefined) report(`objects.${i}.type`, 'unknown type; taken as an item', o['type'])
    const furniture = kind === 'furniture'
    let at = text(o['location_id'])
    if (lost.has(i)) {
      report(
        `objects.${i}.location_id`,
        'the place leads to no room; put into the first room',
        o['location_id'],
      )
      at = `in:${rooms[0]!.id}`
    }
    const weight = properties['weight']
    if (typeof weight !== 'number' || !(weight >= 0)) {
      report(
        `objects.${i}.properties.weight`,
        `no weight; taken as ${furniture ? 10 : 0.5} kg`,
        weight,
      )
    }
    if ('provides_abilities' in o)
      report(
        `objects.${i}.provides_abilities`,
        'not where abilities are read from; ignored',
        o['provides_abilities'],
      )
    return {
      id: text(o['id']),
      name: text(o['name']) || text(o['id']),
      kind: kind ?? 'item',
      at,
      weight: typeof weight === 'number' && weight >= 0 ? weight : furniture ? 10 : 0.5,
      container: properties['is_container'] === true,
      provides: convertProvides(
        properties['provides_abilities'],
        `objects.${i}.properties.provides_abilities`,
        report,
      ),
      states: convertStates(dict(o['states']), `objects.${i}.states`, report),
      properties: Object.fromEntries(
        Object.entries(properties).filter(([key]) => !OWN_FIELDS.has(key)),
      ),
    }
  })
}

/** Positions of objects whose place leads to no room. quirk: firstRoomForTheLost */
function unplaced(rooms: SceneInput['rooms'], objects: readonly Dict[]): ReadonlySet<number> {
  const known = new Set(rooms.map((r) => r.id))
  const lost = new Set(objects.keys())
  for (let found = true; found; ) {
    found = false
    for (const i of lost) {
      const at = text(objects[i]!['location_id'])
      if (!/^(in|on):./.test(at) || !known.has(at.slice(3))) continue
      known.add(text(objects[i]!['id']))
      lost.delete(i)
      found = true
    }
  }
  return lost
}

function convertProvides(value: unknown, path: string, report: Report): string[] {
  const names = typeof value === 'string' ? [value] : list(value).map(text)
  names.forEach((name, i) => {
    if (!KNOWN_ACTIONS.has(name))
      report(`${path}.${i}`, 'no such attribute action; kept, and of no use', name)
  })
  return names
}

function convertStates(states: Dict, path: string, report: Report): NonNullable<Thing['states']> {
  const out: Record<string, boolean | number | string> = {}
  for (const [key, value] of Object.entries(states)) {
    if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
      out[key] = value
    else report(`${path}.${key}`, 'neither yes/no, number nor text; left out', value)
  }
  return out
}

function convertBodies(
  task: Dict,
  report: Report,
): { bodies: NonNullable<SceneInput['bodies']>; refLoads: boolean } {
  const bodies: NonNullable<SceneInput['bodies']> = {}
  let refLoads = true
  list(task['agents_config'])
    .map(dict)
    .forEach((a, i) => {
      const size = a['max_size']
      if (!Array.isArray(size) || size.length !== 3) {
        refLoads = false
        report(
          `agents_config.${i}.max_size`,
          'not three numbers: the reference does not load this scenario',
          size,
        )
      }
      const grasp = a['max_grasp_limit']
      const strength = a['max_weight']
      if (typeof grasp !== 'number')
        report(`agents_config.${i}.max_grasp_limit`, 'not a number; taken as 2', grasp)
      else if (grasp < 1)
        report(`agents_config.${i}.max_grasp_limit`, 'the agent cannot hold anything', grasp)
      if (typeof strength !== 'number')
        report(`agents_config.${i}.max_weight`, 'not a number; taken as 10', strength)
      bodies[`agent_${i + 1}`] = {
        name: text(a['name']) || `agent_${i + 1}`,
        grasp: typeof grasp === 'number' ? grasp : 2,
        strength: typeof strength === 'number' ? strength : 10,
        properties: { max_size: size },
      }
    })
  return { bodies, refLoads }
}

function convertTasks(
  task: Dict,
  nodes: ReadonlyMap<string, 'room' | Thing>,
  report: Report,
): Task[] {
  return list(task['tasks'])
    .map(dict)
    .map((t, i) => ({
      text: text(t['task_description']),
      category: text(t['task_category']) as NonNullable<Task['category']>,
      checks: list(t['validation_checks'])
        .map(dict)
        .map((c, j) => convertCheck(c, `tasks.${i}.validation_checks.${j}`, nodes, report)),
    }))
}

function convertCheck(
  check: Dict,
  path: string,
  nodes: ReadonlyMap<string, 'room' | Thing>,
  report: Report,
): Task['checks'][number] {
  const thing = text(check['id'])
  const place = typeof check['location_id'] === 'string' ? check['location_id'] : undefined
  const states: Record<string, boolean> = {}
  let absent = false
  const target = place?.slice(place.indexOf(':') + 1)
  if (!nodes.has(thing)) {
    absent = true
    report(`${path}.id`, 'there is no such thing: the check can never hold', thing)
  } else if (nodes.get(thing) === 'room')
    report(`${path}.id`, 'a room has no states and is in no place: the check can never hold', thing)
  if (target !== undefined) {
    const node = nodes.get(target)
    if (node === undefined) {
      absent = true
      report(`${path}.location_id`, 'there is no such place: the check can never hold', place)
    } else if (target === thing)
      report(`${path}.location_id`, 'the thing itself is its place', place)
    else if (node === 'room' && place!.startsWith('on:'))
      report(`${path}.location_id`, 'nothing can be put on a room', place)
    else if (node !== 'room' && place!.startsWith('in:') && node.container !== true)
      report(`${path}.location_id`, 'the place is no container', place)
  }
  for (const [key, value] of Object.entries(check)) {
    if (key === 'id' || key === 'location_id') continue
    if (key.startsWith('is_') && typeof value === 'boolean') states[key] = value
    else report(`${path}.${key}`, 'the reference does not check this', value)
  }
  return { thing, ...(place === undefined ? {} : { place }), states, absent }
}
