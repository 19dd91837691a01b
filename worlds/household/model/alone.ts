import type { Operator } from '../../../engine/index.js'
import { change } from './change.js'
import type { Variant } from './facts.js'
import { explore, goto } from './go.js'
import { grab, place } from './hands.js'

/** What one agent does by itself. */
export const alone = (v: Variant): Readonly<Record<string, Operator>> => ({
  goto: goto(v),
  explore: explore(v),
  grab: grab(v),
  place: place(v),
  change: change(v),
})
