import { z } from 'zod'
import type { Problem } from '../../../engine/index.js'
import { gameWorld } from '../../kernels/board/index.js'
import { type LewisSignalingParams, lewisSignalingRules } from './rules.js'

/** Lewis's signalling game: a code has to be agreed on without words. */
export const lewisSignaling = gameWorld({
  id: 'lewis-signaling',
  version: 1,
  title: "Lewis's signalling game",
  rules: ({ numStates, numMessages, payoffs }) => [
    `Chance draws one of ${numStates} states, numbered from 0. The sender (player 0) sees it and sends one of ${numMessages} messages,`,
    'which mean nothing by themselves; the receiver (player 1) sees the message only, and acts.',
    payoffs === undefined
      ? 'Both get 1 when the action has the number of the state, else 0.'
      : `What both get, by state and then action: ${payoffs.join(', ')}.`,
  ],
  params: z.strictObject({
    numStates: z.int().min(2).max(64).default(3),
    numMessages: z.int().min(1).max(64).default(3),
    payoffs: z.array(z.number().min(-1e6).max(1e6)).max(4096).optional(),
  }),
  moves: 64,
  validate: fits,
  game: lewisSignalingRules,
})

function fits({ numStates, numMessages, payoffs }: LewisSignalingParams): Problem[] {
  const problems: Problem[] = []
  if (numMessages > numStates) {
    problems.push({
      path: 'params.numMessages',
      message: 'There are more messages than states',
      expected: `at most ${numStates}`,
      got: String(numMessages),
    })
  }
  if (payoffs !== undefined && payoffs.length !== numStates * numStates) {
    problems.push({
      path: 'params.payoffs',
      message: 'The pay-offs are not one for each state and action',
      expected: `${numStates * numStates} numbers`,
      got: String(payoffs.length),
    })
  }
  return problems
}
