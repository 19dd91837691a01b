import { definePolicy } from '../../../engine/index.js'
import { apart, cellAt, stepFrom } from '../../kernels/board/index.js'
import { coinDilemma } from './world.js'

type Place = readonly [x: number, y: number]
type View = Readonly<Record<'red_pos' | 'blue_pos' | 'red_coin_pos' | 'blue_coin_pos', Place>>

const at = ([x, y]: Place): number => cellAt(x, y)

/** Goes for its own coin by the shortest way that does not touch the other's. */
export const ownCoinTaker = definePolicy(coinDilemma, {
  id: 'own-coin-taker',
  decide({ obs, act }) {
    const { me, own, other } = seen(obs)
    return act.play({ move: moveTowards(me, own, other) })
  },
})

/** Goes for the nearer coin, whosever it is; for its own of two equally near. */
export const nearestCoinTaker = definePolicy(coinDilemma, {
  id: 'nearest-coin-taker',
  decide({ obs, act }) {
    const { me, own, other } = seen(obs)
    return act.play({ move: moveTowards(me, apart(me, other) < apart(me, own) ? other : own, -1) })
  },
})

function seen({ view, player }: { readonly view?: unknown; readonly player: number }) {
  const v = view as View
  const [me, own, other] =
    player === 0
      ? [v.red_pos, v.red_coin_pos, v.blue_coin_pos]
      : [v.blue_pos, v.blue_coin_pos, v.red_coin_pos]
  return { me: at(me), own: at(own), other: at(other) }
}

/** The first move that comes nearest to a cell without stepping onto another. */
function moveTowards(from: number, to: number, avoid: number): number {
  let best = 0
  for (let move = 1; move < 5; move++) {
    const next = stepFrom(from, move)
    if (next !== avoid && cost(next, to, avoid) < cost(stepFrom(from, best), to, avoid)) best = move
  }
  return best
}

/** Moves that it takes, two more when the cell to avoid lies on the only straight way. */
function cost(from: number, to: number, avoid: number): number {
  const straight = apart(from, to)
  const isBetween = avoid >= 0 && apart(from, avoid) + apart(avoid, to) === straight
  const isLine = Math.floor(from / 5) === Math.floor(to / 5) || from % 5 === to % 5
  return straight + (isBetween && isLine ? 2 : 0)
}
