import { type History, historyAt } from '../../kernels/board/index.js'

/** Parameters of the coin game. */
export interface CoinGameParams {
  readonly players: number
  readonly rows: number
  readonly columns: number
  /** Moves of all players together. */
  readonly episodeLength: number
  /** Colours that nobody prefers. */
  readonly numExtraCoinColors: number
  readonly numCoinsPerColor: number
}

/**
 * Where things are in the state: for each player 1 + the colour it prefers, for each player 1 + where it stands, the field
 * (0 empty, 1 + a player, or 1 + players + a colour), the coins that each player took by colour, how much chance has dealt,
 * and the history of everything but the preferences, which all see.
 */
export interface CoinBoard extends CoinGameParams {
  readonly colors: number
  readonly squares: number
  readonly coins: number
  readonly cells: readonly string[]
  readonly at: number
  readonly field: number
  readonly took: number
  readonly dealt: number
  readonly history: History
  /** Moves made by players. */
  moves(s: Int32Array): number
}

export function coinBoard(p: CoinGameParams): CoinBoard {
  const { players, rows, columns } = p
  const colors = players + p.numExtraCoinColors
  const squares = rows * columns
  const coins = colors * p.numCoinsPerColor
  const field = 2 * players
  const took = field + squares
  const dealt = took + players * colors
  const history = historyAt(dealt + 1, players + coins + p.episodeLength)
  const each = (n: number, name: (i: number) => string) =>
    Array.from({ length: n }, (_, i) => name(i))
  return {
    ...p,
    colors,
    squares,
    coins,
    at: players,
    field,
    took,
    dealt,
    history,
    cells: [
      ...each(players, (i) => `prefers.${i}`),
      ...each(players, (i) => `at.${i}`),
      ...each(squares, (i) => `field.${Math.floor(i / columns)}.${i % columns}`),
      ...each(players * colors, (i) => `took.${Math.floor(i / colors)}.${i % colors}`),
      'dealt',
      ...history.cells,
    ],
    moves: (s) => Math.max(history.count(s) - players - coins, 0),
  }
}

const letter = (color: number): string => String.fromCharCode(97 + color)

/** The coins taken, and the field with players as digits and coins as letters. */
export function publicText(b: CoinBoard, s: Int32Array): string {
  const line = (list: readonly unknown[]): string => list.map((x) => `${x} `).join('')
  const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
  const taken = range(b.players).map(
    (p) => `player${p} ${line(range(b.colors).map((c) => s[b.took + p * b.colors + c]))}`,
  )
  const edge = `+${'-'.repeat(b.columns)}+`
  const rows = range(b.rows).map(
    (r) =>
      `|${range(b.columns)
        .map((c) => symbol(b, s[b.field + r * b.columns + c]!))
        .join('')}|`,
  )
  return [`        ${line(range(b.colors).map(letter))}`, ...taken, edge, ...rows, edge, ''].join(
    '\n',
  )
}

function symbol({ players }: CoinBoard, thing: number): string {
  if (thing === 0) return ' '
  return thing <= players ? String(thing - 1) : letter(thing - 1 - players)
}

export function stateText(b: CoinBoard, s: Int32Array): string {
  const known = Math.min(s[b.dealt]!, b.players)
  let preferences = ''
  for (let p = 0; p < known; p++) preferences += `${p}:${letter(s[p]! - 1)} `
  return `phase=${phaseName(b, s)}\npreferences=${preferences}\nmoves=${b.moves(s)}\n${publicText(b, s)}`
}

function phaseName(b: CoinBoard, s: Int32Array): string {
  const dealt = s[b.dealt]!
  if (dealt < b.players) return 'AssignPreferences'
  if (dealt < 2 * b.players) return 'DeployPlayers'
  return dealt < 2 * b.players + b.coins ? 'DeployCoins' : 'Play'
}
