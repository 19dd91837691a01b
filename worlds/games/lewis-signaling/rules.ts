import { CHANCE, type Game, TERMINAL } from '../../../engine/index.js'

const SENDER = 0
const NONE: readonly number[] = Object.freeze([])
const UNSEEN = 'ChanceNode -- no observation'
/** Cells: 1 + what was chosen, or 0. */
const STATE = 0
const MESSAGE = 1
const ACTION = 2

export interface LewisSignalingParams {
  readonly numStates: number
  /** At most `numStates`. */
  readonly numMessages: number
  /** What both get, by state, then by action; 1 where they are equal and else 0 when left out. */
  readonly payoffs?: readonly number[] | undefined
}

/** Chance draws a state; the sender sees it and sends a message; the receiver sees the message and acts. */
export function lewisSignalingRules(params: LewisSignalingParams): Game {
  const { numStates, numMessages } = params
  const payoffs =
    params.payoffs ??
    Array.from({ length: numStates * numStates }, (_, i) => (i % (numStates + 1) === 0 ? 1 : 0))
  const states = Object.freeze(Array.from({ length: numStates }, (_, i) => i))
  const messages = states.slice(0, numMessages)
  const turn = (s: Int32Array): number => {
    if (s[STATE] === 0) return CHANCE
    if (s[ACTION] !== 0) return TERMINAL
    return s[MESSAGE] === 0 ? 0 : 1
  }
  const observation = (s: Int32Array, player: number): string => {
    if (s[STATE] === 0) return UNSEEN
    const own = player === SENDER ? `State: ${s[STATE]! - 1}` : `Message: ${s[MESSAGE]! - 1}`
    return `Current turn: ${s[MESSAGE] === 0 ? 0 : 1}\n${own}\n`
  }
  return {
    name: `lewis_signaling(num_messages=${numMessages},num_states=${numStates},payoffs=${payoffs.join(', ')})`,
    players: 2,
    moves: numStates,
    cells: ['state', 'message', 'action'],
    utility: 'general-sum',
    minReturn: Math.min(...payoffs),
    maxReturn: Math.max(...payoffs),
    information: 'imperfect',
    rewards: 'terminal',
    longest: 3,
    start() {},
    turn,
    legal(s, player) {
      if (turn(s) !== player) return NONE
      return player === SENDER ? messages : states
    },
    chance: () => ({ outcomes: states }),
    apply(s, move) {
      s[s[STATE] === 0 ? STATE : s[MESSAGE] === 0 ? MESSAGE : ACTION] = move + 1
    },
    returns(s) {
      if (s[ACTION] === 0) return [0, 0]
      const both = payoffs[numStates * (s[STATE]! - 1) + s[ACTION]! - 1]!
      return [both, both]
    },
    text(s) {
      if (s[STATE] === 0) return 'Initial chance node'
      const parts = [`State ${s[STATE]! - 1}`]
      if (s[MESSAGE] !== 0) parts.push(`Message ${s[MESSAGE]! - 1}`)
      if (s[ACTION] !== 0) parts.push(`Action ${s[ACTION]! - 1}`)
      return parts.join(', ')
    },
    moveText(_, player, move) {
      if (player === CHANCE) return `State ${move}`
      return player === SENDER ? `Message ${move}` : `Action ${move}`
    },
    informationState: observation,
    observation,
    view: (s, player) => ({
      player,
      state: player === SENDER && s[STATE] !== 0 ? s[STATE]! - 1 : null,
      message: s[MESSAGE] === 0 ? null : s[MESSAGE]! - 1,
    }),
    /** Whose turn it is (2), whether all is over, and one of all states or messages. */
    tensor: {
      length: 3 + numStates,
      write(s, player, out) {
        if (s[STATE] === 0) return
        out[s[MESSAGE] === 0 ? 0 : 1] = 1
        if (s[ACTION] !== 0) out[2] = 1
        const own = player === SENDER ? s[STATE]! : s[MESSAGE]!
        if (own !== 0) out[2 + own] = 1
      },
    },
    redeal(s, player, int) {
      if (player !== SENDER && s[STATE] !== 0) s[STATE] = 1 + int(numStates)
    },
  }
}
