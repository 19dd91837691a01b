import type { History } from '../../kernels/board/index.js'
import { type Bundle, bundles, type Instance, MOST_ITEMS, size } from './instances.js'

/** What a proposer may keep, by move id. */
export const OFFERS: readonly Bundle[] = Object.freeze(
  bundles(0, MOST_ITEMS).filter((offer) => size(offer) <= MOST_ITEMS),
)
export const AGREE = OFFERS.length

/** What stands in the state. */
export interface Talks {
  readonly offers: History
  isStarted(s: Int32Array): boolean
  isAgreed(s: Int32Array): boolean
  instance(s: Int32Array): Instance
  /** The last offer: what its proposer keeps. */
  last(s: Int32Array): Bundle | undefined
}
