import { defineWorld } from '../../engine/index.js'
import { drop, give, grab, lift, push, take, unlock, walk } from './actions.js'
import { addCrate, arrive, beginRound, bringLots, yardOf } from './arrivals.js'
import { format, parse } from './commands.js'
import { C } from './components.js'
import { describe } from './describe.js'
import { effects } from './effects.js'
import { efforts, reckon } from './efforts.js'
import { observationSchema, observe } from './observe.js'
import { type Params, paramsSchema, validateParams } from './params.js'

/**
 * A row of places where crates, gates and lots are worth more to those who talk: nobody sees far, and each knows something
 * that the others need. Built for protocols; with `--mute` the same agents do what they can without a word.
 *
 * @example
 * const s = defineScenario(depot, {
 *   params: { workers: [{ at: 3 }, { at: 20 }], crates: { start: 6 } }, agents: { ada: {}, bob: {} }, horizon: 60,
 * })
 */
export const depot = defineWorld({
  id: 'depot',
  version: 1,
  title: 'Depot',
  rules: (params) => rulesOf(params),
  params: paramsSchema,
  validate: validateParams,
  components: C,
  observation: observationSchema,
  actions: { walk, take, drop, unlock, lift, push, grab, give },
  effects,
  hears: (w, listener, speaker) =>
    listener.entity !== 0 &&
    speaker.entity !== 0 &&
    Math.abs(w.c.Worker.x.get(listener.entity) - w.c.Worker.x.get(speaker.entity)) <=
      w.params.earshot,
  setup(w, { workers, crates, gates }) {
    for (const [i, { at, coins }] of workers.entries()) {
      const seat = w.agents[i]
      if (seat !== undefined) w.spawn({ Worker: { x: at, coins } }, seat)
    }
    w.spawn({ Yard: {} })
    for (let i = 0; i < (gates?.count ?? 0); i++) w.spawn({ Gate: { index: i } })
    for (let i = 0; i < (crates?.start ?? 0); i++) addCrate(w)
    beginRound(w)
    bringLots(w)
  },
  systems: [
    { id: 'efforts', run: efforts },
    { id: 'arrive', run: arrive },
    { id: 'reckon', run: reckon },
  ],
  observe,
  describe,
  parse,
  format,
  reward: (w, me) => (me === 0 ? 0 : w.c.Worker.gain.get(me)),
  goals(w) {
    const { target } = w.params
    if (target === 0) return []
    const got = w.c.Yard.delivered.get(yardOf(w))
    const text = `Goods worth ${target} are in`
    return [{ id: 'delivered', text, progress: Math.min(1, got / target), done: got >= target }]
  },
})

function rulesOf({ about, crates, gates, lots }: Params): string {
  const lines = [
    about,
    'Places lie in a row. Everyone acts at once, in every tick, and sees only what is near.',
  ]
  if (crates !== undefined)
    lines.push(
      crates.heavy
        ? 'A heavy crate is loaded where it lies when two workers lift it in the same tick; each loaded crate is worth 1 to all.'
        : 'A crate that is taken to the dock and dropped there is worth 1 to all.',
    )
  if ((crates?.codes ?? 0) > 0)
    lines.push(
      `A locked crate can be taken once somebody has unlocked it where it lies; codes are 1 to ${crates?.codes}.`,
    )
  if ((crates?.lasts ?? 0) > 0)
    lines.push(`A crate that nobody has taken after ${crates?.lasts} ticks is gone.`)
  if (gates !== undefined)
    lines.push(
      `Every ${gates.every} ticks goods worth ${gates.worth} are behind one of ${gates.count} gates. One gate may be opened in a round: by more than half of all who push it in one tick, or by a vote on "gate 1", "gate 2" and so on.`,
    )
  if (lots !== undefined)
    lines.push(
      `Every ${lots.every} ticks ${lots.count === 1 ? 'a lot arrives' : `${lots.count} lots arrive`}, and what is left of the last is gone. Who gets a lot earns what it is worth to it. A lot that two grab in one tick breaks.`,
    )
  return lines.join('\n')
}
