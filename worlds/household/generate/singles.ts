import type { Rng } from '../../../engine/index.js'
import { drawDepth, hideTool, ownBox } from './chain.js'
import { after, called, type Maker, type Making, placeCheck, stateCheck } from './job.js'
import { change, put } from './moves.js'
import { idlest } from './plan.js'
import type { ThingKind } from './schema.js'
import { actionOf, addThing, isLocked, type Place, type Site, type Thing, verbsOf } from './site.js'
import { isLight, kindsThat, layDown, roomFor } from './stock.js'
import { type Asked, addTarget, type Target } from './target.js'
import { oneOf, saying } from './words.js'

const carried = (kind: ThingKind): boolean => isLight(kind) && kind.provides.length === 0

/** Something to be brought to another room. */
export const bring =
  (told: boolean): Maker =>
  (making) => {
    const { site, rng, spend } = making
    if (site.rooms.length < 2) return undefined
    const to = rng.pick(site.rooms)
    const target = addItem(making, { told, spend, not: to })
    if (target === undefined) return undefined
    return {
      targets: [target],
      checks: [placeCheck(target.thing, 'in', to)],
      say: (call, words) =>
        `${oneOf(words, 'bring', 'take', 'carry')} ${called(target, call)} to ${call(to)}`,
      solve: (plan) => put(plan, idlest(plan), target.thing, 'in', to),
    }
  }

/** A thing that one agent can carry. */
function addItem(
  { site, rng }: Making,
  asked: Pick<Asked, 'told' | 'spend' | 'not' | 'lay'>,
): Target | undefined {
  const items = new Set(site.tables.items)
  return addTarget(site, rng, { ...asked, fits: (k) => items.has(k) && carried(k) })
}

/** Lays things anywhere but where they are to be brought. */
const layElsewhere =
  (to: Thing): NonNullable<Asked['lay']> =>
  (site, rng, room) => {
    const place = layDown(site, rng, room)
    return place.node === to ? { prep: 'in', node: room } : place
  }

/** Something to be put in or on something. */
export const putAway =
  (told: boolean): Maker =>
  (making) => {
    const { site, rng, spend } = making
    const to = destination(site, rng, spend - (told ? 2 : 1))
    if (to === undefined) return undefined
    const { prep, thing: box } = to
    const lay = layElsewhere(box)
    const target = addItem(making, { told, spend: spend - to.cost, lay })
    if (target === undefined) return undefined
    const { thing } = target
    return {
      targets: [target],
      checks: [placeCheck(thing, prep, box)],
      say: (call, words) =>
        `${oneOf(words, 'put', 'place')} ${called(target, call)} ${prep} ${call(box)}`,
      solve: (plan) => put(plan, idlest(plan), thing, prep, box),
    }
  }

/** Furniture to put things in or on: what is there, or something new. */
function destination(
  site: Site,
  rng: Rng,
  spend: number,
): { prep: 'in' | 'on'; thing: Thing; cost: number } | undefined {
  const hosts = site.rooms.map((r) => site.hosts.get(r)!)
  const surfaces = hosts.flatMap((h) => h.surfaces)
  const boxes = hosts.flatMap((h) => h.boxes.filter((b) => !isLocked(b)))
  if (surfaces.length + boxes.length > 0) {
    const thing = rng.pick([...surfaces, ...boxes])
    const prep =
      surfaces.includes(thing) && (!boxes.includes(thing) || rng.chance(0.5)) ? 'on' : 'in'
    if (prep === 'in') site.used.add(thing)
    return { prep, thing, cost: 0 }
  }
  if (spend < 1) return undefined
  const kind = rng.pick(kindsThat(site, 'furniture', (k) => k.surface))
  const at: Place = { prep: 'in', node: roomFor(site, rng, kind) }
  return { prep: 'on', thing: addThing(site, kind, 'furniture', at), cost: 1 }
}

/** Something to be put in a container, which is then to be closed. */
export const stow =
  (told: boolean): Maker =>
  (making) => {
    const { site, rng, spend, isJoint } = making
    const before = site.things.length
    const box = ownBox(site, rng, spend - (told ? 2 : 1))
    if (box === undefined) return undefined
    const target = addItem(making, { told, spend: spend - (site.things.length - before) })
    if (target === undefined) return undefined
    return {
      targets: [target],
      checks: [placeCheck(target.thing, 'in', box), stateCheck(box, { is_open: false }, isJoint)],
      say: (call, words) =>
        `${oneOf(words, 'put', 'place', 'stow')} ${called(target, call)} in ${call(box)}, then close ${call(box)}`,
      solve(plan) {
        const walker = idlest(plan)
        put(plan, walker, target.thing, 'in', box)
        change(plan, walker, 'close', box)
      },
    }
  }

const bareVerbs = (k: ThingKind): string[] => verbsOf(k).filter((v) => !actionOf(v).tool)
const toolVerbs = (k: ThingKind): string[] => k.verbs.filter((v) => actionOf(v).tool)

/** Something to be changed with bare hands. */
export const alter =
  (told: boolean): Maker =>
  (making) => {
    const { site, rng, spend, isJoint } = making
    const target = addTarget(site, rng, { told, spend, fits: () => true, verbs: bareVerbs })
    if (target === undefined) return undefined
    const { thing } = target
    const verb = target.verb!
    return {
      targets: [target],
      checks: [stateCheck(thing, after(verb), isJoint)],
      say: (call) => `${saying(verb)} ${called(target, call)}`,
      solve: (plan) => change(plan, idlest(plan), verb, thing),
    }
  }

/** Something to be changed with a tool that must be found first. */
export const work =
  (told: boolean): Maker =>
  (making) => {
    const made = addWork(making, { told, fits: () => true })
    if (made === undefined) return undefined
    const { target, verb, tool } = made
    return {
      targets: [target],
      checks: [stateCheck(target.thing, after(verb), making.isJoint)],
      say: (call) => `${saying(verb)} ${called(target, call)}`,
      solve: (plan) => change(plan, idlest(plan), verb, target.thing, tool),
    }
  }

/** A thing with the tool that it takes. */
function addWork(
  { site, rng, spend }: Making,
  asked: Pick<Asked, 'told' | 'fits' | 'lay'>,
): { target: Target; verb: string; tool: Thing } | undefined {
  const own = asked.told ? 2 : 1
  if (spend <= own) return undefined
  const depth = drawDepth(site, rng, spend - own)
  const target = addTarget(site, rng, { ...asked, spend: spend - depth - 1, verbs: toolVerbs })
  if (target === undefined) return undefined
  const verb = target.verb!
  return { target, verb, tool: hideTool(site, rng, verb, depth) }
}

/** Something to be changed with a tool and then put in or on something. */
export const workThenPut =
  (told: boolean): Maker =>
  (making) => {
    const { site, rng, isJoint } = making
    const to = destination(site, rng, 0)
    if (to === undefined) return undefined
    const { prep, thing: box } = to
    const items = new Set(site.tables.items)
    const fits = (k: ThingKind): boolean => items.has(k) && carried(k)
    const made = addWork(making, { told, fits, lay: layElsewhere(box) })
    if (made === undefined) return undefined
    const { target, verb, tool } = made
    const { thing } = target
    return {
      targets: [target],
      checks: [stateCheck(thing, after(verb), isJoint), placeCheck(thing, prep, box)],
      say: (call) => `${saying(verb)} ${called(target, call)} and put it ${prep} ${call(box)}`,
      solve(plan) {
        const walker = idlest(plan)
        change(plan, walker, verb, thing, tool)
        put(plan, walker, thing, prep, box)
      },
    }
  }
