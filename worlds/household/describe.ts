import type { Entity, Seat } from '../../engine/index.js'
import { held, isThing, NODE, standsIn } from '../kernels/embodied/index.js'
import { abilitiesOf, type Household, indexOf, lendsOf, propertiesOf, title } from './household.js'
import { holderOf, whereIs } from './rules/strict/sight.js'

/** The command forms that are offered to some agents who act together: what is always there, then what the scene allows. */
export function commandForms(w: Household, seats: readonly Seat[]): string[] {
  const { verbs } = indexOf(w)
  const sorted = [...verbs.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const tools = new Set(seats.flatMap((seat) => abilitiesOf(w, seat.entity)))
  const up = (name: string): string => name.toUpperCase()
  const forms = [
    'GOTO <object_id>',
    'GRAB <object_id>',
    'PLACE <object_id> <in|on> <container_id>',
    'EXPLORE',
    'DONE',
    ...sorted.filter((v) => !v.tool).map((v) => `${up(v.name)} <object_id>`),
    ...sorted.filter((v) => v.tool && tools.has(v.name)).map((v) => `${up(v.name)} <object_id>`),
  ]
  if (seats.length < 2) return forms
  const list = seats.map((s) => s.name).join(',')
  return [
    ...forms,
    `CORP_GRAB ${list} <object_id>`,
    `CORP_GOTO ${list} <location_id>`,
    `CORP_PLACE ${list} <object_id> <in|on> <container_id>`,
    ...sorted.map((v) => `CORP_${up(v.name)} ${list} <object_id>`),
    ...(w.profile === 'compat' ? [] : ['LET_GO']),
  ]
}

function yes(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return Array.isArray(value) ? value.map(yes).join(', ') : String(value)
}

function thingLine(w: Household, e: Entity, depth: number): string {
  const told = [...propertiesOf(w, e), ...w.attributes.entries(e)]
  const facts = [
    `${w.c.Thing.weight.get(e)} kg`,
    ...(w.c.Thing.container.get(e) === 1 ? ['holds things'] : []),
    ...(lendsOf(w, e).length > 0 ? [`tool for ${lendsOf(w, e).join(', ')}`] : []),
    ...told.map(([k, v]) => `${k}: ${yes(v)}`),
  ]
  const where = depth === 0 ? '' : `${w.text(w.rel.place.kind(e))} `
  return `${'  '.repeat(depth + 1)}- ${where}${w.nameOf(e)} (${title(w, e)}; ${facts.join('; ')})`
}

function depthOf(w: Household, e: Entity): number {
  let depth = 0
  for (
    let at = w.rel.place.parent(e);
    w.c.Node.kind.get(at) === NODE.thing && depth < 20;
    depth++
  ) {
    at = w.rel.place.parent(at)
  }
  return depth
}

function roomBlock(w: Household, me: Entity, at: Entity, things: readonly Entity[]): string[] {
  const links = w.sets.links.members(at).map(w.nameOf)
  const { rules } = indexOf(w)
  const people = w.agents.filter((a) => a.entity !== 0 && rules.whereabouts(w, me, a.entity) === at)
  return [
    `${w.nameOf(at)} (${title(w, at)})${links.length === 0 ? '' : `, next to ${links.join(', ')}`}`,
    ...people.map((a) => `  * ${a.name} is here`),
    ...(things.length === 0
      ? ['  nothing found here yet']
      : things.filter((e) => isThing(w, e)).map((e) => thingLine(w, e, depthOf(w, e)))),
  ]
}

/** Each room with what the agent perceives there. */
function roomBlocks(w: Household, me: Entity): string[] {
  const { rooms, rules, doors } = indexOf(w)
  const by = new Map<Entity, Entity[]>(rooms.map((at) => [at, []]))
  for (const e of rules.sees(w, me)) {
    if (holderOf(w, e) !== 0) continue
    const at = doors.has(e) ? standsIn(w, me) : whereIs(w, e)
    by.get(at)?.push(e)
  }
  return rooms.flatMap((at) => roomBlock(w, me, at, by.get(at)!))
}

function agentBlock(w: Household, me: Entity, seat: Seat): string[] {
  const e = seat.entity
  const { rules } = indexOf(w)
  const at = rules.whereabouts(w, me, e)
  if (at === 0) return [`${seat.name} (${title(w, e)}) is not in sight`]
  const holds = held(w, e)
  const can = abilitiesOf(w, e)
  const bound = w.c.Body.bound.get(e)
  return [
    `${seat.name} (${title(w, e)}) in ${w.nameOf(at)}: carries ${rules.load(w, e)} of ${w.c.Body.strength.get(e)} kg`,
    `  holds ${holds.length} of ${w.c.Body.grasp.get(e)}: ${holds.length === 0 ? 'nothing' : holds.map(w.nameOf).join(', ')}`,
    ...(can.length === 0 ? [] : [`  can ${can.join(', ')}`]),
    ...(bound === 0 ? [] : [`  carries ${w.nameOf(bound)} with others`]),
  ]
}

/** What an agent perceives, in words: tasks, rooms with what was found, agents, and the commands it may give. */
export function describe(w: Household, me: Entity, seat: Seat): string {
  const bodies = w.agents.filter((a) => a.entity !== 0)
  const lines = [
    ...(w.params.background === '' ? [] : [w.params.background, '']),
    'Tasks:',
    ...w.params.tasks
      .filter((t) => t.team === undefined || t.team === seat.team)
      .map((t, i) => `  ${i + 1}. ${t.text}`),
    '',
    'Rooms:',
    ...roomBlocks(w, me),
    '',
    'Agents:',
    ...bodies.flatMap((a) => agentBlock(w, me, a)),
  ]
  if (me !== 0) {
    lines.push(
      '',
      `You are ${seat.name}. Near you: ${indexOf(w).rules.near(w, me).map(w.nameOf).join(', ') || 'nothing'}.`,
    )
    lines.push(
      '',
      'Commands:',
      ...commandForms(w, bodies.length > 1 ? bodies : [seat]).map((f) => `  ${f}`),
    )
  }
  return lines.join('\n')
}
