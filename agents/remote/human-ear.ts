import type { Act, ActionCall, Manual, Say } from '../../engine/index.js'

/** What a line comes to. */
export type Heard =
  | { readonly kind: 'do'; readonly do: readonly Act[] }
  | { readonly kind: 'decision'; readonly decision: unknown }
  | { readonly kind: 'say'; readonly say: Say }
  | { readonly kind: 'legal'; readonly filter: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'look' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'unclear'; readonly why: string }

/** What a line is about. */
export interface Listening {
  readonly manual: Manual
  /** As they are numbered. */
  readonly legal: readonly ActionCall[]
  readonly agents: readonly string[]
  readonly me: string
}

const unclear = (why: string): Heard => ({ kind: 'unclear', why })

/** Understands a line that a person wrote: a number of what is legal, a command, an action by its name, or a word after "/". */
export function hear(line: string, about: Listening): Heard {
  const text = line.trim()
  if (text.startsWith('/')) return hearSlash(text, about)
  if (/^\d+([ ,]+\d+)*$/.test(text)) return hearNumbers(text, about)
  if (about.manual.takesCommands) return { kind: 'do', do: [{ text }] }
  return hearAction(text, about)
}

function hearSlash(text: string, about: Listening): Heard {
  const [, word, rest = ''] = /^\/(\w*)\s*(.*)$/s.exec(text)!
  switch (word) {
    case 'help':
    case 'look':
    case 'quit':
      return { kind: word }
    case 'legal':
      return { kind: 'legal', filter: rest }
    case 'pass':
      return { kind: 'do', do: [] }
    case 'say':
      return hearSay(rest, about)
    case 'json':
      return hearJson(rest)
    default:
      return unclear(`There is no /${word}; see /help.`)
  }
}

function hearSay(rest: string, { agents, me }: Listening): Heard {
  const [, to, body] = /^(\S+)\s+(.+)$/s.exec(rest) ?? []
  if (to === undefined || body === undefined)
    return unclear('Say to whom, and what: /say all I am coming.')
  const stranger = to.split(',').find((n) => n !== 'all' && n !== 'team' && !agents.includes(n))
  if (stranger !== undefined) {
    const others = agents.filter((name) => name !== me)
    return unclear(`Nobody here is called ${stranger}. There are: all, team, ${others.join(', ')}.`)
  }
  return { kind: 'say', say: { to, type: 'text', body } }
}

function hearJson(rest: string): Heard {
  try {
    return { kind: 'decision', decision: JSON.parse(rest) }
  } catch {
    return unclear('That is no JSON. Like this: /json {"do":[{"action":"wait","args":{}}]}')
  }
}

function hearNumbers(text: string, { legal, manual }: Listening): Heard {
  const numbers = text.split(/[ ,]+/).map(Number)
  if (numbers.length > manual.actionsPerTick)
    return unclear(`At most ${manual.actionsPerTick} at a time.`)
  const wrong = numbers.find((n) => n < 1 || n > legal.length)
  if (wrong !== undefined)
    return unclear(
      legal.length === 0 ? 'Nothing is numbered.' : `The numbers go from 1 to ${legal.length}.`,
    )
  return { kind: 'do', do: numbers.map((n) => legal[n - 1]!) }
}

/** `move e` is no action's form in every world; `move dir=e` and `move {"dir":"e"}` are. */
function hearAction(text: string, { manual }: Listening): Heard {
  const [, name, rest = ''] = /^(\S+)\s*(.*)$/s.exec(text)!
  const names = manual.actions.map((a) => a.name)
  if (name === undefined || !names.includes(name))
    return unclear(`That is no action. There are: ${names.join(', ')}; or give a number.`)
  const args = rest.startsWith('{') ? parsed(rest) : pairs(rest)
  if (typeof args !== 'object' || args === null)
    return unclear(`Write it like this: ${name} name=value, or ${name} {"name": "value"}.`)
  return { kind: 'do', do: [{ action: name, args: args as ActionCall['args'] }] }
}

function pairs(text: string): unknown {
  const out: [string, unknown][] = []
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? []
    if (name === undefined) return undefined
    out.push([name, parsed(value!) ?? value])
  }
  return Object.fromEntries(out)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
