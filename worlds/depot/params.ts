import { z } from 'zod'
import type { Problem } from '../../engine/index.js'
import { KINDS } from './components.js'

const LENGTH_MAX = 200
const kinds = z.array(z.enum(KINDS)).min(1).max(KINDS.length)

const worker = z.strictObject({
  at: z.int().min(0).max(LENGTH_MAX).default(0),
  hands: z.int().min(0).max(4).default(1).describe('How many crates it carries at once.'),
  sight: z.int().min(0).max(LENGTH_MAX).default(2).describe('How many places away it sees.'),
  handles: kinds.default([...KINDS]).describe('What it can take or lift; nobody else knows.'),
  coins: z.int().min(0).max(1_000_000).default(0),
  keeps: z.boolean().default(false).describe('It has the list of codes.'),
  sells: z.boolean().default(false).describe('Lots that arrive are its own.'),
})

/** What a depot is like: a row of places, who works there, and what arrives. */
export const paramsSchema = z.strictObject({
  about: z.string().max(400).default('Crates are to be brought to the dock.'),
  length: z.int().min(2).max(LENGTH_MAX).default(24),
  dock: z.int().min(0).max(LENGTH_MAX).default(12),
  earshot: z.int().min(0).max(LENGTH_MAX).default(5),
  target: z.int().min(0).max(10_000).default(0).describe('Worth that is to be got; 0: no aim.'),
  workers: z.array(worker).min(1).max(16),
  crates: z
    .strictObject({
      start: z.int().min(0).max(60).default(0),
      every: z.int().min(0).max(1000).default(0).describe('Ticks between arrivals; 0: none.'),
      most: z.int().min(1).max(60).default(20).describe('None arrives while so many are here.'),
      kinds: kinds.default([...KINDS]),
      codes: z.int().min(0).max(99).default(0).describe('How many codes locks have; 0: no locks.'),
      lasts: z
        .int()
        .min(0)
        .max(10_000)
        .default(0)
        .describe('Ticks after which what nobody took is gone; 0: never.'),
      heavy: z.boolean().default(false).describe('Two have to lift one.'),
    })
    .optional(),
  gates: z
    .strictObject({
      count: z.int().min(2).max(12),
      every: z.int().min(2).max(1000).describe('Ticks of a round.'),
      worth: z.int().min(1).max(1000).default(1),
      trust: z.number().min(0).max(1).default(0.5).describe('How often a hint is right.'),
    })
    .optional(),
  lots: z
    .strictObject({
      every: z.int().min(1).max(1000).describe('Ticks between arrivals.'),
      count: z.int().min(1).max(12).default(1).describe('How many arrive together.'),
      worth: z
        .int()
        .min(1)
        .max(1000)
        .default(20)
        .describe('The most that one is worth to anybody.'),
      alike: z.number().min(0).max(1).default(0).describe('How alike tastes are; 1: the same.'),
    })
    .optional(),
})

export type Params = z.output<typeof paramsSchema>

/** What is wrong with parameters that fit the schema. */
export function validateParams(params: Params): readonly Problem[] {
  const { length, dock, workers, gates, lots } = params
  const expected = `0 to ${length - 1}`
  const problems: Problem[] = []
  if (dock >= length)
    problems.push({ path: 'params.dock', message: 'No such place', expected, got: String(dock) })
  for (const [i, { at }] of workers.entries()) {
    if (at < length) continue
    const path = `params.workers.${i}.at`
    problems.push({ path, message: 'No such place', expected, got: String(at) })
  }
  if (params.crates === undefined && gates === undefined && lots === undefined) {
    const message = 'Nothing ever arrives'
    problems.push({ path: 'params', message, expected: 'crates, gates or lots', got: 'none' })
  }
  return problems
}
