import type { Frame } from '../../engine/index.js'
import { type Bodies, bodiesIn } from './bodies.js'
import { scoreMetric } from './scored.js'

interface Effects {
  /** By cell: its value before the last change, that change's number, whether it was read since. */
  readonly cells: Map<number, { now: number; before: number | undefined; effect: number }>
  /** By effect: whether it was undone. */
  readonly undone: Set<number>
  /** By entity: the last effect that touched it and was read since. */
  readonly used: Set<number>
  readonly touched: Map<number, number[]>
  /** By kind of action: how often it changed something, how often not. */
  readonly kinds: Map<string, { changed: number; not: number }>
  /** By what was looked at: who had looked, and in which tick; and when who last spoke. */
  readonly looks: Map<string, { readonly agent: number; readonly tick: number }>
  readonly spoke: Map<number, number>
  /** Entities of agents: who goes back the way it came has undone nothing. */
  readonly bodies: Bodies
  effects: number
  repeated: number
}

const COLUMN_SPAN = 1 << 21

/** How much of what was done need not have been. */
export const redundancy = scoreMetric<Effects>({
  id: 'redundancy',
  better: 'lower',
  title: 'Redundancy',
  formula:
    'wasted / all accepted actions that have effects. Wasted: undone before anything that they changed was used (parts.undone), without effect though their kind has some (parts.vain), or looking at what a teammate had looked at and told of since (parts.repeated)',
  range: '[0, 1]',
  unit: '',
  source: '1 − necessary / caused effects',
  init: (context) => ({
    bodies: bodiesIn(context),
    cells: new Map(),
    undone: new Set(),
    used: new Set(),
    touched: new Map(),
    kinds: new Map(),
    looks: new Map(),
    spoke: new Map(),
    effects: 0,
    repeated: 0,
  }),
  step(s, frame, { agents }) {
    s.bodies.note(frame.diff)
    noteActions(s, frame)
    noteCells(s, frame)
    for (const { from, verdict, tick } of frame.messages) {
      const speaker = agents.find((a) => a.name === from)
      if (verdict === 'ok' && speaker !== undefined) s.spoke.set(speaker.index, tick)
    }
    return s
  },
  finish({ kinds, undone, used, repeated }) {
    let [acted, vain] = [0, 0]
    for (const { changed, not } of kinds.values()) {
      // A kind that never changes anything is a way of waiting.
      if (changed === 0) continue
      acted += changed + not
      vain += not
    }
    const lost = [...undone].filter((effect) => !used.has(effect)).length
    const wasted = Math.min(acted, lost + vain + repeated)
    const parts = { effects: acted, undone: lost, vain, repeated }
    return acted === 0
      ? { value: null, parts, note: 'no action changed anything' }
      : { value: wasted / acted, parts }
  },
})

function noteActions(s: Effects, { tick, actions }: Frame): void {
  for (const { agent, action, verdict, fallback, reads = [], writes = [] } of actions) {
    if (verdict !== 'ok' || fallback === true) continue
    const kind = s.kinds.get(action) ?? { changed: 0, not: 0 }
    s.kinds.set(action, kind)
    if (writes.length > 0) kind.changed += 1
    else kind.not += 1
    for (const entity of reads) for (const effect of s.touched.get(entity) ?? []) s.used.add(effect)
    if (reads.length > 0 && writes.length <= 1) {
      const what = `${action}/${reads.join('/')}`
      const before = s.looks.get(what)
      const told = before === undefined ? undefined : s.spoke.get(before.agent)
      if (
        before !== undefined &&
        before.agent !== agent &&
        told !== undefined &&
        told >= before.tick
      )
        s.repeated += 1
      else s.looks.set(what, { agent, tick })
    }
  }
}

/** Follows cells through changes by agents: a value that comes back makes the change before it one that was undone. */
function noteCells(s: Effects, { causes, diff }: Frame): void {
  const effects = new Map<number, number>()
  for (const { column, ids, values, causes: by } of diff.columns) {
    for (let i = 0; i < ids.length; i++) {
      const entity = ids[i]!
      if (s.bodies.has(entity)) continue
      const key = column * COLUMN_SPAN + entity
      const value = values[i]!
      const cause = by[i]!
      const isAction = causes[cause]?.startsWith('action:') === true
      let effect = -1
      if (isAction) {
        effect = effects.get(cause) ?? s.effects++
        effects.set(cause, effect)
      }
      const cell = s.cells.get(key)
      if (cell === undefined) {
        s.cells.set(key, { now: value, before: undefined, effect })
        continue
      }
      if (isAction && cell.effect >= 0 && cell.before === value) s.undone.add(cell.effect)
      cell.before = cell.now
      cell.now = value
      cell.effect = effect
      if (effect < 0) continue
      const touched = s.touched.get(entity)
      if (touched === undefined) s.touched.set(entity, [effect])
      else if (touched.at(-1) !== effect) {
        touched.push(effect)
        if (touched.length > 8) touched.shift()
      }
    }
  }
}
