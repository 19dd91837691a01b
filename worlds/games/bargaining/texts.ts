import type { Game, Json } from '../../../engine/index.js'
import { type Bundle, type Instance, ITEMS } from './instances.js'
import { OFFERS, type Talks } from './offers.js'

const UNSEEN = 'Initial chance node'

const bundleText = (bundle: Bundle): string =>
  ITEMS.map((item, i) => `${item}: ${bundle[i]}`).join(', ')

export const offerText = (offer: Bundle): string => `Offer: ${bundleText(offer)}`

export const instanceText = ({ pool, values }: Instance): string =>
  `Pool:    ${bundleText(pool)}\nP0 vals: ${bundleText(values[0])}\nP1 vals: ${bundleText(values[1])}\n`

/** The texts of the talks, as OpenSpiel has them, and the view as data. */
export function textsOf(
  talks: Talks,
  maxTurns: number,
): Pick<Game, 'text' | 'informationState' | 'observation'> & {
  view(s: Int32Array, player: number): Json
} {
  const { offers } = talks
  const agreed = (s: Int32Array): string => `Agreement reached? ${talks.isAgreed(s) ? 1 : 0}\n`
  const offer = (s: Int32Array, i: number): string =>
    `P${i & 1} offers: ${offerText(OFFERS[offers.at(s, i)]!)}\n`
  const story = (s: Int32Array): string =>
    Array.from({ length: offers.count(s) }, (_, i) => offer(s, i)).join('')
  const own = (s: Int32Array, player: number): string => {
    const { pool, values } = talks.instance(s)
    return `Pool: ${bundleText(pool)}\nMy values: ${bundleText(values[player as 0 | 1])}\n${agreed(s)}`
  }
  return {
    text: (s) =>
      talks.isStarted(s) ? instanceText(talks.instance(s)) + agreed(s) + story(s) : UNSEEN,
    informationState: (s, player) => (talks.isStarted(s) ? own(s, player) + story(s) : UNSEEN),
    observation(s, player) {
      if (!talks.isStarted(s)) return UNSEEN
      const n = offers.count(s)
      return `${own(s, player)}Number of offers: ${n}\n${n === 0 ? '' : offer(s, n - 1)}`
    },
    view(s, player) {
      if (!talks.isStarted(s)) return null
      const { pool, values } = talks.instance(s)
      const last = talks.last(s)
      return {
        pool: [...pool],
        values: [...values[player as 0 | 1]],
        offers: offers.count(s),
        maxTurns,
        last: last === undefined ? null : [...last],
      }
    },
  }
}
