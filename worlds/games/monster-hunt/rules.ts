import type { Chance, Game } from '../../../engine/index.js'
import {
  apart,
  BLUE,
  cellAt,
  RED,
  type Square,
  squareGame,
  xOf,
  yOf,
} from '../../kernels/board/index.js'

const MONSTER = 2
const APPLES = [3, 4]
const PIECES = [RED, BLUE, MONSTER, ...APPLES]

const RED_APPLE = 0
const RED_MONSTER = 1
const BLUE_APPLE = 2
const BLUE_MONSTER = 3
const COOP = 4

/**
 * The Monster Hunt of VS-Bench. After both players have moved, the monster takes a step towards the nearer one; chance
 * decides between players equally near, and between the two axes when both differ. A player on an apple gets 2. Both players
 * on the monster get 5 each and it comes back elsewhere; one alone there loses 2 and is moved to a free cell. Apples that
 * players or the monster step on come back on free cells.
 *
 * Cells: those of `squareGame` with the pieces `red_pos`, `blue_pos`, `monster_pos`, `apple1_pos`, `apple2_pos`, and counters
 * of apples and of meetings with the monster (those of both together in all three).
 *
 * @param horizon joint moves, from 1
 */
export const monsterHuntRules = (horizon: number): Game =>
  squareGame({
    name: `monster_hunt(horizon=${horizon})`,
    horizon,
    pieces: ['red_pos', 'blue_pos', 'monster_pos', 'apple1_pos', 'apple2_pos'],
    counters: ['red_apple', 'red_monster', 'blue_apple', 'blue_monster', 'coop_monster'],
    avoids: (piece) => PIECES.filter((other) => other !== piece),
    perMove: [-2, 7],
    // The monster's step, both apples, and the monster or a player.
    chancesPerMove: 4,
    between: {
      name: 'the monster’s step',
      begin(s, q) {
        const { outcomes } = monsterSteps(s, q)
        if (outcomes.length > 1) return true
        q.put(s, MONSTER, outcomes[0]!)
        return false
      },
      chance: monsterSteps,
      apply: (s, q, cell) => q.put(s, MONSTER, cell),
      text: (cell) => `monster to [${xOf(cell)}, ${yOf(cell)}]`,
    },
    resolve,
    returns: (n) => [
      2 * n(RED_APPLE) - 2 * n(RED_MONSTER) + 7 * n(COOP),
      2 * n(BLUE_APPLE) - 2 * n(BLUE_MONSTER) + 7 * n(COOP),
    ],
  })

/** Cells that the monster may step to. It looks from where it stands at where the players have gone. */
function monsterSteps(s: Int32Array, q: Square): Chance {
  const monster = q.at(s, MONSTER)
  const red = q.at(s, RED)
  const blue = q.at(s, BLUE)
  const difference = apart(monster, red) - apart(monster, blue)
  const prey = difference < 0 ? [red] : difference > 0 ? [blue] : [red, blue]
  const weights = new Map<number, number>()
  for (const cell of prey) {
    const steps = stepsTowards(monster, cell)
    for (const step of steps) weights.set(step, (weights.get(step) ?? 0) + 2 / steps.length)
  }
  const outcomes = [...weights.keys()].sort((a, b) => a - b)
  return { outcomes, weights: outcomes.map((cell) => weights.get(cell)!) }
}

/** Single steps that come nearer on one axis; the cell itself when it is there. */
function stepsTowards(from: number, to: number): number[] {
  const dx = Math.sign(xOf(to) - xOf(from))
  const dy = Math.sign(yOf(to) - yOf(from))
  const steps: number[] = []
  if (dx !== 0) steps.push(cellAt(xOf(from) + dx, yOf(from)))
  if (dy !== 0) steps.push(cellAt(xOf(from), yOf(from) + dy))
  return steps.length === 0 ? [from] : steps
}

function resolve(s: Int32Array, q: Square): void {
  const red = q.at(s, RED)
  const blue = q.at(s, BLUE)
  const monster = q.at(s, MONSTER)
  const apples = APPLES.map((apple) => q.at(s, apple))
  if (apples.includes(red)) q.count(s, RED_APPLE)
  if (apples.includes(blue)) q.count(s, BLUE_APPLE)
  if (red === monster) q.count(s, RED_MONSTER)
  if (blue === monster) q.count(s, BLUE_MONSTER)
  apples.forEach((cell, i) => {
    if (cell === red || cell === blue || cell === monster) q.lift(s, APPLES[i]!)
  })
  if (red === monster && blue === monster) {
    q.count(s, COOP)
    q.lift(s, MONSTER)
  } else if (red === monster) q.lift(s, RED)
  else if (blue === monster) q.lift(s, BLUE)
}
