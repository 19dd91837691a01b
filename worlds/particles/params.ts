import { z } from 'zod'
import { createStreams, type Problem } from '../../engine/index.js'
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

/** What is wrong with options and a start that fit the schema. */
export function validateParams(params: Params): readonly Problem[] {
  const { start } = params
  const { agents, landmarks, words } = layoutOf(params)
  if (agents.length === 0)
    return [{ path: 'params', message: 'Nobody plays', expected: 'at least one agent', got: '0' }]
  if (start === undefined) return []
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
  for (const [i, { v }] of start.bodies.entries()) {
    const moves = agents[i]?.moves ?? landmarks[i - agents.length]?.moves ?? true
    if (!moves && (v[0] !== 0 || v[1] !== 0))
      wrong(`bodies.${i}.v`, 'This body cannot move', '0, 0', v)
  }
  if (start.goals !== undefined && start.goals.length !== agents.length)
    wrong('goals', 'There is one entry for each agent', String(agents.length), start.goals.length)
  const known = `0 to ${landmarks.length - 1}`
  // Any draw tells who is after something at all.
  const any = createStreams('any', {}, false).stream('any')
  const drawn = gameOf(params.scenario).draw(layoutOf(params), any)
  for (const [i, goal] of (start.goals ?? []).entries()) {
    if (goal === null || i >= agents.length) continue
    if ((drawn.goals?.[i] ?? null) === null)
      wrong(`goals.${i}`, 'This agent is after no landmark', 'null', goal)
    else if (goal >= landmarks.length) wrong(`goals.${i}`, 'There is no such landmark', known, goal)
  }
  if (start.key !== undefined && drawn.key === undefined)
    wrong('key', 'Nobody has a key here', 'none', start.key)
  else if (start.key !== undefined && start.key >= landmarks.length)
    wrong('key', 'There is no such landmark', known, start.key)
  return [...problems, ...treasureProblems(start, layoutOf(params))]
}

/** Treasures are landmarks and have a kind; agents hold them. */
function treasureProblems({ bodies }: Start, { agents }: Layout): Problem[] {
  const kinds = agents.filter((a) => a.kind >= 0).length
  return bodies.flatMap((b, i) => {
    const isAgent = i < agents.length
    return (['type', 'alive', 'holding'] as const).flatMap((field) => {
      const value = b[field]
      if (value === undefined || value === null) return []
      const path = `params.start.bodies.${i}.${field}`
      const got = String(value)
      if (kinds === 0 || (field === 'holding') !== isAgent) {
        const message = kinds === 0 ? 'There are no treasures here' : 'This body has no such field'
        return [{ path, message, expected: 'none', got }]
      }
      if (typeof value === 'boolean' || value < kinds) return []
      const message = 'There is no such kind of treasure'
      return [{ path, message, expected: `0 to ${kinds - 1}`, got }]
    })
  })
}
