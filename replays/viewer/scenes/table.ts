import type { StateView } from '../../view.js'
import type { Mark, Scene, Tone } from '../scene.js'
import { type Drawing, hasComponents, type Subject, toneOfAgent } from './read.js'

/** Cells of a game's state, by what their names say. */
interface Cells {
  /** `board.ROW.COLUMN`, `field.ROW.COLUMN` */
  readonly board: Map<string, Cell>
  /** `card.PLAYER.SLOT`, `die.PLAYER.SLOT`, `card.PLAYER` */
  readonly hands: Map<string, Cell[]>
  /** `red_pos`: 1 + 5 x + y on a square of five. */
  readonly pieces: Cell[]
  readonly others: Cell[]
}

interface Cell {
  readonly entity: number
  readonly name: string
  readonly value: number
}

/** A game on its table: the board, hands of cards and dice, and what is counted. */
export const table: Drawing = (view, subject): Scene | undefined => {
  if (!hasComponents(view, 'Cell', 'Player')) return undefined
  const cells = sorted(view)
  const marks: Mark[] = []
  const side = cells.board.size > 0 ? boardMarks(cells, marks, subject) : squareMarks(cells, marks)
  let y = 0
  const left = side.w === 0 ? 0 : side.w + 1
  for (const [name, hand] of cells.hands) y = handMarks(marks, subject, name, hand, left, y)
  y = playerMarks(marks, view, subject, left, y)
  y = counterMarks(marks, cells.others, left, y)
  const right = left + 9
  return { box: [-0.5, -0.5, right, Math.max(side.h, y) + 0.5], layers: [{ name: 'table', marks }] }
}

const HAND = /^(card|die|hand)\.(\d+)(?:\.(\d+))?$/
const HISTORY = /^(move|history|first|second|discards|left|colors|ranks|named)\./

function sorted(view: StateView): Cells {
  const cells: Cells = { board: new Map(), hands: new Map(), pieces: [], others: [] }
  for (const entity of view.entities('Cell')) {
    const name = String(view.value('entity.name', entity))
    const cell = { entity, name, value: Number(view.value('Cell.value', entity)) }
    const hand = HAND.exec(name)
    if (/^(board|field)\.\d+\.\d+$/.test(name)) cells.board.set(name.slice(6), cell)
    else if (hand !== null) cells.hands.set(hand[2]!, [...(cells.hands.get(hand[2]!) ?? []), cell])
    else if (name.endsWith('_pos')) cells.pieces.push(cell)
    else if (!HISTORY.test(name)) cells.others.push(cell)
  }
  return cells
}

interface Side {
  readonly w: number
  readonly h: number
}

/** Piece kinds that games number 1, 2: those of the first and the second player. */
function pieceTone(value: number, { world, agents }: Subject): Tone {
  // The coin game has players on its field, and coins of colours after them.
  if (world === 'coin-game' && value > agents.length) return `hue:${value - 1 - agents.length}`
  // Connect four numbers its pieces by when they were dropped.
  const player = world === 'connect-four' ? (value + 1) % 2 : (value - 1) % 8
  return toneOfAgent(Math.max(0, player))
}

function boardMarks({ board }: Cells, marks: Mark[], subject: Subject): Side {
  const { world } = subject
  const at = [...board].map(([key, cell]) => {
    const [row = 0, column = 0] = key.split('.').map(Number)
    return { row, column, cell }
  })
  const rows = 1 + Math.max(...at.map((c) => c.row))
  const columns = 1 + Math.max(...at.map((c) => c.column))
  const fromBelow = world === 'connect-four' || world === 'breakthrough'
  for (const { row, column, cell } of at) {
    const y = fromBelow ? rows - 1 - row : row
    const x = column + (world === 'hex' ? row / 2 : 0)
    const tint = (row + column) % 2 === 0 ? 'card' : 'floor'
    marks.push({
      kind: 'rect',
      x,
      y,
      w: 1,
      h: 1,
      fill: tint,
      line: 'line',
      entity: cell.entity,
      title: cell.name,
    })
    if (cell.value !== 0)
      marks.push({
        kind: 'disc',
        x: x + 0.5,
        y: y + 0.5,
        r: 0.36,
        fill: pieceTone(cell.value, subject),
        entity: cell.entity,
        title: `${cell.name}: ${cell.value}`,
      })
  }
  return { w: columns + (world === 'hex' ? rows / 2 : 0), h: rows }
}

const SQUARE = 5

function squareMarks({ pieces }: Cells, marks: Mark[]): Side {
  if (pieces.length === 0) return { w: 0, h: 0 }
  for (let i = 0; i < SQUARE * SQUARE; i++)
    marks.push({
      kind: 'rect',
      x: i % SQUARE,
      y: Math.floor(i / SQUARE),
      w: 1,
      h: 1,
      fill: i % 2 === 0 ? 'card' : 'floor',
      line: 'line',
    })
  for (const [i, { entity, name, value }] of pieces.entries()) {
    if (value < 1) continue
    const [x, y] = [Math.floor((value - 1) / SQUARE), SQUARE - 1 - ((value - 1) % SQUARE)]
    const what = name.replace('_pos', '')
    const fill: Tone = i < 2 ? toneOfAgent(i) : `hue:${i}`
    const r = i < 2 ? 0.34 : 0.24
    marks.push({
      kind: 'disc',
      x: x + 0.5,
      y: y + 0.5,
      r,
      fill,
      label: what.slice(0, 2),
      entity,
      key: `e${entity}`,
      title: what,
    })
  }
  return { w: SQUARE, h: SQUARE }
}

function handMarks(
  marks: Mark[],
  { agents, world }: Subject,
  player: string,
  hand: readonly Cell[],
  x: number,
  y: number,
): number {
  const index = Number(player)
  marks.push({
    kind: 'text',
    x,
    y: y + 0.25,
    text: agents[index]?.name ?? `player ${index + 1}`,
    size: 0.42,
    tone: toneOfAgent(index),
    bold: true,
  })
  for (const [i, { entity, name, value }] of hand.entries()) {
    const [left, top] = [x + i * 1.05, y + 0.55]
    const isDie = name.startsWith('die')
    const { text, fill } = faceOf(world, isDie, value)
    marks.push({
      kind: 'rect',
      x: left,
      y: top,
      w: 0.9,
      h: isDie ? 0.9 : 1.2,
      fill,
      line: 'line',
      round: 0.12,
      entity,
      title: `${name}: ${value}`,
    })
    marks.push({
      kind: 'text',
      x: left + 0.45,
      y: top + (isDie ? 0.45 : 0.6),
      text,
      size: 0.5,
      align: 'center',
      bold: true,
    })
  }
  return y + 2.1
}

const SUITS = ['R', 'Y', 'G', 'W', 'B'] as const
const SUIT_TONES: readonly Tone[] = ['hue:3', 'hue:1', 'hue:2', 'page', 'hue:0']

/** What a card shows: of Hanabi suit and rank, of poker the rank, else its number; cards count from 1, 0 is none. */
function faceOf(
  world: string,
  isDie: boolean,
  value: number,
): { readonly text: string; readonly fill: Tone } {
  if (value === 0) return { text: '·', fill: 'floor' }
  if (isDie) return { text: String(value), fill: 'page' }
  if (world === 'hanabi') {
    const suit = Math.floor((value - 1) / 5)
    return {
      text: `${SUITS[suit] ?? '?'}${((value - 1) % 5) + 1}`,
      fill: SUIT_TONES[suit] ?? 'page',
    }
  }
  const ranks = world === 'leduc-poker' ? 'JJQQKKAA' : world === 'kuhn-poker' ? 'JQKA' : ''
  return { text: ranks[value - 1] ?? String(value), fill: 'page' }
}

function playerMarks(
  marks: Mark[],
  view: StateView,
  { agents }: Subject,
  x: number,
  y: number,
): number {
  for (const [i, e] of view.entities('Player').entries()) {
    const total = Number(view.value('Player.total', e))
    const text = `${agents[i]?.name ?? `player ${i + 1}`}: ${Math.round(total * 1000) / 1000}`
    marks.push({ kind: 'disc', x: x + 0.2, y: y + 0.3, r: 0.18, fill: toneOfAgent(i), entity: e })
    marks.push({ kind: 'text', x: x + 0.55, y: y + 0.3, text, size: 0.42 })
    y += 0.65
  }
  return y + 0.2
}

const MOST_COUNTERS = 24

function counterMarks(marks: Mark[], cells: readonly Cell[], x: number, y: number): number {
  for (const [i, { entity, name, value }] of cells.slice(0, MOST_COUNTERS).entries()) {
    const left = x + (i % 2) * 4.2
    marks.push({
      kind: 'text',
      x: left,
      y: y + 0.25,
      text: name,
      size: 0.36,
      tone: 'soft',
      width: 2.6,
      entity,
    })
    marks.push({
      kind: 'text',
      x: left + 3.6,
      y: y + 0.25,
      text: String(value),
      size: 0.36,
      align: 'right',
    })
    if (i % 2 === 1) y += 0.5
  }
  return y + 0.6
}
