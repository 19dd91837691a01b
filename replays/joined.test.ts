import { beforeAll, describe, expect, test } from 'vitest'
import { createEpisode } from '../engine/index.js'
import { feast, restless } from '../examples/bazaar.js'
import { memorySink } from './container.js'
import { storedDeflate } from './deflate.js'
import { describeEpisode } from './header.js'
import { standingFrame, withParent } from './parent-frame.js'
import { openReplay, type Replay } from './reader.js'
import { createRecorder } from './recorder.js'
import { bytesSource } from './source.js'
import { play, recorded } from './testing/runs.js'

const TICKS = 200
const FORK = 120
const run = play(feast, TICKS)
let [parent, joined, whole]: Replay[] = []

/** A fork that does what its parent did, so that the two as one are the parent again. */
beforeAll(async () => {
  whole = await openReplay(bytesSource(await recorded(run)))
  parent = await openReplay(bytesSource(await recorded(run)))
  const episode = createEpisode(feast, { seed: 7 })
  episode.restore(run.states[FORK]!)
  const { chain, state } = run.frames[FORK]!
  const sink = memorySink()
  const header = describeEpisode(episode, { parent: { tick: FORK, chain, state } })
  const recorder = createRecorder(sink, header, { deflate: storedDeflate })
  recorder.record(standingFrame(episode), { state: () => episode.save() })
  while (episode.tick < TICKS) {
    recorder.record(episode.step(restless(episode.tick + 1)), { state: () => episode.save() })
  }
  episode.abort()
  await recorder.finish({ end: 'aborted' })
  joined = await withParent(await openReplay(bytesSource(sink.bytes())), parent)
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

describe('a fork joined with its parent', () => {
  test.each([
    [0, TICKS],
    [TICKS, 0],
    [FORK - 3, FORK + 3],
    [FORK + 3, FORK - 3],
    [FORK, FORK],
  ])('reads as the whole run from tick %i to %i', async (from, to) => {
    const ticks = [from, to] as const
    expect(await all(joined!.frames(from, to))).toEqual(await all(whole!.frames(from, to)))
    expect(await all(joined!.messages({ ticks }))).toEqual(await all(whole!.messages({ ticks })))
    expect(await all(joined!.actions({ ticks, ok: false }))).toEqual(
      await all(whole!.actions({ ticks, ok: false })),
    )
    expect(await all(joined!.lines('/hashes', ticks))).toEqual(
      await all(whole!.lines('/hashes', ticks)),
    )
    expect(await all(joined!.calls({ ticks }))).toEqual([])
  })
  test('knows what last set a value on either side', async () => {
    const sides = new Set<boolean>()
    for (const tick of [FORK - 1, FORK, FORK + 1, FORK + 20, TICKS]) {
      for (const what of ['Trader.coins', 'Trader.mood', 'Trader', 'entity.alive']) {
        for (const name of ['ada', 'bob']) {
          const why = await whole!.why(name, what, tick)
          expect(await joined!.why(name, what, tick)).toEqual(why)
          sides.add(why!.tick > FORK)
        }
      }
    }
    expect(sides.size).toBe(2)
    expect(await joined!.at(FORK + 5).why('ada', 'Trader.coins')).toEqual(
      await whole!.why('ada', 'Trader.coins', FORK + 5),
    )
    expect(await joined!.at(10).entity('ada')).toEqual(await whole!.at(10).entity('ada'))
  })
  test('refuses ticks that neither has', async () => {
    await expect(all(joined!.frames(TICKS + 1, 0))).rejects.toThrow(/replay\/no-tick/)
    await expect(all(joined!.actions({ ticks: [-1, 9] }))).rejects.toThrow(/replay\/no-tick/)
  })
})
