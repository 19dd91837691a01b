import { z } from 'zod'
import { defineProtocol } from './define-protocol.js'

const name = z.string().min(1).max(64)
const KEYS_MAX = 32
const amounts = z
  .record(name, z.int().min(0))
  .refine((given) => Object.keys(given).length <= KEYS_MAX, `at most ${KEYS_MAX} names`)
  .describe('Amounts by name; 0 takes a name away.')

type Amounts = Record<string, number>

interface Told {
  /** The tick of the last update. */
  at: number
  goal?: string
  stage?: string
  location?: string
  note?: string
  holdings: Amounts
  needs: Amounts
  offers: Amounts
}

interface State {
  isOpen: boolean
  until: number
  /** Ticks after which somebody who says nothing counts as stale. */
  heartbeat: number
  told: Record<string, Told>
  updates: number
  end: '' | 'closed' | 'ended'
}

const WORDS = ['goal', 'stage', 'location', 'note'] as const
const LISTS = ['holdings', 'needs', 'offers'] as const

/** Participants tell what changed of their goal, holdings, needs and offers; everyone sees what each last told. */
export const share = defineProtocol({
  id: 'share',
  text: 'Keep others informed of your goal, holdings, needs and offers, by what changes.',
  messages: {
    open: {
      ticks: z.int().min(1).max(9999).default(1000),
      heartbeat: z.int().min(1).max(1000).default(32),
    },
    update: {
      goal: z.string().max(200).optional(),
      stage: z.string().max(64).optional(),
      location: z.string().max(64).optional(),
      note: z.string().max(400).optional(),
      holdings: amounts.optional(),
      needs: amounts.optional(),
      offers: amounts.optional(),
    },
    close: {},
  },
  acts: { open: 'subscribe', update: 'inform', close: 'cancel' },
  opens: ['open'],
  ticksMax: 10_000,
  init: (): State => ({
    isOpen: false,
    until: 0,
    heartbeat: 0,
    told: {},
    updates: 0,
    end: '',
  }),
  may({ isOpen }, who, { opener }) {
    if (!isOpen) return who === opener ? ['open'] : []
    return who === opener ? ['update', 'close'] : ['update']
  },
  on: {
    open(state, _, { ticks, heartbeat }, { tick }) {
      state.isOpen = true
      state.until = tick + ticks
      state.heartbeat = heartbeat
    },
    update(state, from, update, { tick }) {
      const told: Told = state.told[from] ?? { at: 0, holdings: {}, needs: {}, offers: {} }
      const merged = LISTS.map((list) => merge(told[list], update[list]))
      if (merged.some((list) => Object.keys(list).length > KEYS_MAX))
        return { reject: 'too-much', text: `At most ${KEYS_MAX} names in a list` }
      LISTS.forEach((list, i) => {
        told[list] = merged[i]!
      })
      for (const word of WORDS) if (update[word] !== undefined) told[word] = update[word]
      told.at = tick
      state.told[from] = told
      state.updates += 1
      return undefined
    },
    close(state) {
      state.end = 'closed'
    },
  },
  due: ({ until }) => until,
  expire(state) {
    state.end = 'ended'
  },
  close: ({ end, updates }) => (end === '' ? undefined : { result: end, updates }),
  view: ({ told, until, heartbeat }, _, { tick }) => ({
    until,
    told: Object.fromEntries(
      Object.entries(told).map(([who, t]) => [who, { ...t, isStale: tick - t.at > heartbeat }]),
    ),
  }),
})

function merge(old: Amounts, given: Amounts | undefined): Amounts {
  return Object.fromEntries(Object.entries({ ...old, ...given }).filter(([, n]) => n > 0))
}
