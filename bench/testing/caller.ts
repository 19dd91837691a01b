import {
  type CallRequest,
  defineScenario,
  defineUniversalPolicy,
  isCoactError,
  type Json,
  type Policy,
  type Scenario,
  type Turn,
} from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'

const MOVE: Json = {
  type: 'object',
  properties: { dir: { enum: ['n', 's', 'e', 'w', 'stay'] } },
  required: ['dir'],
  additionalProperties: false,
}

/** What the caller asks in a turn. */
export const moveAsked = (turn: Turn, more = ''): CallRequest => ({
  purpose: 'act',
  messages: [
    { role: 'system', content: 'You pick apples.' },
    { role: 'user', content: `${turn.agent} at tick ${turn.tick}${more}` },
  ],
  answer: { name: 'move', schema: MOVE },
})

/**
 * Asks a model where to go, each third tick a second time, each fourth tick two at once; stays where it is when there is no
 * answer, and remembers why.
 */
export const caller: Policy<'*'> = defineUniversalPolicy({
  id: 'caller',
  calls: true,
  memory: () => ({ failures: [] as string[], thoughts: 0 }),
  async decide(turn) {
    const { tick, memory } = turn
    const call = turn.call!
    const ask = async (more?: string): Promise<string> => {
      try {
        const { value } = await call(moveAsked(turn, more))
        return (value as { readonly dir: string }).dir
      } catch (e) {
        if (!isCoactError(e) || !e.code.startsWith('model/')) throw e
        ;(memory as { failures: string[] }).failures.push(e.message)
        return 'stay'
      }
    }
    let dir = await ask()
    if (tick % 3 === 0) dir = await ask(', again')
    if (tick % 4 === 0) {
      const both = await Promise.all([ask(', left'), ask(', right')])
      dir = both[tick % 2]!
    }
    return { do: { action: 'move', args: { dir } }, why: `I go ${dir}` }
  },
})

export const TEAM = ['ada', 'bob', 'cleo', 'dan'] as const

/** Four who ask models where to go. */
export const fourCallers = (horizon = 12): Scenario =>
  defineScenario(harvest, {
    id: 'four-callers',
    agents: Object.fromEntries(TEAM.map((name) => [name, caller])),
    horizon,
  })

/** A direction that follows from what is asked, as JSON. */
export function directionFor(text: string): string {
  let h = 7
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0
  return JSON.stringify({ dir: ['n', 's', 'e', 'w', 'stay'][Math.abs(h) % 5] })
}
