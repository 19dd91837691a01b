import { definePolicyWithOptions } from '../options.js'
import { DECENTRAL } from './kinds.js'
import { languageOptions } from './options.js'
import { readPrompt } from './prompt.js'
import { PROMPTS } from './prompts/text.js'
import { seatPolicy } from './seat.js'

/**
 * Agents that language models play, each with a model and a memory of its own, who talk: in words, by the world's typed
 * messages, and by the protocols of the scenario. Options as for `react`.
 *
 * @throws CoactError before the first tick: `policy/options`, `prompt/…`; `policy/no-model` where no model can be called
 * @example
 * coact run moving-day --agents decentral --model NAME
 */
export const decentral = definePolicyWithOptions({
  id: 'decentral',
  options: languageOptions,
  files: ['prompt'],
  create: ({ prompt = PROMPTS.decentral, ...options }) =>
    seatPolicy('decentral', readPrompt(prompt, DECENTRAL), options, true),
})
