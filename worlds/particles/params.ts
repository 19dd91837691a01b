import { z } from 'zod'
import type { Problem } from '../../engine/index.js'
import type { Game, Layout } from './game.js'
import { GAMES, gameOf } from './games/index.js'
import { type Start, startSchema } from './start.js'

type Options<G> =
  G extends Game<infer Id, infer S>
    ? z.ZodObject<
        { scenario: z.ZodLiteral<Id>; start: z.ZodOptional<typeof startSchema> } & S,
        z.core.$strict
      >
    : never
type Each<T extends readonly unknown[]> = { [K in keyof T]: Options<T[K]> }

const variants = GAMES.map((g) =>
  z.strictObject({ scenario: z.literal(g.id), start: startSchema.optional(), ...g.options }),
) as unknown as Each<typeof GAMES>

/** Which scenario, its options, and, if not drawn from the seed, the start. */
export const paramsSchema = z.discriminatedUnion('scenario', variants)

/** Parameters as the scenarios read them: their options are there by name. */
export interface Params {
  readonly scenario: string
  readonly start?: Start | undefined
  readonly [option: string]: unknown
}

const layouts = new WeakMap<Params, Layout>()

/** The bodies of a scenario with these parameters; made once. */
export function layoutOf(params: Params): Layout {
  let layout = layouts.get(params)
  if (layout === undefined) {
    layout = gameOf(params.scenario).layout(params as never)
    layouts.set(params, layout)
  }
  return layout
}

/** What is wrong with a start that fits the schema. */
export function validateParams(params: Params): readonly Problem[] {
  const { start } = params
  if (start === undefined) return []
  const { agents, landmarks, words } = layoutOf(params)
  const problems: Problem[] = []
  const wrong = (path: string, message: string, expected: string, got: unknown): void => {
    problems.push({ path: `params.start.${path}`, message, expected, got: String(got) })
  }
  const count = agents.length + landmarks.length
  if (start.bodies.length !== count)
    wrong('bodies', 'There is one entry for each body', String(count), start.bodies.length)
  for (const [i, { c }] of start.bodies.entries()) {
    if (c === undefined) continue
    const isSpeaker = agents[i]?.speaks === true
    if (isSpeaker ? c.length !== words : c.some((x) => x !== 0))
      wrong(
        `bodies.${i}.c`,
        'This body cannot have said that',
        isSpeaker ? `${words} numbers` : 'zeros',
        c,
      )
  }
  if (start.goals !== undefined && start.goals.length !== agents.length)
    wrong('goals', 'There is one entry for each agent', String(agents.length), start.goals.length)
  for (const [i, goal] of (start.goals ?? []).entries()) {
    if (goal !== null && goal >= landmarks.length)
      wrong(`goals.${i}`, 'There is no such landmark', `0 to ${landmarks.length - 1}`, goal)
  }
  if (start.key !== undefined && start.key >= landmarks.length)
    wrong('key', 'There is no such landmark', `0 to ${landmarks.length - 1}`, start.key)
  return [...problems, ...treasureProblems(start, agents.filter((a) => a.kind >= 0).length)]
}

function treasureProblems({ bodies }: Start, kinds: number): Problem[] {
  return bodies.flatMap((b, i) =>
    (['type', 'holding'] as const).flatMap((field) => {
      const kind = b[field]
      if (kind === undefined || kind === null || kind < kinds) return []
      const expected = kinds === 0 ? 'none' : `0 to ${kinds - 1}`
      const path = `params.start.bodies.${i}.${field}`
      return [{ path, message: 'There is no such kind of treasure', expected, got: String(kind) }]
    }),
  )
}
