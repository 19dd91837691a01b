import type { Rng } from '../../../engine/index.js'
import type { SceneInput } from '../scene.js'

type Thing = NonNullable<SceneInput['things']>[number]
type Check = NonNullable<SceneInput['tasks']>[number]['checks'][number]

/** A scene with its agents. */
export interface Tiny {
  readonly names: readonly string[]
  readonly scene: SceneInput
}

const VERBS = ['open', 'close', 'unlock', 'clean', 'turn_on', 'turn_off'] as const
const STATES = ['is_open', 'is_locked', 'is_dirty', 'is_on']
const KINDS = ['item', 'item', 'furniture', 'static', 'static'] as const

/**
 * A random scene that can be searched through: one or two agents of little strength, two rooms, a few things, some of them
 * boxes that are shut or locked, tools, perhaps a door, and one task that may well be impossible.
 */
export function tinyScene(rng: Rng): Tiny {
  const names = rng.chance(0.5) ? ['ada', 'bob'] : ['ada']
  const linked = rng.chance(0.5)
  const things: Thing[] = linked && rng.chance(0.6) ? [door(rng)] : []
  const count = rng.range(3, names.length > 1 ? 3 : 4)
  while (things.length < count) things.push(tinyThing(rng, things))
  const ways = rng.pick([
    ['b', 'a'],
    ['b', 'a'],
    ['b', ''],
    ['', ''],
  ])
  const isDoorless = things[0]!.door === undefined
  const links = isDoorless ? ways : ['b', 'a']
  return {
    names,
    scene: {
      rooms: ['a', 'b'].map((id, i) => ({
        id,
        name: id,
        links: links[i] === '' ? [] : [links[i]!],
      })),
      things,
      actions: VERBS.filter(() => rng.chance(0.75)),
      bodies: Object.fromEntries(
        names.map((name) => [
          name,
          {
            grasp: rng.pick([0, 1, 1, 2]),
            strength: rng.pick([1, 2, 4]),
            start: rng.pick(['a', 'b']),
          },
        ]),
      ),
      tasks: [{ text: 'Do it', checks: tinyChecks(rng, things, names) }],
      travel: linked ? 'links' : 'anywhere',
      allFound: rng.chance(names.length > 1 ? 0.9 : 0.7),
    },
  }
}

const door = (rng: Rng): Thing => ({
  id: 't0',
  name: 't0',
  kind: 'static',
  at: rng.pick(['in:a', 'in:b']),
  door: ['a', 'b'],
  states: { is_open: rng.chance(0.3), ...(rng.chance(0.5) ? { is_locked: true } : {}) },
})

function tinyThing(rng: Rng, before: readonly Thing[]): Thing {
  const under = before.length > 0 && rng.chance(0.5) ? rng.pick(before) : undefined
  const place = under?.container === true && rng.chance(0.7) ? 'in' : 'on'
  const container = rng.chance(0.5)
  const states: Record<string, boolean> = {}
  if (container && rng.chance(0.6)) states['is_open'] = rng.chance(0.3)
  if (container && rng.chance(0.3)) states['is_locked'] = true
  if (rng.chance(0.4)) states['is_dirty'] = rng.chance(0.7)
  if (rng.chance(0.3)) states['is_on'] = rng.chance(0.5)
  return {
    id: `t${before.length}`,
    name: `t${before.length}`,
    kind: rng.pick(KINDS),
    at: under === undefined ? rng.pick(['in:a', 'in:b']) : `${place}:${under.id}`,
    weight: rng.pick([0, 1, 1, 2, 3, 5]),
    container,
    provides: rng.chance(0.5) ? [rng.pick(['unlock', 'clean'])] : [],
    states,
  }
}

function tinyChecks(rng: Rng, things: readonly Thing[], names: readonly string[]): Check[] {
  return Array.from({ length: rng.chance(0.3) ? 2 : 1 }, () => {
    const thing = rng.pick(things)
    const states = Object.keys(thing.states ?? {})
    const isStates = states.length > 0 && rng.chance(0.5)
    return {
      thing: rng.chance(0.03) ? rng.pick([...names, 'a']) : thing.id,
      ...(isStates ? {} : { place: tinyPlace(rng, things, names) }),
      states: isStates ? { [rng.pick([...states, ...STATES])]: rng.chance(0.5) } : {},
      together: rng.chance(0.3),
    }
  })
}

function tinyPlace(rng: Rng, things: readonly Thing[], names: readonly string[]): string {
  const boxes = things.filter((t) => t.container === true).map((t) => t.id)
  if (boxes.length > 0 && rng.chance(0.5)) return `in:${rng.pick(boxes)}`
  if (rng.chance(0.2)) return `:${rng.pick(names)}`
  if (rng.chance(0.5)) return `in:${rng.pick(['a', 'b'])}`
  return `${rng.pick(['on', ''])}:${rng.pick(things).id}`
}
