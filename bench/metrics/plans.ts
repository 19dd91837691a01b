import type { Json } from '../../engine/index.js'
import { scoreMetric, share } from './scored.js'

interface Plans {
  steps: number
  done: number
  revisions: number
  plans: number
  last: number
}

const objectOf = (value: Json | undefined): Readonly<Record<string, Json | undefined>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json | undefined>>)
    : {}

/** How much of what was planned was done. */
export const planAdherence = scoreMetric<Plans>({
  id: 'plan-adherence',
  better: 'higher',
  title: 'Plan adherence',
  formula:
    'steps done / steps of adopted plans, by the outcomes of the protocol `plan`. Parts: plans, revisions per 100 ticks',
  range: '[0, 1]',
  unit: '',
  source: 'outcomes of conversations',
  init: () => ({ steps: 0, done: 0, revisions: 0, plans: 0, last: 0 }),
  step(s, { tick, events }) {
    s.last = tick
    for (const { type, data } of events) {
      const told = objectOf(data)
      if (type !== 'conversation' || !String(told['protocol']).startsWith('plan@')) continue
      const { steps, done, version } = objectOf(told['outcome'])
      s.plans += 1
      s.steps += Number(steps ?? 0)
      s.done += Number(done ?? 0)
      s.revisions += Math.max(0, Number(version ?? 1) - 1)
    }
    return s
  },
  finish: ({ steps, done, revisions, plans, last }) => ({
    value: share(done, steps),
    parts: { plans, steps, revisions: share(100 * revisions, last) },
    ...(steps === 0 ? { note: 'no plan came to an end' } : {}),
  }),
})

interface Carried {
  carried: number
  delivered: number
}

const GRASP = /^(corp-)?(grab|take|pick|lift|load|carry$)/i
const RELEASE = /^(corp-)?(deliver|place|drop|put|serve|set|deposit)/i

/** How many of the things that were taken up were put somewhere. */
export const transportRate = scoreMetric<Carried>({
  id: 'transport-rate',
  better: 'higher',
  title: 'Transport rate',
  formula:
    'actions that put something down / actions that take something up, at most 1: accepted ones that changed something, by their names or notes',
  range: '[0, 1]',
  unit: '',
  source: 'TDW-MAT, CoELA, Zhang et al. 2024, by kinds of actions',
  init: () => ({ carried: 0, delivered: 0 }),
  step(s, { actions }) {
    for (const { action, note = action, verdict, writes = [] } of actions) {
      if (verdict !== 'ok' || writes.length === 0) continue
      const names = [action, note]
      if (names.some((name) => GRASP.test(name))) s.carried += 1
      else if (names.some((name) => RELEASE.test(name))) s.delivered += 1
    }
    return s
  },
  finish: ({ carried, delivered }) =>
    carried === 0
      ? { value: null, note: 'nothing was taken up' }
      : { value: Math.min(1, delivered / carried), parts: { taken: carried, put: delivered } },
})

interface Guesses {
  readonly open: Map<string, string>
  guesses: number
  right: number
}

/** How well agents know what others will do next: those who say so, by a message of the type `data` with `predict`. */
export const prediction = scoreMetric<Guesses>({
  id: 'prediction',
  better: 'higher',
  title: 'Next-action prediction accuracy',
  formula:
    'predictions that came true / predictions, each of what another agent does in the same tick: a line `predict bob: MOVE n` in what an agent writes of why, or `predict` { bob: "MOVE n" } in a message of the type data',
  range: '[0, 1]',
  unit: '',
  source: 'VS-Bench, Xu et al. 2025 (strategic reasoning)',
  init: () => ({ open: new Map(), guesses: 0, right: 0 }),
  step(s, { inputs, messages, actions }, { agents, textOf }) {
    const guesses: [agent: string, what: string][] = []
    for (const input of inputs) guesses.push(...guessesIn(input?.why))
    for (const { type, body, verdict } of messages)
      if (type === 'data' && verdict === 'ok') guesses.push(...entriesOf(objectOf(body)['predict']))
    for (const [name, what] of guesses) {
      const agent = agents.find((a) => a.name === name)
      if (agent === undefined) continue
      s.guesses += 1
      const deed = actions.find((a) => a.agent === agent.index)
      const texts = deed === undefined ? [''] : [deed.command ?? '', textOf(deed), deed.action]
      if (texts.some((text) => text.toLowerCase() === what.toLowerCase())) s.right += 1
    }
    return s
  },
  finish: ({ guesses, right }) =>
    guesses === 0
      ? { value: null, note: 'nobody predicted anything' }
      : { value: right / guesses, parts: { guesses } },
})

const entriesOf = (value: Json | undefined): [string, string][] =>
  Object.entries(objectOf(value)).map(([name, what]) => [name, String(what)])

/** Predictions in the words of an agent: lines such as `predict bob: MOVE n`. */
const guessesIn = (why: string | undefined): [string, string][] =>
  [...(why ?? '').matchAll(/^predict (\S+?): *(.+)$/gim)].map(([, name, what]) => [
    name!,
    what!.trim(),
  ])
