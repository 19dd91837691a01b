import { z } from 'zod'

/** Options of every policy that is played by a language model. */
export const languageOptions = z.strictObject({
  /** A model by its name; the run's own when left out. */
  model: z.string().min(1).max(200).optional(),
  /** Whether the model thinks before it answers, or in how many tokens; its own way when left out. */
  thinking: z.union([z.enum(['off', 'on']), z.int().min(1).max(1_000_000)]).optional(),
  temperature: z.number().min(0).max(2).optional(),
  /** Tokens of an answer at most. */
  maxTokens: z.int().min(1).max(1_000_000).optional(),
  /** How many earlier ticks are told. */
  history: z.int().min(0).max(64).default(8),
  /** What is done when the model gives no usable answer: nothing, any legal action, the first legal one. */
  fallback: z.enum(['idle', 'random', 'first']).default('idle'),
  /** How actions are given: text commands, numbers of a list, names with arguments; as suits the world by default. */
  actions: z.enum(['auto', 'commands', 'list', 'schema']).default('auto'),
  /** How observations are shown: in words, or as JSON; in words where the world has some by default. */
  view: z.enum(['auto', 'words', 'json']).default('auto'),
  /** What becomes of an action that is not legal: the model is asked again, or it is tried and refused. */
  illegal: z.enum(['repair', 'act']).default('repair'),
  /** The text of a prompt in place of the policy's own; on the command line, the file that has it. */
  prompt: z.string().min(1).max(200_000).optional(),
})

export type LanguageOptions = z.output<typeof languageOptions>
