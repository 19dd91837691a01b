import type { AttributeAction } from '../attribute-actions.js'
import { NO_THINGS } from './model.js'
import { canHold, groups, leastWeight, type Reached, staysLocked, within } from './reached.js'

/** Why something cannot be: a stable code and a sentence. */
export interface Why {
  readonly code: string
  readonly text: string
}

export const why = (code: string, text: string): Why => ({ code, text })

const idOf = (r: Reached, thing: number): string => r.model.things[thing]!.id

/** Why something stays shut. */
export function whyShut(r: Reached, thing: number): Why {
  const id = idOf(r, thing)
  const isLocked = staysLocked(r, thing)
  const verbs = r.model.verbs.get(isLocked ? 'is_locked' : 'is_open') ?? []
  const way = verbs.some((verb) => verb.when === isLocked)
    ? 'nobody can'
    : 'no verb of the scene does'
  return isLocked
    ? why('locked', `${id} is locked; ${way} unlock it`)
    : why('closed', `${id} is closed; ${way} open it`)
}

/** Why nobody gets at a thing. Such a thing never moved, so what keeps it is above it or around it since the start. */
export function whyOut(r: Reached, thing: number): Why {
  let at = thing
  for (;;) {
    const { parent } = r.model.things[at]!
    if (parent.is === 'room') {
      const room = r.model.scene.rooms[parent.at]!.id
      return why('no-way', `${idOf(r, thing)} is in ${room}, and nobody can come to it`)
    }
    if (within(r, parent.at).size > 0) {
      const { code, text } = whyShut(r, parent.at)
      return why(code, `${idOf(r, thing)} cannot be got at: ${text}`)
    }
    at = parent.at
  }
}

/** Why nobody can lift a thing. @param alone asks for one agent without help */
export function whyNotLifted(r: Reached, thing: number, alone: boolean): Why {
  const id = idOf(r, thing)
  const { movable, door } = r.model.things[thing]!
  if (!movable)
    return why('fixed', `${id} cannot be moved${door === undefined ? '' : ': it is a door'}`)
  if (within(r, thing).size === 0) return whyOut(r, thing)
  const strengths = groups(r, thing).map((group) =>
    group.map((p) => r.model.people[p]!).flatMap((p) => (p.grasp >= 1 ? [p.strength] : [])),
  )
  if (strengths.every((group) => group.length === 0))
    return why('no-hands', `nobody who can come to ${id} can hold anything`)
  const can = strengths.map((group) =>
    alone ? Math.max(0, ...group) : group.reduce((sum, kg) => sum + kg, 0),
  )
  const most = `${Math.max(...can)} kg${alone ? '' : ' in all'}`
  return why(
    'too-heavy',
    `${id} weighs at least ${leastWeight(r, thing)} kg, and those who can come to it can carry ${most}`,
  )
}

/** What stands in the way of using a tool, what is nearest to success first. */
const TOOL_CODES = ['too-heavy', 'no-hands', 'fixed', 'locked', 'closed', 'no-way']

/** Why no group that gets at a thing has a tool for a verb. */
export function whyNoTool(r: Reached, thing: number, verb: AttributeAction): Why {
  const tools = r.model.tools.get(verb.name) ?? NO_THINGS
  const task = `${verb.name} ${idOf(r, thing)}`
  if (tools.length === 0) return why('no-tool', `It takes a tool to ${task}, and there is none`)
  for (const tool of tools) {
    if (!r.model.people.some((_, person) => canHold(r, person, tool))) continue
    return why('tool-elsewhere', `nobody who can hold ${idOf(r, tool)} can come to ${task} with it`)
  }
  const reasons = tools.map((tool) => whyNotLifted(r, tool, true))
  const rank = (w: Why): number => TOOL_CODES.indexOf(w.code)
  const best = reasons.reduce((a, b) => (rank(b) < rank(a) ? b : a))
  return why(`tool-${best.code}`, `It takes a tool to ${task}: ${best.text}`)
}
