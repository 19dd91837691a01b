import { definePolicyWithOptions } from '../options.js'
import { CENTRAL } from './kinds.js'
import { languageOptions } from './options.js'
import { readPrompt } from './prompt.js'
import { PROMPTS } from './prompts/text.js'
import { teamPolicy } from './team.js'

/**
 * One language model that commands all agents of a team which this policy has: in each tick it is shown what each of them
 * perceives and says what each does. Options as for `react`.
 *
 * @throws CoactError before the first tick: `policy/options`, `prompt/…`; `policy/no-model` where no model can be called
 * @example
 * coact run moving-day --agents central --model NAME
 */
export const central = definePolicyWithOptions({
  id: 'central',
  options: languageOptions,
  files: ['prompt'],
  create: ({ prompt = PROMPTS.central, ...options }) =>
    teamPolicy('central', readPrompt(prompt, CENTRAL), options),
})
