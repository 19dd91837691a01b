import { defineUniversalPolicy } from '../engine/index.js'

/** Does nothing, whenever it is asked. */
export const idle = defineUniversalPolicy({ id: 'idle', decide: () => undefined })
