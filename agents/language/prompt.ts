import { type CallMessage, CoactError, nearest } from '../../engine/index.js'

/** What a prompt is for: its file says the same. */
export interface PromptKind<V extends string> {
  readonly id: string
  /** Every variable that a prompt of the kind may use, with what it holds. */
  readonly variables: Readonly<Record<V, string>>
  /** Those without which it could not work. */
  readonly needed: readonly V[]
}

/** A prompt that was read and checked. */
export interface Prompt<V extends string> {
  readonly kind: string
  readonly version: number
  /** The variables that it uses. */
  readonly uses: readonly V[]
  /** The messages to send. Values go in as they are, and are not looked through for variables. */
  render(values: Readonly<Record<V, string>>): readonly CallMessage[]
}

type Role = CallMessage['role']

/** A piece of a template: text, a variable's value, or pieces that are left out where a variable is empty. */
type Piece =
  | string
  | { readonly variable: string }
  | { readonly when: string; readonly pieces: readonly Piece[] }

const HEAD = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/
const SECTION = /^=== (system|user|assistant) ===$/
const TAG = /\{\{([#/]?)([A-Za-z]+)\}\}/
/** A block's tag on a line of its own takes the line with it. */
const OWN_LINE = /^[ \t]*(\{\{[#/][A-Za-z]+\}\})[ \t]*\n/gm

/**
 * Reads a prompt file: a head between two lines `---` with `prompt` and `version`, then messages, each after a line
 * `=== system ===`, `=== user ===` or `=== assistant ===`. `{{name}}` stands for a variable; what is between `{{#name}}` and
 * `{{/name}}` is there only where the variable is not empty.
 *
 * @throws CoactError `prompt/unreadable`, `prompt/kind`, `prompt/unknown-variable`, `prompt/missing-variable`
 * @example
 * const prompt = readPrompt(text, { id: 'hello', variables: { agent: 'a name' }, needed: ['agent'] })
 * prompt.render({ agent: 'ada' }) // [{ role: 'user', content: 'Hello, ada!' }]
 */
export function readPrompt<V extends string>(text: string, kind: PromptKind<V>): Prompt<V> {
  const [, head, body] = HEAD.exec(text.replaceAll('\r\n', '\n')) ?? []
  if (head === undefined || body === undefined) throw text.includes('\n') ? noHead() : noText()
  const version = readHead(head, kind.id)
  const used = new Set<string>()
  const messages = sectionsOf(body).map(({ role, text: template }) => ({
    role,
    pieces: parse(template.replace(OWN_LINE, '$1'), used),
  }))
  const known = Object.keys(kind.variables) as V[]
  for (const name of used) if (!known.includes(name as V)) throw unknown(name, kind)
  const missing = kind.needed.filter((name) => !used.has(name))
  if (missing.length > 0) {
    throw new CoactError(
      'prompt/missing-variable',
      'The prompt leaves out what it cannot do without',
      {
        where: kind.id,
        expected: missing.map((name) => `{{${name}}}: ${kind.variables[name]}`).join('; '),
        next: 'Put it where it belongs.',
      },
    )
  }
  return {
    kind: kind.id,
    version,
    uses: known.filter((name) => used.has(name)),
    render: (values) =>
      messages.map(({ role, pieces }) => ({ role, content: write(pieces, values).trim() })),
  }
}

/** The version that a head gives. */
function readHead(head: string, kind: string): number {
  const fields = new Map(
    head.split('\n').flatMap((line): [string, string][] => {
      const [, key, value] = /^([a-z]+):\s*(.*?)\s*$/.exec(line) ?? []
      return key === undefined || value === undefined ? [] : [[key, value]]
    }),
  )
  if (fields.get('prompt') !== kind) {
    throw new CoactError('prompt/kind', 'The prompt is for something else', {
      expected: `prompt: ${kind}`,
      got: `prompt: ${fields.get('prompt') ?? ''}`.slice(0, 100),
      next: 'Begin with a copy of the prompt that ships with the policy.',
    })
  }
  const version = Number(fields.get('version'))
  if (!Number.isInteger(version) || version < 1)
    throw unreadable('its version is no whole number from 1', 'version: 1')
  return version
}

function sectionsOf(body: string): readonly { readonly role: Role; readonly text: string }[] {
  const sections: { role: Role; lines: string[] }[] = []
  for (const line of body.split('\n')) {
    const [, role] = SECTION.exec(line) ?? []
    if (role !== undefined) sections.push({ role: role as Role, lines: [] })
    else if (sections.length > 0) sections.at(-1)!.lines.push(line)
    else if (line.trim() !== '') throw unreadable('it has text before its first message', SECTIONS)
  }
  if (sections.at(-1)?.role !== 'user')
    throw unreadable('it does not end with a user message', SECTIONS)
  return sections.map(({ role, lines }) => ({ role, text: lines.join('\n') }))
}

const SECTIONS =
  'lines "=== system ===", "=== user ===", "=== assistant ===" before the messages, a user message last'

function parse(template: string, used: Set<string>): readonly Piece[] {
  const open: { readonly when: string; readonly pieces: Piece[] }[] = [{ when: '', pieces: [] }]
  const add = (piece: Piece): void => {
    open.at(-1)!.pieces.push(piece)
  }
  let rest = template
  for (let tag = TAG.exec(rest); tag !== null; tag = TAG.exec(rest)) {
    const [whole, sign, name] = tag as unknown as [string, string, string]
    add(plain(rest.slice(0, tag.index)))
    rest = rest.slice(tag.index + whole.length)
    if (sign !== '/') used.add(name)
    if (sign === '#') open.push({ when: name, pieces: [] })
    else if (sign === '') add({ variable: name })
    else {
      const block = open.pop()!
      if (block.when !== name || open.length === 0)
        throw unreadable(`{{/${name}}} closes what is not open`, '{{#name}} … {{/name}}')
      add(block)
    }
  }
  add(plain(rest))
  if (open.length > 1)
    throw unreadable(`{{#${open.at(-1)!.when}}} is not closed`, '{{#name}} … {{/name}}')
  return open[0]!.pieces
}

function plain(text: string): string {
  if (!text.includes('{{') && !text.includes('}}')) return text
  const at = Math.max(0, text.search(/\{\{|\}\}/) - 20)
  throw unreadable(`"${text.slice(at, at + 60)}" is no variable`, '{{name}}, of letters only')
}

const write = (pieces: readonly Piece[], values: Readonly<Record<string, string>>): string =>
  pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece
      if ('variable' in piece) return values[piece.variable]!
      return values[piece.when] === '' ? '' : write(piece.pieces, values)
    })
    .join('')

function unknown<V extends string>(name: string, { id, variables }: PromptKind<V>): CoactError {
  const names = Object.keys(variables)
  const near = nearest(name, names)
  return new CoactError('prompt/unknown-variable', `There is no variable "${name.slice(0, 60)}"`, {
    where: id,
    expected: `one of ${names.join(', ')}`,
    ...(near === undefined ? {} : { nearest: near, next: `Did you mean "{{${near}}}"?` }),
  })
}

const unreadable = (why: string, expected: string, next: string = COPY): CoactError =>
  new CoactError('prompt/unreadable', `The prompt cannot be read: ${why}`, { expected, next })

const COPY = 'Begin with a copy of the prompt that ships with the policy.'

const HEAD_EXPECTED = 'lines "---", "prompt: …", "version: …", "---" to begin with'
const noHead = (): CoactError => unreadable('it has no head', HEAD_EXPECTED)
const noText = (): CoactError =>
  unreadable(
    'it is one line',
    HEAD_EXPECTED,
    'The path of a file is for the command line; in code and in a scenario file give its text.',
  )
