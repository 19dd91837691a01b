import { COLLABORATIVE } from './household.js'
import { type Place, placeOf, whyNever } from './possible/checks.js'
import { reach } from './possible/closure.js'
import { modelOf, type Player } from './possible/model.js'
import type { Reached } from './possible/reached.js'
import { type Why, why } from './possible/why.js'
import type { Scene } from './scene.js'

/** Why a task can never be done: the position of the check that fails, a stable code, and a sentence. */
interface Reason extends Why {
  readonly check: number
}

export interface Possible {
  readonly tasks: readonly { readonly possible: boolean; readonly reasons: readonly Reason[] }[]
}

type Task = Scene['tasks'][number]

/**
 * Says which tasks of a scene can be done at all under the profile `strict`, whoever may do them and however long it takes.
 * What it calls impossible is impossible: it works out a little more than can come about (`possible/closure.ts`), so what is
 * not in that cannot be. What it calls possible may still fail for want of hands, as when one hand must hold two tools. A
 * scenario's script is not looked at.
 *
 * Codes. Of the check itself: `missing-thing`, `missing-place`, `absent`, `empty`, `room`, `agent-place`, `on-room`, `in-agent`,
 * `on-door`, `in-itself`, `no-container`, `no-state`; with the others of its task: `two-places`, `two-values`, `cycle`. Of moving: `fixed`,
 * `no-hands`, `too-heavy`, `not-held`, `cannot-bring`. Of getting at something: `no-way`, `closed`, `locked`. Of changing:
 * `no-verb`, `already-so`, `alone`, `cannot-meet`, `no-tool`, `tool-elsewhere`, and `tool-` with a code of moving or getting.
 *
 * @param scene one in which the world's `validate` finds nothing wrong
 * @param seats who takes part; those with the role of a ghost do nothing
 * @example
 * possible(sceneSchema.parse(params), [{ name: 'ada', team: 'all' }]).tasks[0] // { possible: false, reasons: [{ check: 0, code: 'too-heavy', … }] }
 */
export function possible(scene: Scene, seats: readonly Player[]): Possible {
  const r = reach(modelOf(scene, seats))
  return {
    tasks: scene.tasks.map((task) => {
      const reasons = [...whyAlone(r, task), ...whyAtOnce(r, task)]
      return { possible: reasons.length === 0, reasons }
    }),
  }
}

/** Why its checks can never hold, each for itself. */
const whyAlone = (r: Reached, task: Task): Reason[] =>
  task.checks.flatMap((check, i) =>
    whyNever(r, check, check.together ?? COLLABORATIVE.test(task.category)).map((reason) => ({
      check: i,
      ...reason,
    })),
  )

/** Why its checks can never hold at the same moment: a thing is in one place, a state has one value, and nothing is in what it holds. */
function whyAtOnce(r: Reached, task: Task): Reason[] {
  const reasons: Reason[] = []
  const places = new Map<string, Place>()
  const values = new Map<string, boolean>()
  for (const [check, asked] of task.checks.entries()) {
    const { thing, states } = asked
    const place = placeOf(asked)
    const other = place && places.get(thing)
    if (place !== undefined && other !== undefined && !agree(place, other)) {
      const text = `${thing} cannot be both ${textOf(other)} and ${textOf(place)}`
      reasons.push({ check, ...why('two-places', text) })
    } else if (place !== undefined) {
      places.set(thing, {
        id: place.id,
        preposition: place.preposition || other?.preposition || '',
      })
      const ring = place.id === thing ? undefined : ringAt(r, thing, places)
      if (ring !== undefined)
        reasons.push({
          check,
          ...why('cycle', `Each would be in or on the next: ${ring.join(', ')}`),
        })
    }
    for (const [state, value] of Object.entries(states)) {
      const key = `${thing} ${state}`
      if (values.get(key) === !value)
        reasons.push({
          check,
          ...why('two-values', `${thing} cannot have both values of ${state}`),
        })
      values.set(key, value)
    }
  }
  return reasons
}

const agree = (a: Place, b: Place): boolean =>
  a.id === b.id && (a.preposition === '' || b.preposition === '' || a.preposition === b.preposition)

const textOf = (place: Place): string => `${place.preposition || 'at'} ${place.id}`

/** The ring that a thing would be in if everything were in its place, and what nobody can lift stayed where it is. */
function ringAt(
  r: Reached,
  thing: string,
  places: ReadonlyMap<string, { readonly id: string }>,
): string[] | undefined {
  const ring: string[] = []
  for (let at: string | undefined = thing; at !== undefined && !ring.includes(at); ) {
    ring.push(at)
    const node = r.model.nodes.get(at)
    const stays = node?.is === 'thing' && !r.lifted[node.at]
    at = places.get(at)?.id ?? (stays ? r.model.scene.things[node.at]!.at.slice(3) : undefined)
    if (at === thing) return ring
  }
  return undefined
}
