import { describe, expect, test } from 'vitest'
import { openReplay, type Replay } from '../../reader.js'
import { bytesSource } from '../../source.js'
import { fixtureBytes } from '../../testing/fixtures.node.js'
import { createLiveHost } from './live-host.js'
import { createLiveReplay } from './live-replay.js'
import { fromWire } from './wire.js'

const fileOf = (world: string): Promise<Replay> =>
  openReplay(bytesSource(fixtureBytes(`coact-1_0.1.0_${world}.mcap.gz`)))

/** A run that goes as a recorded one went. */
async function again(file: Replay, upTo = file.info.ticks) {
  const live = createLiveReplay(file.info.header, await file.scenario())
  for (let tick = 0; tick <= upTo; tick++)
    live.record(await file.frame(tick), { observations: await file.observations(tick) })
  return live
}

const listed = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

describe.each(['bazaar', 'harvest', 'household'])('a run of %s that goes on', (world) => {
  test('reads as its file does, at every tick', async () => {
    const file = await fileOf(world)
    const { replay, finish } = await again(file)
    const { first, ticks, header } = file.info
    expect(replay.info).toMatchObject({ first, ticks, header })
    for (let tick = first; tick <= ticks; tick++) {
      expect(await replay.frame(tick)).toEqual(await file.frame(tick))
      const [live, kept] = [await replay.state(tick), await file.state(tick)]
      expect(live.entities()).toEqual(kept.entities())
      for (const e of kept.entities().slice(0, 8)) expect(live.entity(e)).toEqual(kept.entity(e))
    }
    expect(await listed(replay.actions({ ok: false }))).toEqual(
      await listed(file.actions({ ok: false })),
    )
    expect(await listed(replay.messages({ ticks: [ticks, first] }))).toEqual(
      await listed(file.messages({ ticks: [ticks, first] })),
    )
    finish({ end: 'done', metrics: { x: 1 } })
    expect(replay.info.result).toMatchObject({ end: 'done', ticks, metrics: { x: 1 } })
  })
  test('knows why, as its file does', async () => {
    const file = await fileOf(world)
    const { replay } = await again(file)
    const tick = file.info.ticks
    const view = await file.state(tick)
    for (const e of view.entities().slice(0, 12)) {
      for (const [component, fields] of Object.entries(view.entity(e).components)) {
        for (const field of Object.keys(fields)) {
          const what = `${component}.${field}`
          expect(await replay.why(e, what, tick)).toEqual(await file.why(e, what, tick))
        }
      }
    }
  })
})

test('a live host answers as a worker does, tells when there is more, and refuses what it does not know', async () => {
  const file = await fileOf('harvest')
  const host = await createLiveHost(file.info.header, await file.scenario())
  const heard: number[] = []
  const end = host.watch(() => heard.push(host.now().last))
  for (let tick = 0; tick <= 70; tick++) host.record(await file.frame(tick))
  host.finish({ end: 'aborted' })
  end()
  expect(heard.slice(-2)).toEqual([70, 70])
  expect(host.now()).toEqual({ last: 70, over: true })
  const ask = async (question: string, asked: unknown) => {
    const { answer, failure } = JSON.parse(
      JSON.stringify(await host.answer(JSON.stringify({ question, asked }))),
    )
    return failure ?? answer
  }
  expect(await ask('open', {})).toMatchObject({ first: 0, last: 70, end: 'aborted' })
  expect((await ask('moment', { tick: 70 })).scene.layers.length).toBeGreaterThan(1)
  const overview = fromWire(
    'overview',
    await ask('overview', { from: 0, to: 70, bins: 10, of: 'whole' }),
  )
  expect(overview.lanes[0]![0]).toBeInstanceOf(Uint16Array)
  expect(overview.read).toBe(71)
  expect(await ask('constructor', {})).toMatchObject({ code: 'viewer/question' })
  expect(await ask('moment', { tick: 71 })).toMatchObject({ code: 'replay/no-tick' })
  expect(await host.answer('{')).toHaveProperty('failure')
})
