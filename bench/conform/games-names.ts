import { CoactError } from '../../engine/index.js'

/** A game with parameters, as game strings name it: `repeated_game(stage_game=matrix_pd(),num_repetitions=10)`. */
export interface GameName {
  readonly name: string
  readonly params: Readonly<Record<string, GameParam>>
}

export type GameParam = string | number | boolean | readonly number[] | GameName

/** Where a game is played here: a world's id and its parameters. */
export interface Place {
  readonly world: string
  readonly params: Readonly<Record<string, unknown>>
}

/**
 * Reads a game string. Values are whole or decimal numbers, `True` and `False`, lists of numbers with `;`, games, or text.
 *
 * @throws CoactError `conform/game-string`
 * @example
 * parseGameName('nim(pile_sizes=3;4;5)') // { name: 'nim', params: { pile_sizes: [3, 4, 5] } }
 */
export function parseGameName(text: string): GameName {
  const [, name, , inner] = /^\s*(\w+)\s*(\(([\s\S]*)\))?\s*$/.exec(text) ?? []
  if (name === undefined) throw badString(text)
  const params: Record<string, GameParam> = {}
  for (const part of splitOutside(inner ?? '', text)) {
    const at = part.indexOf('=')
    if (at < 1) throw badString(text)
    params[part.slice(0, at).trim()] = readValue(part.slice(at + 1).trim())
  }
  return { name, params }
}

const badString = (text: string): CoactError =>
  new CoactError('conform/game-string', 'A game string cannot be read', {
    expected: 'name(parameter=value,…)',
    got: text.slice(0, 200),
  })

/** Splits at the commas that no parentheses enclose. */
function splitOutside(inner: string, whole: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i <= inner.length; i++) {
    const c = inner[i]
    if (c === '(') depth += 1
    else if (c === ')') depth -= 1
    if (depth < 0) throw badString(whole)
    if (c !== undefined && (c !== ',' || depth > 0)) continue
    if (i > from) parts.push(inner.slice(from, i))
    from = i + 1
  }
  if (depth !== 0) throw badString(whole)
  return parts
}

function readValue(text: string): GameParam {
  if (/^(True|False)$/i.test(text)) return text.toLowerCase() === 'true'
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (/^-?[\d.]+(;-?[\d.]+)+$/.test(text)) return text.split(';').map(Number)
  if (/^\w+\(/.test(text)) return parseGameName(text)
  return text
}

/** Games that wrap another, and how that shows in the parameters of a world. */
const WRAPPERS: Readonly<Record<string, (name: GameName) => Place | undefined>> = {
  turn_based_simultaneous_game({ params }) {
    const inner = params['game']
    if (!isGame(inner)) return undefined
    const place = placeOf(inner)
    return { ...place, params: { ...place.params, turns: 'in-turn' } }
  },
}

/** Names that are short for what a world is called. */
const ALIASES: Readonly<Record<string, string>> = { phantom_ttt: 'phantom_tic_tac_toe' }

/**
 * Where a game is played: hyphens for underscores in its name, camel case in its parameters. Prefixes that say where the
 * reference has it from are left out, and `matrix_x` is the world of matrix games with the game `x`.
 *
 * @example
 * placeOf(parseGameName('matrix_pd')) // { world: 'matrix-game', params: { game: 'pd' } }
 */
export function placeOf(game: GameName): Place {
  const wrapped = WRAPPERS[game.name]?.(game)
  if (wrapped !== undefined) return wrapped
  const params = Object.fromEntries(
    Object.entries(game.params).map(([key, value]) => [camel(key), paramOf(value)]),
  )
  const [, matrix] = /^matrix_(\w+)$/.exec(game.name) ?? []
  if (matrix !== undefined) return { world: 'matrix-game', params: { game: matrix, ...params } }
  const name = (ALIASES[game.name] ?? game.name).replace(/^(python|vsbench)_/, '')
  return { world: name.replaceAll('_', '-'), params }
}

const isGame = (value: GameParam | undefined): value is GameName =>
  typeof value === 'object' && 'name' in value

const camel = (snake: string): string => snake.replace(/_(\w)/g, (_, c: string) => c.toUpperCase())

/** A stage game inside another goes by its parameters alone when it is a matrix. */
function paramOf(value: GameParam): unknown {
  if (!isGame(value)) return value
  const { world, params } = placeOf(value)
  return world === 'matrix-game' ? params['game'] : { world, ...params }
}
