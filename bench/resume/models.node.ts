import { resolve } from 'node:path'
import { z } from 'zod'
import { CoactError } from '../../engine/index.js'
import { type ModelFlags, namesModel, withEnvironment } from '../models.node.js'
import type { Unfinished } from './resume.js'

export const modelsSchema = z.object({
  model: z.string().optional(),
  baseUrl: z.string().optional(),
  apiKeyEnv: z.string().optional(),
  tape: z.enum(['record', 'replay', 'auto', 'off']).optional(),
  tapeFrom: z.string().optional(),
  maxTokens: z.number().optional(),
  maxCost: z.number().optional(),
  price: z.array(z.number()).optional(),
  concurrency: z.number().optional(),
})

/** What a journal keeps of how the command line named a model: names and numbers, and never a key. */
export function toldModel(flags: ModelFlags): ModelFlags {
  const { tapeFrom } = flags
  const told = modelsSchema.parse(flags)
  return plain({ ...told, ...(tapeFrom === undefined ? {} : { tapeFrom: resolve(tapeFrom) }) })
}

const plain = (flags: object): ModelFlags =>
  Object.fromEntries(Object.entries(flags).filter(([, v]) => v !== undefined)) as ModelFlags

/**
 * The model of a stopped run, with what is named anew. A copied journal is not followed: it could send what is asked, and the
 * key, to anybody.
 *
 * @throws CoactError `resume/needs-model`
 */
export function begunModels({ header, isCopy }: Unfinished, anew: ModelFlags): ModelFlags {
  const named = plain(modelsSchema.parse(anew))
  const command = header.command as { readonly models?: unknown } | undefined
  const read = modelsSchema.safeParse(command?.models ?? {})
  const begun = plain(read.success ? read.data : {})
  if (!isCopy) return withEnvironment({ ...begun, ...named })
  if (!namesModel(begun) || namesModel(named)) return withEnvironment(named)
  throw new CoactError('resume/needs-model', 'The agents of this run call a language model', {
    got: `${String(begun.model).slice(0, 80)}, in a journal that was copied or moved to here: it is not trusted with addresses`,
    expected: 'the model and where it is',
    next: 'Name them: --model NAME --base-url URL.',
  })
}
