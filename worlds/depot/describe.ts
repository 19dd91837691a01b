import type { Entity, Seat } from '../../engine/index.js'
import type { Depot } from './components.js'
import { observe } from './observe.js'

/** The observation in words. */
export function describe(w: Depot, me: Entity, seat: Seat): string {
  if (me === 0) return 'You have no place here and only look on.'
  const o = observe(w, me, seat)
  const spec = w.params.workers[seat.index]!
  const lines = [
    `You are at place ${o.place} of 0 to ${o.length - 1}. The dock is at ${o.dock}. You see ${spec.sight} places far.`,
    `You carry ${list(o.carries.map((c) => `crate ${c.id} (${c.kind})`))}; you can carry ${o.hands}.`,
  ]
  if (w.params.crates !== undefined) {
    lines.push(`You can handle ${o.handles.join(', ')}.`)
    const crates = o.crates.map(
      ({ id, kind, place, locked, heavy, to }) =>
        `crate ${id} (${kind}${locked ? ', locked' : ''}${heavy ? ', heavy' : ''}) at ${place}${to === undefined ? '' : `, awarded to ${to}`}`,
    )
    lines.push(`You see ${list(crates)}.`)
  }
  lines.push(`Others in sight: ${list(o.workers.map((a) => `${a.name} at ${a.place}`))}.`)
  if (o.codes.length > 0)
    lines.push(`Codes: ${o.codes.map(({ crate, code }) => `crate ${crate}: ${code}`).join(', ')}.`)
  if (o.gates !== undefined)
    lines.push(
      o.gates.open
        ? 'A gate was opened in this round; wait for the next.'
        : `There are gates 1 to ${o.gates.count}. You believe that the goods are behind gate ${o.gates.hint}, but may be wrong.`,
    )
  if (w.params.lots !== undefined) {
    const lots = o.lots.map(
      ({ id, yours, worth }) => `lot ${id} (worth ${worth} to you${yours ? ', yours' : ''})`,
    )
    lines.push(`Lots: ${list(lots)}. You have ${o.coins} coins.`)
  }
  lines.push(`All have got ${o.delivered} so far.`, `Commands: ${commands(w, o.place)}.`)
  return lines.join('\n')
}

/** What there is to do in a depot of this kind. */
function commands({ params: { length, crates, gates, lots } }: Depot, place: number): string {
  const words = place === 0 ? [] : ['WALK left']
  if (place < length - 1) words.push('WALK right')
  if (crates?.heavy === true) words.push('LIFT and a crate')
  else if (crates !== undefined) words.push('TAKE and a crate', 'DROP')
  if ((crates?.codes ?? 0) > 0) words.push('UNLOCK with a crate and a code')
  if (gates !== undefined) words.push('PUSH and a gate')
  if (lots !== undefined) words.push('GRAB and a lot', 'GIVE with a lot of yours and a name')
  return words.join(', ')
}

const list = (words: readonly string[]): string =>
  words.length === 0 ? 'nothing' : words.join(', ')
