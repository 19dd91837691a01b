import type { Rng } from '../../../engine/index.js'
import { drawDepth, hideTool } from './chain.js'
import { after, called, type Maker, placeCheck } from './job.js'
import { carry, changeTogether } from './moves.js'
import type { Body, Plan, Walker } from './plan.js'
import type { ThingKind } from './schema.js'
import {
  actionOf,
  addThing,
  type Place,
  type Room,
  type Site,
  type Thing,
  verbsOf,
} from './site.js'
import { kindsThat, layOpen, roomFor } from './stock.js'
import { addTarget } from './target.js'
import { oneOf, saying } from './words.js'

/** Kilograms that make it sensible to change a thing together. */
const SUBSTANTIAL_KG = 4

const crewOf = (plan: Plan, bodies: readonly Body[]): Walker[] =>
  plan.walkers.filter((w) => bodies.some((b) => b.name === w.name))

/** Something to be changed by several at once, as the words say. */
export const together: Maker = ({ site, rng, spend, bodies }) => {
  const needsTool = (k: ThingKind): string[] => verbsOf(k).filter((v) => actionOf(v).tool)
  const bare = (k: ThingKind): string[] => verbsOf(k).filter((v) => !actionOf(v).tool)
  const withTool = spend > 1 && rng.chance(0.5)
  const depth = withTool ? drawDepth(site, rng, spend - 1) : -1
  const target = addTarget(site, rng, {
    told: false,
    spend: spend - depth - 1,
    fits: (k) => k.weight[1] >= SUBSTANTIAL_KG,
    verbs: withTool ? needsTool : bare,
    lay: layOpen,
  })
  if (target === undefined) return undefined
  const verb = target.verb!
  const tool = withTool ? hideTool(site, rng, verb, depth) : undefined
  const crew = rng.shuffle(bodies).slice(0, 2)
  return {
    targets: [target],
    checks: [{ thing: target.thing.id, states: after(verb), together: true }],
    say: (call, words) => {
      const what = `${saying(verb)} ${called(target, call)}`
      return oneOf(
        words,
        `together, at least two of you at once, ${what}`,
        `join forces: two or more of you ${what} in the same moment`,
        `${what} as a team, two or more of you acting at the same time`,
      )
    },
    solve: (plan) => changeTogether(plan, crewOf(plan, crew), verb, target.thing, tool),
  }
}

/** Something to be moved that is too heavy for anyone alone, which the words do not say. */
export const heave: Maker = ({ site, rng, spend, bodies }) => {
  const to = heavyDestination(site, rng, spend - 1)
  if (to === undefined) return undefined
  const load = drawLoad(site, rng, bodies, to)
  if (load === undefined) return undefined
  const { crew, kind, weight, isItem } = load
  const not = to.node.is === 'room' ? to.node : undefined
  const at: Place = { prep: 'in', node: roomFor(site, rng, kind, not) }
  const thing = addThing(site, kind, isItem ? 'item' : 'furniture', at, { weight })
  site.used.add(thing)
  const { prep, node } = to
  return {
    targets: [{ thing }],
    checks: [placeCheck(thing, prep, node)],
    say: (call, words) =>
      node.is === 'room'
        ? `${oneOf(words, 'move', 'bring', 'take')} ${call(thing)} to ${call(node)}`
        : `${oneOf(words, 'put', 'set')} ${call(thing)} on ${call(node)}`,
    solve: (plan) => carry(plan, crewOf(plan, crew), thing, prep, node),
  }
}

function heavyDestination(
  site: Site,
  rng: Rng,
  spend: number,
): { readonly prep: 'in' | 'on'; readonly node: Room | Thing } | undefined {
  if (site.rooms.length > 1 && (spend < 1 || rng.chance(0.7)))
    return { prep: 'in', node: rng.pick(site.rooms) }
  const bases = site.things.filter(
    (t) => t.kind.bears && t.type === 'furniture' && !site.used.has(t),
  )
  if (bases.length > 0 && rng.chance(0.7)) return { prep: 'on', node: rng.pick(bases) }
  if (spend < 1) return bases.length > 0 ? { prep: 'on', node: rng.pick(bases) } : undefined
  const kind = rng.pick(kindsThat(site, 'furniture', (k) => k.bears))
  const at: Place = { prep: 'in', node: roomFor(site, rng, kind) }
  const node = addThing(site, kind, 'furniture', at)
  return { prep: 'on', node }
}

interface Load {
  readonly crew: readonly Body[]
  readonly kind: ThingKind
  readonly isItem: boolean
  readonly weight: number
}

const strengthOf = (crew: readonly Body[]): number => crew.reduce((kg, b) => kg + b.strength, 0)

/** Who carries what: more than each of all agents could, and now and then more than any two. */
function drawLoad(
  site: Site,
  rng: Rng,
  bodies: readonly Body[],
  to: { readonly node: Room | Thing },
): Load | undefined {
  const strongest = bodies.toSorted((a, b) => b.strength - a.strength)
  const groups: { crew: readonly Body[]; above: number }[] = []
  if (bodies.length > 2 && rng.chance(0.3))
    groups.push({ crew: strongest.slice(0, 3), above: strengthOf(strongest.slice(0, 2)) })
  groups.push({ crew: rng.shuffle(bodies).slice(0, 2), above: strongest[0]!.strength })
  for (const { crew, above } of groups) {
    const most = strengthOf(crew)
    const fits = (k: ThingKind): boolean =>
      k.weight[1] >= above + 1 && k.weight[0] <= most && k.kind !== kindOf(to.node)
    const furniture = kindsThat(site, 'furniture', fits)
    const items = kindsThat(site, 'items', fits)
    if (furniture.length + items.length === 0) continue
    const kind = rng.pick([...furniture, ...items])
    const from = Math.max(above + 1, Math.ceil(kind.weight[0]))
    const weight = rng.range(from, Math.max(from, Math.min(most, Math.floor(kind.weight[1]))))
    return { crew, kind, isItem: !furniture.includes(kind), weight }
  }
  return undefined
}

const kindOf = (node: Room | Thing): string => (node.is === 'room' ? '' : node.kind.kind)
