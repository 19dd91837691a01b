import { CHANCE, type Game, type Json } from '../../../engine/index.js'
import type { NegotiationParams } from './setting.js'
import type { Talks } from './talks.js'

const UNSEEN = 'ChanceNode -- no observation'

/** The texts of the talks, as OpenSpiel has them, and the view as data. */
export function textsOf(
  params: NegotiationParams,
  talks: Talks,
  turn: (s: Int32Array) => number,
): Pick<Game, 'text' | 'moveText' | 'informationState' | 'observation'> & {
  view(s: Int32Array, player: number): Json
} {
  const { agree, proposals, utterances, made, said } = talks
  const head = (s: Int32Array, player: number): string =>
    `Max steps: ${s[0]}\nItem pool: ${talks.pool(s).join(' ')}\n${own(s, player)}`
  const own = (s: Int32Array, player: number): string =>
    `Agent ${player} util vec: ${talks.values(s, player).join(' ')}\n`
  const whose = (s: Int32Array, player: number): string =>
    `Current player: ${player}\nTurn Type: ${talks.isWordDue(s) ? 'Utterance' : 'Proposal'}\n`
  const story = (s: Int32Array): string => {
    const lines = Array.from({ length: made(s) }, (_, i) => {
      const words = i < said(s) ? ` utters: [${talks.utterance(s, i).join(', ')}]` : ''
      return `Player ${i & 1} proposes: [${talks.proposal(s, i).join(', ')}]${words}\n`
    })
    return lines.join('') + (s[talks.agreed] === 0 ? '' : 'Agreement reached!\n')
  }
  const setupText = (s: Int32Array): string =>
    s[talks.drawn] === 0
      ? 'Initial chance node'
      : `Chance node -- drawn: ${s.subarray(0, s[talks.drawn]).join(' ')}`
  const drawText = (s: Int32Array, outcome: number): string => {
    const i = s[talks.drawn]!
    const item = (i - 1) % params.numItems
    if (params.instances !== undefined) return `chance outcome ${outcome}`
    if (i === 0) return `Max steps: ${outcome}`
    if (i <= params.numItems) return `Item ${item}: ${outcome}`
    return `Agent ${i <= 2 * params.numItems ? 0 : 1} util ${item}: ${outcome}`
  }
  return {
    text: (s) =>
      talks.isReady(s)
        ? head(s, 0) + own(s, 1) + whose(s, talks.mover(s)) + story(s)
        : setupText(s),
    moveText(s, player, move) {
      if (player === CHANCE) return drawText(s, move)
      if (move > agree) return `, Utterance: [${utterances[move - agree - 1]!.join(', ')}]`
      return `Proposal: ${move === agree ? 'Agreement reached!' : `[${proposals[move]!.join(', ')}]`}`
    },
    informationState: (s, player) =>
      talks.isReady(s) ? head(s, player) + whose(s, turn(s)) + story(s) : UNSEEN,
    observation(s, player) {
      if (!talks.isReady(s)) return UNSEEN
      const proposal =
        made(s) === 0
          ? ''
          : `Most recent proposal: [${talks.proposal(s, made(s) - 1).join(', ')}]\n`
      const words =
        said(s) === 0
          ? ''
          : `Most recent utterance: [${talks.utterance(s, said(s) - 1).join(', ')}]\n`
      return head(s, player) + whose(s, turn(s)) + proposal + words
    },
    view(s, player) {
      if (!talks.isReady(s)) return null
      return {
        maxSteps: s[0]!,
        pool: [...talks.pool(s)],
        values: [...talks.values(s, player)],
        proposals: made(s),
        last: made(s) === 0 ? null : [...talks.proposal(s, made(s) - 1)],
      }
    },
  }
}
