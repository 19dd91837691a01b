import { z } from 'zod'
import { defineProtocol } from './define-protocol.js'

/** Words to those who are named, over with the first: what plain messages of the bus are, by a name. */
export const say = defineProtocol({
  id: 'say',
  text: 'Tell others something.',
  messages: { tell: { text: z.string().min(1).max(2000) } },
  acts: { tell: 'inform' },
  ticksMax: 1,
  init: () => ({ isSaid: false }),
  on: {
    tell(state) {
      state.isSaid = true
    },
  },
  close: ({ isSaid }) => (isSaid ? { result: 'said' } : undefined),
})
