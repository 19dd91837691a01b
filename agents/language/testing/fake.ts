import {
  type CallMessage,
  type CallRequest,
  CoactError,
  type Json,
  type TurnOptions,
} from '../../../engine/index.js'

type Caller = NonNullable<TurnOptions['call']>

/** A model that answers at once and keeps what it was asked. */
export interface FakeModel {
  readonly call: Caller
  readonly requests: CallRequest[]
  /** Why answers did not fit. */
  readonly problems: string[]
}

const USAGE = { input: 1, output: 1, reasoning: 0, cached: 0, estimated: true } as const

/** Answers by a function; an answer that does not fit is refused as a gateway does after its last attempt. */
export function fakeModel(
  answer: (request: CallRequest, agent: number, tick: number) => unknown,
): FakeModel {
  const requests: CallRequest[] = []
  const problems: string[] = []
  return {
    requests,
    problems,
    async call({ agent, tick }, request) {
      requests.push(request)
      const value = answer(request, agent, tick) as Json
      if (value instanceof Error) throw value
      const problem = checked(request, value)
      if (problem !== undefined) {
        problems.push(problem)
        throw new CoactError('model/no-answer', problem)
      }
      return { text: JSON.stringify(value), value, usage: USAGE, model: 'fake' }
    },
  }
}

/** Whatever is thrown on the way to a model ends its call, as with a gateway. */
function checked({ answer }: CallRequest, value: Json): string | undefined {
  try {
    return answer?.check?.(value)
  } catch (e) {
    throw new CoactError('model/failed', String(e))
  }
}

/** The last message, in which the tick is told. */
export const userText = ({ messages }: CallRequest): string => textOf(messages.at(-1)!)
export const systemText = ({ messages }: CallRequest): string => textOf(messages[0]!)
const textOf = ({ content }: CallMessage): string =>
  typeof content === 'string'
    ? content
    : content.map((p) => (p.type === 'text' ? p.text : '')).join('')

/** What stands between a tag and its end, if it is there. */
export function part(text: string, tag: string): string | undefined {
  const open = text.indexOf(`<${tag}>\n`)
  const close = text.indexOf(`\n</${tag.replace(/ .*/, '')}>`, open)
  return open < 0 || close < 0 ? undefined : text.slice(open + tag.length + 3, close)
}

/** A number that follows from a text. */
const dice = (text: string, n: number): number => {
  let h = 7
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0
  return Math.abs(h) % n
}

/** An action that a player finds by reading: in the list of legal ones, in that of a game, among the commands. */
export function readsAction(view: string, luck: string): string {
  const legal = part(view, 'legal')?.split('\n')
  const moves = /\nLegal moves[^\n]*\n((?: {2}-?\d+: [^\n]*\n?)+)/.exec(`\n${view}`)?.[1]
  const commands =
    legal ??
    moves
      ?.trimEnd()
      .split('\n')
      .map((l) => l.trim())
  if (commands !== undefined) return commands[dice(`${luck}${view}`, commands.length)]!
  const plain = /Commands:\s+(?:MOVE )?([A-Z]+)[\s\S]*$/.exec(view)?.[0] ?? ''
  const words = [...plain.matchAll(/\b(EXPLORE|STAY|LEFT|RIGHT|UP|DOWN|SAY|WALK \w+)\b/g)].map(
    (m) => m[1]!,
  )
  const word = words[dice(luck, words.length)] ?? 'STAY'
  return word === 'SAY' ? 'SAY 0' : word
}

/** A player of `react`, `decentral` or `central` who reads its prompt and does something that is there. */
export const reader = (): FakeModel =>
  fakeModel((request, agent, tick) => {
    const text = userText(request)
    const properties = (
      request.answer!.schema as never as {
        readonly properties: Record<string, { readonly properties?: object }>
      }
    ).properties
    const team = Object.keys(properties['actions']?.properties ?? {})
    const shared = part(text, 'view of="all"') ?? ''
    const act = (view: string, who: string): string => readsAction(view, `${tick}/${who}`)
    if (team.length > 0)
      return {
        thought: `tick ${tick}`,
        actions: Object.fromEntries(
          team.map((name) => [name, act(`${part(text, `view of="${name}"`)}\n${shared}`, name)]),
        ),
        note: `noted in ${tick}`,
      }
    const legal = part(text, 'legal')
    const view = `${part(text, 'view')}${legal === undefined ? '' : `\n<legal>\n${legal}\n</legal>`}`
    return {
      thought: `tick ${tick}`,
      action: act(view, String(agent)),
      ...('say' in properties ? { say: [{ to: 'all', text: `I am in tick ${tick}` }] } : {}),
    }
  })
