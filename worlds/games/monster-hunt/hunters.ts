import { definePolicy } from '../../../engine/index.js'
import { apart, cellAt, stepFrom, xOf, yOf } from '../../kernels/board/index.js'
import { monsterHunt } from './world.js'

type Place = readonly [x: number, y: number]
type View = Readonly<
  Record<'red_pos' | 'blue_pos' | 'monster_pos' | 'apple1_pos' | 'apple2_pos', Place>
>

const MOVES = [0, 1, 2, 3, 4]

/** Meets the other player, out of the monster's reach, then hunts the monster together with it. */
export const hunter = definePolicy(monsterHunt, {
  id: 'hunter',
  decide({ obs, act }) {
    const { me, other, monster } = seen(obs)
    if (me === other) return act.play({ move: nearest(me, (cell) => apart(cell, monster)) })
    const goal = meeting(me, other, obs.player)
    return act.play({
      move: nearest(me, (cell) => apart(cell, goal) + (isWithin(cell, monster) ? 20 : 0)),
    })
  },
})

/** Runs for the nearer apple, and from the monster. */
export const applePicker = definePolicy(monsterHunt, {
  id: 'apple-picker',
  decide({ obs, act }) {
    const { me, monster, apples } = seen(obs)
    const [first, second] = apples as [number, number]
    const goal = apart(me, second) < apart(me, first) ? second : first
    return act.play({
      move: nearest(me, (cell) => apart(cell, goal) + (isWithin(cell, monster) ? 20 : 0)),
    })
  },
})

function seen({ view, player }: { readonly view?: unknown; readonly player: number }) {
  const v = view as View
  const at = ([x, y]: Place): number => cellAt(x, y)
  const [me, other] = player === 0 ? [v.red_pos, v.blue_pos] : [v.blue_pos, v.red_pos]
  return {
    me: at(me),
    other: at(other),
    monster: at(v.monster_pos),
    apples: [at(v.apple1_pos), at(v.apple2_pos)],
  }
}

/** Whether the monster can be on a cell after its next step. */
const isWithin = (cell: number, monster: number): boolean => apart(cell, monster) <= 1

/** The first of the moves after which a cost is least. */
function nearest(from: number, cost: (cell: number) => number): number {
  let best = 0
  for (const move of MOVES) {
    if (cost(stepFrom(from, move)) < cost(stepFrom(from, best))) best = move
  }
  return best
}

/**
 * Where two players meet: at the corner that red reaches along x and blue along y. On one line both walk, and of two neighbours
 * only blue, or they would change places for ever.
 */
function meeting(me: number, other: number, player: number): number {
  if (apart(me, other) === 1) return player === 0 ? me : other
  if (xOf(me) === xOf(other) || yOf(me) === yOf(other)) return other
  return player === 0 ? cellAt(xOf(other), yOf(me)) : cellAt(xOf(me), yOf(other))
}
