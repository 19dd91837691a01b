import type { Json } from '../../engine/index.js'
import { objectOf } from './json.js'
import { scoreMetric } from './scored.js'

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
