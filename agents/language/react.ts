import { definePolicyWithOptions } from '../options.js'
import { REACT } from './kinds.js'
import { languageOptions } from './options.js'
import { readPrompt } from './prompt.js'
import { PROMPTS } from './prompts/text.js'
import { seatPolicy } from './seat.js'

/**
 * One agent that a language model plays: in each tick it is shown what the agent perceives, what came of its last action
 * and what it heard, and says what to do. Works in every world. Options: `model`, `thinking`, `temperature`, `maxTokens`,
 * `history`, `fallback`, `actions`, `illegal`, `prompt`.
 *
 * @throws CoactError before the first tick: `policy/options`, `prompt/…`; `policy/no-model` where no model can be called
 * @example
 * coact run moving-day --agents ada=react:model=NAME,history=4 bob=planner --model NAME
 */
export const react = definePolicyWithOptions({
  id: 'react',
  options: languageOptions,
  files: ['prompt'],
  create: ({ prompt = PROMPTS.react, ...options }) =>
    seatPolicy('react', readPrompt(prompt, REACT), options, false),
})
