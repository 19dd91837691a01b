import type { Act, Json } from '../../engine/index.js'
import {
  actsSchema,
  commonParts,
  isMany,
  NOTE_PART,
  readActs,
  sampleLines,
  wordsOf,
} from './answer.js'
import { isObject, own } from './json.js'
import type { Member } from './member.js'

/** A JSON Schema of what a commander answers. */
export const schemaOf = (team: readonly Member[], thinks: boolean): Json => ({
  type: 'object',
  properties: {
    ...commonParts(thinks),
    actions: {
      type: 'object',
      properties: Object.fromEntries(
        team.map(({ turn, moves }) => [turn.agent, actsSchema(turn, moves)]),
      ),
      required: team.map(({ turn }) => turn.agent),
      additionalProperties: false,
    },
    ...NOTE_PART,
  },
  required: ['actions'],
  additionalProperties: false,
})

/** What a commander decided. */
export interface TeamAnswer {
  readonly acts: ReadonlyMap<string, readonly Act[]>
  readonly thought: string
  readonly note: string | undefined
}

/** Problems that are told at once. */
const PROBLEMS_MAX = 4

/** Reads what a commander answered, or says what does not fit. */
export function readTeam(
  team: readonly Member[],
  value: Json,
): TeamAnswer | { readonly problem: string } {
  if (!isObject(value)) return { problem: 'the answer is a JSON object' }
  const actions = own(value, 'actions')
  if (!isObject(actions)) return { problem: '"actions" says what each agent does, by name' }
  const acts = new Map<string, readonly Act[]>()
  const problems: string[] = []
  for (const { turn, moves } of team) {
    const read = readActs(turn, moves, own(actions, turn.agent))
    if ('problem' in read) problems.push(`${turn.agent}: ${read.problem}`)
    else acts.set(turn.agent, read.acts)
  }
  return problems.length > 0
    ? { problem: problems.slice(0, PROBLEMS_MAX).join('\n') }
    : { acts, ...wordsOf(value) }
}

/** What the answer looks like, for people and models. */
export function sampleOf(team: readonly Member[], thinks: boolean): string {
  const each = team.map(({ turn, moves }) => {
    const sample = isMany(turn) ? `[${moves.sample}]` : moves.sample
    return `"${turn.agent}": ${sample}`
  })
  return sampleLines(team[0]!.turn, thinks, `"actions": { ${each.join(', ')} }`)
}
