import {
  type Act,
  type Decision,
  type Decisions,
  defineUniversalTeamPolicy,
  type Json,
  type Policy,
  type Turn,
} from '../../engine/index.js'
import {
  actsSchema,
  commonParts,
  isMany,
  NOTE_PART,
  readActs,
  sampleLines,
  wordsOf,
} from './answer.js'
import { ask, callOf, fallbackOf } from './ask.js'
import { commonBlocks } from './common.js'
import { isObject, own } from './json.js'
import type { TeamVariable } from './kinds.js'
import {
  emptyMemory,
  heardLines,
  type LanguageMemory,
  pastText,
  recall,
  remember,
} from './memory.js'
import { type Moves, movesOf } from './moves.js'
import type { LanguageOptions } from './options.js'
import type { Prompt } from './prompt.js'
import { asksThought, didLines, whyOf } from './seat.js'
import { goalsOf, peopleOf, rulesOf, viewOf } from './view.js'
import { block, line } from './words.js'

/** One agent as its commander sees it. */
interface Member {
  readonly turn: Turn
  readonly memory: LanguageMemory
  readonly came: readonly string[]
  readonly view: string
  readonly moves: Moves
}

/** Makes a policy by which one model commands all agents that it has in a team. */
export function teamPolicy(
  id: string,
  prompt: Prompt<TeamVariable>,
  options: LanguageOptions,
): Policy<'*'> {
  return defineUniversalTeamPolicy({
    id,
    calls: true,
    memory: emptyMemory,
    decideMany: (turns) => decide(id, prompt, options, turns),
  })
}

async function decide(
  id: string,
  prompt: Prompt<TeamVariable>,
  options: LanguageOptions,
  turns: readonly Turn[],
): Promise<Decisions> {
  const call = callOf(turns[0]!, id)
  const team = turns.map((turn) => memberOf(turn, options, turns.length))
  const thinks = asksThought(options)
  const known = await ask(
    call,
    {
      messages: prompt.render(valuesOf(team, thinks)),
      schema: schemaOf(team, thinks),
      read: (value) => readTeam(team, value),
    },
    options,
  )
  return Object.fromEntries(
    team.map((member): [string, Decision] => {
      const { turn, memory } = member
      if ('failure' in known) {
        const instead = fallbackOf(turn, options)
        remember(memory, turn, { did: didLines(turn, instead), said: [] }, options.history)
        const why = `fallback: ${known.failure}`
        return [turn.agent, { ...(instead === undefined ? {} : { do: instead }), why }]
      }
      const { acts, thought, note } = known.answer
      const mine = acts.get(turn.agent)!
      const kept = { did: didLines(turn, ...mine), said: [] }
      // Everyone keeps the note, because another of them may be asked first the next time.
      remember(memory, turn, note === undefined ? kept : { ...kept, note }, options.history)
      return [turn.agent, { do: mine, ...(thought === '' ? {} : { why: whyOf(thought) }) }]
    }),
  )
}

function memberOf(turn: Turn, options: LanguageOptions, members: number): Member {
  const memory = turn.memory as LanguageMemory
  const came = recall(memory, turn)
  const view = viewOf(turn, options, members)
  return { turn, memory, came, view, moves: movesOf(turn, view, options) }
}

const schemaOf = (team: readonly Member[], thinks: boolean): Json => ({
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

interface TeamAnswer {
  readonly acts: ReadonlyMap<string, readonly Act[]>
  readonly thought: string
  readonly note: string | undefined
}

/** Problems that are told at once. */
const PROBLEMS_MAX = 4

function readTeam(team: readonly Member[], value: Json): TeamAnswer | { readonly problem: string } {
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
function sampleOf(team: readonly Member[], thinks: boolean): string {
  const each = team.map(({ turn, moves }) => {
    const sample = isMany(turn) ? `[${moves.sample}]` : moves.sample
    return `"${turn.agent}": ${sample}`
  })
  return sampleLines(team[0]!.turn, thinks, `"actions": { ${each.join(', ')} }`)
}

const HEARD_CHARS_MAX = 1000

function valuesOf(
  team: readonly Member[],
  thinks: boolean,
): Readonly<Record<TeamVariable, string>> {
  const { turn, view } = team[0]!
  const { manual, tick } = turn
  const isOwn = (name: string): boolean => team.some((m) => m.turn.agent === name)
  const lines = (of: (member: Member) => readonly string[]): string =>
    team.flatMap((m) => of(m).map((text) => `${m.turn.agent}: ${text}`)).join('\n')
  return {
    agents: peopleOf(turn, isOwn),
    asked: team.map((m) => m.turn.agent).join(', '),
    title: line(manual.title, 200),
    tick: String(tick),
    horizon: String(manual.horizon),
    others: peopleOf(turn, (name) => !isOwn(name)),
    rules: rulesOf(turn, view),
    goals: goalsOf(turn, view),
    actions: toldOf(team),
    answer: sampleOf(team, thinks),
    past: lines(({ memory }) =>
      pastText(memory, tick)
        .split('\n')
        .filter((l) => l !== ''),
    ),
    note: newestNote(team),
    came: lines((m) => m.came),
    heard: lines((m) => heardLines(m.turn.inbox, HEARD_CHARS_MAX)),
    views: viewsOf(team),
  }
}

/** How actions are given: once where it is the same for all. */
function toldOf(team: readonly Member[]): string {
  const told = [...new Set(team.map((m) => m.moves.told))]
  if (told.length === 1) return told[0]!
  return team.map(({ turn, moves }) => `${turn.agent}: ${moves.told}`).join('\n')
}

const newestNote = (team: readonly Member[]): string =>
  team.map((m) => m.memory.note).reduce((a, b) => (b.tick > a.tick ? b : a)).text

function viewsOf(team: readonly Member[]): string {
  const { before, after, rest } = commonBlocks(team.map((m) => m.view))
  const shared = [before, after].filter((text) => text !== '').join('\n\n')
  return [
    ...(shared === '' ? [] : [`<view of="all">\n${shared}\n</view>`]),
    ...team.map(({ turn, moves }, i) => {
      const legal = moves.legal === '' ? '' : `\n<legal>\n${block(moves.legal, 10_000)}\n</legal>`
      return `<view of="${turn.agent}">\n${rest[i]}${legal}\n</view>`
    }),
  ].join('\n')
}
