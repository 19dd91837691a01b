import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  actionCatalog,
  createEpisode,
  createTurns,
  type Episode,
  type Frame,
  type Policy,
} from 'coact'
import { describe, expect, it } from 'vitest'
import { gini, greedy, harvest, windfall } from './harvest.js'

const GOLDEN = fileURLToPath(new URL('harvest.golden.txt', import.meta.url))

/** One tick in which each agent decides for itself. */
function play(episode: Episode): Frame {
  const turns = createTurns(episode)
  return episode.step(
    episode.seats.map(({ index, name }) => {
      const { turn, close } = turns.open(index, () => new AbortController().signal)
      const policy = episode.scenario.agents[name]!.policy as Policy
      return close(policy.decide(turn))
    }),
  )
}

function frames(seed: number): Frame[] {
  const episode = createEpisode(windfall, { seed })
  const out = [episode.first!]
  while (episode.end === undefined) out.push(play(episode))
  return out
}

/** An episode as people read it: who did what, what it came to, and the chain hash, tick by tick. */
function transcript(seed: number): string {
  const episode = createEpisode(windfall, { seed })
  const lines = [
    `${windfall.id}, seed ${seed}: ${episode.seats.map((s) => s.name).join(', ')}`,
    field(episode),
    '',
  ]
  while (episode.end === undefined) {
    const frame = play(episode)
    const deeds = frame.actions.map((a) => {
      const verdict = a.verdict === 'ok' ? (a.note ?? '') : a.verdict
      return [
        `${episode.seats[a.agent]!.name} ${[a.action, ...Object.values(a.args)].join(' ')}`,
        verdict,
      ]
        .filter(Boolean)
        .join(': ')
    })
    const script = frame.causes.filter((c) => c.startsWith('script'))
    lines.push(
      `${String(frame.tick).padStart(3)}  ${frame.chain}  ${[...script, ...deeds].join('; ')}`,
    )
    if (frame.tick % 25 === 0 || frame.end !== undefined) lines.push('', field(episode), '')
  }
  return `${lines.join('\n')}${episode.end} at tick ${episode.tick}; eaten: ${episode.seats.map((s) => `${s.name} ${episode.reward(s.index)}`).join(', ')}\n`
}

function field(episode: Episode): string {
  const { size } = episode.w.params as { readonly size: number }
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => '.'))
  for (const seat of episode.seats) {
    const { at, apples } = episode.observe(seat.index) as {
      at: [number, number]
      apples: [number, number][]
    }
    for (const [x, y] of apples) if (rows[y]![x] === '.') rows[y]![x] = 'o'
    rows[at[1]]![at[0]] = seat.name[0]!
  }
  return rows.map((row) => row.join(' ')).join('\n')
}

describe('harvest', () => {
  it('plays as it did, tick by tick', () => {
    const now = transcript(7)
    if (process.env['COACT_UPDATE'] === '1') writeFileSync(GOLDEN, now)
    expect(now).toBe(readFileSync(GOLDEN, 'utf8'))
  })

  it('is the same episode for the same seed, frame by frame, and another for another', () => {
    const [first, second, other] = [frames(7), frames(7), frames(8)]
    expect(second).toEqual(first)
    expect(other.at(-1)!.chain).not.toBe(first.at(-1)!.chain)
  })

  it('ends when no apple is left, and greed is rewarded', () => {
    const all = frames(7)
    const last = all.at(-1)!
    expect(last.end).toBe('done')
    const eaten = all.flatMap((f) => f.actions).filter((a) => a.note === 'eaten').length
    expect(last.rewards.reduce((a, b) => a + b)).toBe(eaten)
    const context = { agents: [], horizon: windfall.horizon }
    const state = all.reduce((s, f) => gini.step(s, f, context), gini.init(context))
    expect(gini.finish(state, context)).toBeLessThan(0.5)
    expect(gini.finish([0, 0], context)).toBe(0)
    expect(gini.finish([4, 0], context)).toBe(0.5)
  })

  it('shows what its schema says', () => {
    const episode = createEpisode(windfall, { seed: 7 })
    for (let i = 0; i < 60; i++) {
      expect(harvest.observation.safeParse(episode.observe(0)).success).toBe(true)
      play(episode)
    }
    expect(episode.describe(1)).toMatch(/^You stand at \(\d+, \d+\); \d+ apples are left\.$/)
    expect(greedy.world).toBe('harvest')
  })

  it('stays in the field and keeps count of its apples, whatever is done', () => {
    const episode = createEpisode(windfall, { seed: 3 })
    const { ids } = actionCatalog(harvest as never)
    let apples = episode.w.count('Apple')
    for (let tick = 1; tick <= 300 && episode.end === undefined; tick++) {
      const frame = episode.stepIds([(tick * 31) % ids.length, (tick * tick * 17) % ids.length])
      apples -= frame.actions.filter((a) => a.note === 'eaten').length
      apples += (tick % 50 === 0 ? 1 : 0) + (tick === 100 ? 5 : 0)
      expect(episode.w.count('Apple')).toBe(apples)
      for (const { index } of episode.seats) {
        const { at } = episode.observe(index) as { at: [number, number] }
        for (const c of at) expect(c >= 0 && c < 12).toBe(true)
      }
    }
  })
})

describe('a run needs nothing from its surroundings', () => {
  it('but what the language defines', () => {
    const expected = frames(7).at(-1)!.chain
    const restore = poison()
    let chain = ''
    try {
      chain = frames(7).at(-1)!.chain
      for (const call of [
        () => Math.random(),
        () => Date.now(),
        () => Math.sin(1),
        () => new Date(),
      ])
        expect(call).toThrow('poisoned')
    } finally {
      restore()
    }
    expect(chain).toBe(expected)
  })
})

const EXACT = new Set([
  'sqrt',
  'floor',
  'ceil',
  'round',
  'trunc',
  'abs',
  'min',
  'max',
  'sign',
  'imul',
  'fround',
  'clz32',
])

/** Replaces clock, chance, timers, network and inexact mathematics by functions that throw. */
function poison(): () => void {
  const undo: (() => void)[] = []
  const replace = (owner: object, name: string): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name)
    if (before === undefined) return
    const thrower = function poisoned(): never {
      throw new Error(`poisoned: ${name}`)
    }
    Object.defineProperty(owner, name, {
      value: Object.assign(thrower, { now: thrower }),
      configurable: true,
      writable: true,
    })
    undo.push(() => Object.defineProperty(owner, name, before))
  }
  for (const name of Object.getOwnPropertyNames(Math)) {
    if (typeof Math[name as 'abs'] === 'function' && !EXACT.has(name)) replace(Math, name)
  }
  for (const name of ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase'])
    replace(String.prototype, name)
  replace(Number.prototype, 'toLocaleString')
  replace(performance, 'now')
  replace(process, 'hrtime')
  const globals = [
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'fetch',
    'Date',
    'crypto',
  ]
  for (const name of globals) replace(globalThis, name)
  return () => {
    for (const one of undo.reverse()) one()
  }
}
