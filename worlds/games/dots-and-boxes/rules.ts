import { type Game, TERMINAL } from '../../../engine/index.js'
import { gameName } from '../../kernels/board/index.js'

/** What {@link dotsAndBoxesRules} takes. */
export interface DotsAndBoxes {
  /** Rows and columns of boxes. */
  readonly numRows: number
  readonly numCols: number
  /** Whether returns are the margin of boxes rather than ±1. */
  readonly utilityMargin: boolean
}

const NONE: readonly number[] = Object.freeze([])

/** How many lines there are, and by line the boxes beside it, each with its four lines. */
function linesOf({ numRows, numCols }: DotsAndBoxes) {
  const across = (numRows + 1) * numCols
  const total = across + numRows * (numCols + 1)
  const sides = Array.from({ length: numRows * numCols }, (_, box) => {
    const row = Math.floor(box / numCols)
    const column = box % numCols
    const left = across + row * (numCols + 1) + column
    return [row * numCols + column, (row + 1) * numCols + column, left, left + 1] as const
  })
  const beside = Array.from({ length: total }, (_, line) =>
    sides.flatMap((lines, box) => (lines.some((l) => l === line) ? [{ box, lines }] : [])),
  )
  return { across, total, beside }
}

/**
 * Dots and boxes: players draw lines between dots in turn; who closes a box has it and draws again; most boxes win.
 *
 * Cells: by line 2 × its number (1 for the first one drawn, …) + who drew it, or 0: first the horizontal ones, row by row, then
 * the vertical ones; by box 1 + who has it, or 0; by player its boxes; how many lines were drawn; whose turn it is.
 *
 * @example
 * dotsAndBoxesRules({ numRows: 2, numCols: 2, utilityMargin: false })
 */
export function dotsAndBoxesRules(size: DotsAndBoxes): Game {
  const { numRows, numCols, utilityMargin } = size
  const { across, total, beside } = linesOf(size)
  const boxes = numRows * numCols
  const points = total + boxes
  const drawn = points + 2
  const mover = drawn + 1
  const most = utilityMargin ? boxes : 1
  const turn = (s: Int32Array): number => (s[drawn] === total ? TERMINAL : s[mover]!)
  const text = textOf(size, across, total)
  return {
    name: gameName('dots_and_boxes', {
      num_rows: [numRows, 2],
      num_cols: [numCols, 2],
      utility_margin: [utilityMargin, false],
    }),
    players: 2,
    moves: total,
    cells: [...namesOf(size, across, total), 'points.0', 'points.1', 'drawn', 'turn'],
    utility: 'zero-sum',
    minReturn: -most,
    maxReturn: most,
    information: 'perfect',
    rewards: 'terminal',
    longest: total,
    start() {},
    turn,
    legal(s, player) {
      if (turn(s) !== player) return NONE
      const out: number[] = []
      for (let i = 0; i < total; i++) if (s[i] === 0) out.push(i)
      return out
    },
    isLegal: (s, player, move) => move < total && s[move] === 0 && turn(s) === player,
    apply(s, line) {
      const player = s[mover]!
      s[drawn]! += 1
      s[line] = 2 * s[drawn]! + player
      let closed = 0
      for (const { box, lines } of beside[line]!) {
        if (lines.some((l) => s[l] === 0)) continue
        s[total + box] = player + 1
        closed += 1
      }
      s[points + player]! += closed
      if (closed === 0) s[mover] = 1 - player
    },
    returns(s) {
      if (s[drawn] !== total) return [0, 0]
      const margin = s[points]! - s[points + 1]!
      const wins = utilityMargin ? margin : Math.sign(margin)
      return [wins, wins === 0 ? 0 : -wins]
    },
    text,
    moveText(_, player, line) {
      const isAcross = line < across
      const width = isAcross ? numCols : numCols + 1
      const i = isAcross ? line : line - across
      return `P${player + 1}(${isAcross ? 'h' : 'v'},${Math.floor(i / width)},${i % width})`
    },
    informationState(s) {
      const order = Array.from({ length: s[drawn]! }, () => 0)
      for (let i = 0; i < total; i++) if (s[i] !== 0) order[(s[i]! >> 1) - 1] = i
      return order.join(', ')
    },
    observation: text,
    tensor: tensorOf(size, across, total),
  }
}

function namesOf({ numRows, numCols }: DotsAndBoxes, across: number, total: number): string[] {
  const at = (kind: string, width: number) => (_: unknown, i: number) =>
    `${kind}.${Math.floor(i / width)}.${i % width}`
  return [
    ...Array.from({ length: across }, at('across', numCols)),
    ...Array.from({ length: total - across }, at('down', numCols + 1)),
    ...Array.from({ length: numRows * numCols }, at('box', numCols)),
  ]
}

/** The corners of a drawing: by row (first, between, last) and column (likewise). */
const CORNERS = ['┌┬┐', '├┼┤', '└┴┘']

/** Draws the board with lines. */
function textOf({ numRows, numCols }: DotsAndBoxes, across: number, total: number) {
  const place = (i: number, n: number): number => (i === 0 ? 0 : i === n ? 2 : 1)
  const dots = (s: Int32Array, row: number): string => {
    let out = ''
    for (let c = 0; c < numCols; c++) {
      out += CORNERS[place(row, numRows)]![place(c, numCols)]!
      out += s[row * numCols + c] === 0 ? '╴ ╶' : '───'
    }
    return `${out}${CORNERS[place(row, numRows)]![2]}\n`
  }
  const boxes = (s: Int32Array, row: number): string => {
    let out = ''
    for (let c = 0; c <= numCols; c++) {
      out += s[across + row * (numCols + 1) + c] === 0 ? ' ' : '│'
      if (c === numCols) break
      const owner = s[total + row * numCols + c]!
      out += owner === 0 ? '   ' : ` ${owner} `
    }
    return `${out}\n`
  }
  return (s: Int32Array): string => {
    let out = dots(s, 0)
    for (let row = 0; row < numRows; row++) out += boxes(s, row) + dots(s, row + 1)
    return out
  }
}

/** By whose it is (nobody, player 0, player 1), and dot: the line to the right, the line down, the box. */
function tensorOf(
  { numRows, numCols }: DotsAndBoxes,
  across: number,
  total: number,
): NonNullable<Game['tensor']> {
  const dots = (numRows + 1) * (numCols + 1)
  const owner = (line: number): number => (line === 0 ? 0 : (line & 1) + 1)
  return {
    length: 9 * dots,
    write(s, _player, out) {
      for (let dot = 0; dot < dots; dot++) {
        const row = Math.floor(dot / (numCols + 1))
        const column = dot % (numCols + 1)
        const [right, down] = [column < numCols, row < numRows]
        const parts = [
          right ? owner(s[row * numCols + column]!) : 0,
          down ? owner(s[across + dot]!) : 0,
          right && down ? s[total + row * numCols + column]! : 0,
        ]
        for (let i = 0; i < 3; i++) out[(parts[i]! * dots + dot) * 3 + i] = 1
      }
    },
  }
}
