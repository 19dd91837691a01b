import type { Json, Turn } from '../../engine/index.js'
import type { LanguageOptions } from './options.js'
import { block, jsonLine, line } from './words.js'

const VIEW_CHARS_MAX = 32_000
const RULES_CHARS_MAX = 8000
const GOALS_MAX = 50

/** What an agent perceives: in words or as JSON. @throws CoactError `world/no-description` */
export const viewOf = (turn: Turn, { view }: Pick<LanguageOptions, 'view'>): string =>
  view === 'words' || (view === 'auto' && turn.manual.hasWords)
    ? block(turn.text, VIEW_CHARS_MAX)
    : jsonLine(turn.obs as Json, VIEW_CHARS_MAX)

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
  return manual.seats
    .flatMap(({ name, team, role }, i) => {
      if (!wanted(name)) return []
      const facts = [
        ...(game === undefined ? [] : [`player ${i}`]),
        ...(isTeams ? [`team ${line(team, 64)}`] : []),
        ...(role === 'agent' ? [] : [line(role, 64)]),
      ]
      return [facts.length === 0 ? name : `${name} (${facts.join(', ')})`]
    })
    .join(', ')
}

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
