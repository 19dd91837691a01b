import { CoactError } from '../../../engine/index.js'
import type { CATEGORIES } from '../scene.js'
import type { Job, Maker } from './job.js'
import { heave, together } from './joint.js'
import type { Body } from './plan.js'
import { alter, bring, putAway, stow, work, workThenPut } from './singles.js'
import type { Site } from './site.js'
import { share } from './target.js'

export type Category = (typeof CATEGORIES)[number]

/** The fewest things with which a task of a category can be made. */
export const OBJECTS_MIN: Readonly<Record<Category, number>> = {
  direct_command: 2,
  attribute_reasoning: 2,
  tool_use: 2,
  compound_reasoning: 2,
  explicit_collaboration: 2,
  implicit_collaboration: 2,
  compound_collaboration: 3,
}

export const AGENTS_MIN: Readonly<Record<Category, number>> = {
  direct_command: 1,
  attribute_reasoning: 1,
  tool_use: 1,
  compound_reasoning: 1,
  explicit_collaboration: 2,
  implicit_collaboration: 2,
  compound_collaboration: 2,
}

/** Makers for one part of a task, of which one is tried after another. */
interface Part {
  readonly makers: readonly Maker[]
  /** The things that it takes at the least. */
  readonly min: number
}

const direct: Part = { makers: [bring(false), putAway(false), alter(false)], min: 1 }
const described: Part = { makers: [bring(true), putAway(true), alter(true)], min: 2 }
const tool: Part = { makers: [work(false)], min: 2 }
const ordered: Part = { makers: [stow(false), stow(true)], min: 2 }
const any: Part = {
  makers: [
    bring(true),
    putAway(true),
    alter(true),
    work(false),
    work(true),
    workThenPut(false),
    workThenPut(true),
    stow(false),
    stow(true),
    alter(false),
  ],
  min: 2,
}
const jointly: Part = { makers: [together], min: 1 }
const heavily = (rooms: number): Part => ({ makers: [heave], min: rooms > 1 ? 1 : 2 })

/** How many parts a task has: more in larger scenes, and for more agents where they can share the work. */
export function partsFor(
  category: Category,
  site: Pick<Site, 'size' | 'growth'>,
  agents: number,
): number {
  const { size, growth } = site
  const few = 1 + Math.floor(growth / 3)
  const many = 2 + Math.floor(growth / 2)
  const fit = Math.floor(size / 4)
  switch (category) {
    case 'compound_reasoning':
      return Math.max(1, Math.min(fit, Math.max(many, agents)))
    case 'compound_collaboration':
      return Math.max(2, Math.min(fit, Math.max(many + 1, agents)))
    default:
      return Math.max(1, Math.min(fit, few))
  }
}

function partsOf(category: Category, count: number, rooms: number): readonly Part[] {
  const times = (part: Part, n = count): Part[] => Array.from({ length: n }, () => part)
  switch (category) {
    case 'direct_command':
      return times(direct)
    case 'attribute_reasoning':
      return times(described)
    case 'tool_use':
      return times(tool)
    case 'explicit_collaboration':
      return times(jointly)
    case 'implicit_collaboration':
      return times(heavily(rooms))
    case 'compound_reasoning':
      return [ordered, ...times(any, count - 1)]
    case 'compound_collaboration':
      return [heavily(rooms), jointly, ...times(any, count - 2)].map((part, i) =>
        i > 2 && i % 4 === 3 ? (i % 8 === 3 ? heavily(rooms) : jointly) : part,
      )
  }
}

/** Makes the parts of a task, and adds to the scene what they need. */
export function compose(
  site: Site,
  category: Category,
  count: number,
  bodies: readonly Body[],
): Job[] {
  const rng = site.streams.stream('tasks')
  const parts = partsOf(category, count, site.rooms.length)
  const isJoint = category.endsWith('_collaboration')
  return parts.map(({ makers, min }, i) => {
    const later = parts.slice(i + 1).reduce((n, p) => n + p.min, 0)
    const spend = share(site, later, parts.length - i, min)
    let job: Job | undefined
    for (const make of rng.shuffle(makers)) job ??= make({ site, rng, spend, bodies, isJoint })
    if (job !== undefined) return job
    throw new CoactError('generate/no-part', `Part ${i + 1} of the task could not be made`, {
      where: category,
      next: 'Give tables with more kinds, or ask for more objects.',
    })
  })
}
