import type { Json, Turn } from '../../engine/index.js'
import type { LanguageOptions } from './options.js'
import { block, jsonLine, line } from './words.js'

/** Of all views in one prompt; each has its share, and some words at least. */
const VIEW_CHARS_MAX = 32_000
const SHARE_CHARS_MIN = 4000
const PEOPLE_MAX = 64
const RULES_CHARS_MAX = 8000
const GOALS_MAX = 50

/**
 * What an agent perceives: in words or as JSON.
 *
 * @param among how many views go into one prompt
 * @throws CoactError `world/no-description`
 */
export function viewOf(turn: Turn, { view }: Pick<LanguageOptions, 'view'>, among = 1): string {
  const max = Math.max(SHARE_CHARS_MIN, Math.floor((2 * VIEW_CHARS_MAX) / (among + 1)))
  const inWords = view === 'words' || (view === 'auto' && turn.manual.hasWords)
  return inWords ? block(turn.text, max) : jsonLine(turn.obs as Json, max)
}

/** How the world is played, unless every view says it. */
export function rulesOf({ manual }: Turn, view: string): string {
  const { rules } = manual
  if (rules === undefined) return ''
  const told = block(rules, RULES_CHARS_MAX)
  return view.includes(told) ? '' : told
}

/** Aims that the view does not tell. */
export const goalsOf = ({ goals }: Turn, view: string): string =>
  goals
    .slice(0, GOALS_MAX)
    .map(({ text }) => line(text, 1000))
    .filter((text) => !view.includes(text))
    .map((text) => `- ${text}`)
    .join('\n')

/** Names of agents, with their number in a game, and team and role where these tell something. */
export function peopleOf({ manual, game }: Turn, wanted: (name: string) => boolean): string {
  const isTeams = new Set(manual.seats.map((s) => s.team)).size > 1
  const people = manual.seats.flatMap(({ name, team, role }, i) => {
    if (!wanted(name)) return []
    const facts = [
      ...(game === undefined ? [] : [`player ${i}`]),
      ...(isTeams ? [`team ${line(team, 64)}`] : []),
      ...(role === 'agent' ? [] : [line(role, 64)]),
    ]
    return [facts.length === 0 ? name : `${name} (${facts.join(', ')})`]
  })
  return listed(people, PEOPLE_MAX)
}

/** The first of a list, and how many more there are. */
export const listed = (items: readonly string[], max: number): string =>
  items.length <= max
    ? items.join(', ')
    : `${items.slice(0, max).join(', ')} and ${items.length - max} more`

/** An agent's role, and its team where there are several. */
export function roleOf({ manual, agent, role, team, game }: Turn): string {
  const others = manual.seats.filter((s) => s.name !== agent)
  const facts = [
    ...(game === undefined ? [] : [`player ${manual.seats.findIndex((s) => s.name === agent)}`]),
    ...(role === 'agent' ? [] : [line(role, 64)]),
    ...(others.some((s) => s.team !== team) ? [`of team ${line(team, 64)}`] : []),
  ]
  return facts.join(', ')
}
