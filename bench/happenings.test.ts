import { describe, expect, it } from 'vitest'
import { defineUniversalPolicy } from '../engine/index.js'
import { observeRun, run } from './index.js'
import { bidder, marketScenario, seller } from './talk/market.js'

const failing = defineUniversalPolicy({
  id: 'failing',
  decide({ tick }) {
    if (tick === 2) throw new Error('no idea')
    return { action: 'wait', args: {} }
  },
})

describe('what happens in a run, as a stream', () => {
  it('has everything that frames have, in the order of ticks', async () => {
    const scenario = marketScenario({}, { ada: seller, bob: bidder(2), cid: failing })
    const live = observeRun(scenario, { seed: 1 })
    const seen: string[] = []
    let frames = 0
    live.frames.subscribe(() => {
      frames += 1
    })
    live.happenings.subscribe((h) => {
      if (h.kind === 'message') seen.push(`${h.tick} ${h.message.from} ${h.message.type}`)
      if (h.kind === 'action') seen.push(`${h.tick} ${h.agent} ${h.action.action}`)
      if (h.kind === 'event') seen.push(`${h.tick} ${h.event.type}`)
      if (h.kind === 'failure') seen.push(`${h.tick} ${h.agent} ${h.failure.type}`)
      if (h.kind === 'end') seen.push(`${h.tick} ${h.end}`)
    })
    const { ticks } = await live.result
    expect(frames).toBe(ticks + 1)
    expect(seen.slice(0, 7)).toEqual([
      '1 ada offer',
      '1 cid wait',
      '2 cid threw',
      '2 bob bid',
      '2 effect',
      '3 cid wait',
      '3 effect',
    ])
    expect(seen.at(-1)).toBe('12 horizon')
  })

  it('reaches nobody inside: a subscriber that throws or waits changes nothing', async () => {
    const echo = defineUniversalPolicy({
      id: 'echo',
      decide: ({ inbox, say }) => ({
        say: inbox.map(({ body }) => say.all({ type: 'data', body })),
      }),
    })
    const scenario = marketScenario({}, { ada: seller, bob: echo, cid: failing })
    const live = observeRun(scenario, { seed: 1 })
    live.happenings.subscribe((h) => {
      if (h.kind === 'message') Object.assign(h.message.body as object, { changed: true })
    })
    expect((await live.result).chain).toBe((await run(scenario, { seed: 1 })).chain)
  })
})
