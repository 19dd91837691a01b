import {
  type Decisions,
  defineUniversalTeamPolicy,
  type Policy,
  type Turn,
} from '../../engine/index.js'
import { ask, asksThought, callOf } from './ask.js'
import { carryOut, fallBack } from './decision.js'
import type { TeamVariable } from './kinds.js'
import { memberOf } from './member.js'
import { emptyMemory } from './memory.js'
import type { LanguageOptions } from './options.js'
import type { Prompt } from './prompt.js'
import { readTeam, schemaOf } from './team-answer.js'
import { teamValues } from './team-prompt.js'

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
      messages: prompt.render(teamValues(team, thinks)),
      schema: schemaOf(team, thinks),
      read: (value) => readTeam(team, value),
    },
    options,
  )
  return Object.fromEntries(
    team.map(({ turn, memory }) => {
      if ('failure' in known) return [turn.agent, fallBack(turn, memory, known.failure, options)]
      const { acts, ...words } = known.answer
      // Everyone keeps the note, because another of them may be asked first the next time.
      const own = { ...words, acts: acts.get(turn.agent)!, say: [] }
      return [turn.agent, carryOut(turn, memory, own, options)]
    }),
  )
}
