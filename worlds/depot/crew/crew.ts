import { definePolicy } from '../../../engine/index.js'
import { depot } from '../world.js'
import { ask } from './ask.js'
import { auction } from './auction.js'
import { board } from './board.js'
import { contract } from './contract.js'
import { negotiate } from './negotiate.js'
import { plan } from './plan.js'
import { emptyMemory, fetch, fetchable, look, type Play, patrol } from './porter.js'
import { say } from './say.js'
import { share } from './share.js'
import { vote } from './vote.js'

const PLAYS: Readonly<Record<string, Play>> = {
  say,
  ask,
  share,
  contract,
  plan,
  negotiate,
  auction,
  vote,
  board,
}

/** Fetches what it sees. */
const silent: Play = (turn) => {
  look(turn)
  return { do: fetch(turn, fetchable(turn)) ?? patrol(turn) }
}

/**
 * Works by the first protocol of the scenario: each way of using one is a file beside this. Where nobody hears it, it does
 * what it can from what it sees alone.
 */
export const depotCrew = definePolicy(depot, {
  id: 'depot-crew',
  memory: emptyMemory,
  decide(turn) {
    const [protocol] = turn.protocols
    const { do: action, say: words = [] } = (PLAYS[protocol?.id ?? ''] ?? silent)(turn)
    return { ...(action === undefined ? {} : { do: action }), say: [...words] }
  },
})
