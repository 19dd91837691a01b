import { z } from 'zod'
import type { Json } from '../engine/index.js'
import { defineProtocol } from './define-protocol.js'

interface Entry {
  value: Json
  /** How often it was written. */
  version: number
  by: string
}

interface Lease {
  by: string
  /** The last tick in which it holds. */
  until: number
}

interface State {
  isOpen: boolean
  until: number
  entries: Record<string, Entry>
  leases: Record<string, Lease>
  end: '' | 'closed' | 'ended'
}

const ENTRIES_MAX = 64
const VALUE_CHARS_MAX = 500
const key = z.string().min(1).max(64)

/**
 * A blackboard that all see. Who writes names the version that it has read, so that nothing is overwritten unseen; who claims an
 * entry is the only one to write it while the lease holds.
 */
export const board = defineProtocol({
  id: 'board',
  text: 'Keep a list that all see, and claim what is on it for yourself for some time.',
  messages: {
    open: { ticks: z.int().min(1).max(9999).default(1000) },
    write: {
      key,
      value: z.json(),
      version: z.int().min(0).default(0).describe('The version that you read; 0 for a new entry.'),
    },
    claim: { key, ticks: z.int().min(1).max(256).default(8) },
    release: { key },
    close: {},
  },
  acts: {
    open: 'subscribe',
    write: 'request',
    claim: 'request',
    release: 'inform',
    close: 'cancel',
  },
  opens: ['open'],
  ticksMax: 10_000,
  init: (): State => ({ isOpen: false, until: 0, entries: {}, leases: {}, end: '' }),
  may({ isOpen }, who, { opener }) {
    if (!isOpen) return who === opener ? ['open'] : []
    const all = ['write', 'claim', 'release'] as const
    return who === opener ? [...all, 'close'] : [...all]
  },
  on: {
    open(s, _, { ticks }, { tick }) {
      s.isOpen = true
      s.until = tick + ticks
    },
    write(s, from, body, { tick }) {
      const known = s.entries[body.key]
      const version = known?.version ?? 0
      if (body.version !== version)
        return { reject: 'conflict', text: `"${body.key}" is at version ${version}` }
      const lease = heldBy(s, body.key, from, tick)
      if (lease !== undefined) return lease
      if (JSON.stringify(body.value).length > VALUE_CHARS_MAX)
        return { reject: 'too-long', text: `At most ${VALUE_CHARS_MAX} characters of JSON` }
      if (known === undefined && Object.keys(s.entries).length >= ENTRIES_MAX)
        return { reject: 'board-full', text: `At most ${ENTRIES_MAX} entries` }
      s.entries[body.key] = { value: body.value as Json, version: version + 1, by: from }
      return undefined
    },
    claim(s, from, body, { tick }) {
      const lease = heldBy(s, body.key, from, tick)
      if (lease !== undefined) return lease
      if (s.leases[body.key] === undefined && Object.keys(s.leases).length >= ENTRIES_MAX)
        return { reject: 'board-full', text: `At most ${ENTRIES_MAX} leases` }
      s.leases[body.key] = { by: from, until: tick + body.ticks }
      return undefined
    },
    release(s, from, body) {
      if (s.leases[body.key]?.by !== from)
        return { reject: 'not-claimed', text: `You have not claimed "${body.key}"` }
      delete s.leases[body.key]
      return undefined
    },
    close(s) {
      s.end = 'closed'
    },
  },
  due: ({ leases, until }) =>
    Object.values(leases).reduce((first, lease) => Math.min(first, lease.until), until),
  expire(s, { tick }) {
    for (const [name, { until }] of Object.entries(s.leases))
      if (until <= tick) delete s.leases[name]
    if (tick >= s.until) s.end = 'ended'
  },
  close: ({ end, entries }) =>
    end === '' ? undefined : { result: end, entries: Object.keys(entries).length },
})

/** Says who holds an entry, when that is somebody else. */
function heldBy(
  { leases }: State,
  name: string,
  from: string,
  tick: number,
): { readonly reject: string; readonly text: string } | undefined {
  const lease = leases[name]
  if (lease === undefined || lease.by === from || lease.until < tick) return undefined
  return { reject: 'claimed', text: `${lease.by} has "${name}" until tick ${lease.until}` }
}
