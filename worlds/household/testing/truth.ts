import type { ActionModel, Episode, FactChange, Facts, FactValue } from '../../../engine/index.js'
import { standsIn } from '../../kernels/embodied/index.js'
import { type HouseholdIndex, indexOf } from '../household.js'
import { type Household, household } from '../index.js'
import { observe } from '../observe.js'
import { state } from './play.js'

/** Facts that can be set. */
export interface Known extends Facts {
  set(change: FactChange): void
}

export function knownOf(derived: ActionModel['derived']): Known {
  const tables = new Map<string, Map<string, FactValue>>()
  const tableOf = (fact: string, object = '') => tables.get(`${fact}\n${object}`)
  const known: Known = {
    get: (subject, fact, object = '') =>
      derived[fact] === undefined
        ? tableOf(fact, object)?.get(subject)
        : derived[fact](known, subject, object),
    where: (fact, value, object) =>
      [...(tableOf(fact, object) ?? [])]
        .filter(([, v]) => v === value)
        .map(([subject]) => subject)
        .sort(),
    set({ subject, fact, object = '', to }) {
      const table = tableOf(fact, object) ?? new Map<string, FactValue>()
      tables.set(`${fact}\n${object}`, table)
      if (to === null) table.delete(subject)
      else table.set(subject, to)
    },
  }
  return known
}

/** The world with an index by whose rules everybody sees everything; nobody knows more than before. */
function allSeeing(w: Household): Household {
  const index = indexOf(w)
  const rules: HouseholdIndex['rules'] = {
    ...index.rules,
    sees: () => [...w.each('Thing')],
    whereabouts: (_w, _me, other) => standsIn(w, other),
  }
  return Object.create(w, { index: { value: { ...index, rules } } }) as Household
}

/** What is true: all that everybody could perceive, what each has seen, and that all are of one mind. */
export function truth(episode: Episode): Known {
  const w = state(episode)
  const model = household.model!(w.profile)
  const known = knownOf(model.derived)
  const all = w.profile === 'compat' ? w : allSeeing(w)
  for (const seat of w.agents) {
    const obs = observe(all, seat.entity, seat)
    const seen = { agent: seat.name, tick: w.tick + 1, obs, last: [] }
    for (const change of model.perceive(seen, known)) known.set(change)
    known.set({ subject: seat.name, fact: 'mate', to: true })
    // Where everybody began is seen only at the beginning.
    const start = w.nameOf(w.c.Body.start.get(seat.entity))
    known.set({ subject: seat.name, fact: 'start', to: w.profile === 'compat' ? start : null })
  }
  if (w.profile === 'compat') return known
  for (const seat of w.agents) {
    for (const thing of w.each('Thing')) {
      const to = w.sets.known.has(seat.entity, thing) ? true : null
      known.set({ subject: seat.name, fact: 'seen', object: w.nameOf(thing), to })
    }
  }
  return known
}
