import { describe, expect, test } from 'vitest'
import { createEpisode, type Frame, limits } from '../engine/index.js'
import { feast, restless } from '../examples/bazaar.js'
import { windfall } from '../examples/harvest.js'
import { memorySink, type ReplaySink } from './container.js'
import { storedDeflate } from './deflate.js'
import { describeEpisode } from './header.js'
import { openReplay } from './reader.js'
import { createRecorder } from './recorder.js'
import { bytesSource } from './source.js'
import { play, recorded } from './testing/runs.js'

const run = play(feast, 200)
const header = describeEpisode(run.episode)
const start = (sink: ReplaySink = memorySink()) => createRecorder(sink, header)

describe('a recorder', () => {
  test('refuses frames out of order, untracked runs and empty recordings', async () => {
    expect(() => start().record(run.frames[1]!)).toThrow(/replay\/frame-order/)
    const recorder = start()
    recorder.record(run.frames[0]!)
    expect(() => recorder.record(run.frames[2]!)).toThrow(/expected: tick 1/)
    const untracked = createEpisode(feast, { seed: 7, track: false }).step(restless(1))
    expect(() => recorder.record(untracked)).toThrow(/replay\/untracked/)
    await expect(start().finish({ end: 'done' })).rejects.toThrow(/replay\/no-frames/)
    await recorder.finish({ end: 'aborted' })
    expect(() => recorder.record(run.frames[1]!)).toThrow(/replay\/finished/)
  })

  test('refuses what JSON cannot hold', () => {
    const frame: Frame = {
      ...run.frames[0]!,
      events: [{ type: 'big', data: 1n as never, cause: 0 }],
    }
    expect(() => start().record(frame)).toThrow(/replay\/not-json[\s\S]*tick 0/)
  })

  test.each([
    ['at once', () => {}],
    ['later', async () => {}],
  ])('tells what its sink threw %s, at the next call and at the end', async (_, well) => {
    let writes = 0
    const sink: ReplaySink = {
      position: 0,
      deflate: storedDeflate,
      write: () => {
        writes += 1
        if (writes === 1) return well()
        if (well() === undefined) throw new Error('disk full')
        return Promise.reject(new Error('disk full'))
      },
    }
    const recorder = start(sink)
    recorder.record(run.frames[0]!)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(() => recorder.record(run.frames[1]!)).toThrow('disk full')
    await expect(recorder.finish({ end: 'aborted' })).rejects.toThrow('disk full')
    expect(writes).toBe(2)
  })

  test('tells what deflating threw', async () => {
    const sinks = [
      () => {
        throw new Error('no room')
      },
      () => Promise.reject(new Error('no room')),
    ]
    for (const deflate of sinks) {
      const recorder = createRecorder(memorySink(), header, { deflate })
      recorder.record(run.frames[0]!)
      await expect(recorder.finish({ end: 'aborted' })).rejects.toThrow('no room')
    }
  })

  test('asks for patience when its sink is slow', async () => {
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const sink = memorySink()
    const recorder = start({
      ...sink,
      position: 0,
      write: (bytes) => gate.then(() => sink.write(bytes)),
    })
    const long = play(feast, 400)
    const answers = long.frames.map((frame) => recorder.record(frame))
    expect(answers[64]).toBeUndefined()
    expect(answers.at(-1)).toBeInstanceOf(Promise)
    open()
    await recorder.finish({ end: 'aborted' })
    expect((await openReplay(bytesSource(sink.bytes()))).info.ticks).toBe(400)
  })

  test('keeps result, scenario, environment and times', async () => {
    const sink = memorySink()
    const recorder = createRecorder(sink, header, {
      scenario: { id: 'feast' },
      environment: { node: '20' },
    })
    for (const frame of run.frames) recorder.record(frame)
    await recorder.finish(
      { end: 'aborted', metrics: { gini: 0.5 }, details: { cost: 1 } },
      { ms: 12 },
    )
    const replay = await openReplay(bytesSource(sink.bytes()))
    const last = run.frames.at(-1)!
    expect(replay.info).toMatchObject({
      ticks: 200,
      result: {
        end: 'aborted',
        ticks: 200,
        chain: last.chain,
        goals: last.goals,
        metrics: { gini: 0.5 },
        details: { cost: 1 },
      },
      wall: { ms: '12' },
      header: {
        world: { id: 'bazaar', version: 1 },
        seed: '7',
        agents: [{ name: 'ada', team: 'east' }, {}, {}, {}],
      },
    })
    expect(await replay.scenario()).toEqual({ id: 'feast' })
    expect(await replay.environment()).toEqual({ node: '20' })
  })

  test('leaves a readable prefix when it is given up', async () => {
    const sink = memorySink()
    const recorder = start(sink)
    for (const frame of run.frames.slice(0, 101)) recorder.record(frame)
    await recorder.abort()
    await expect(openReplay(bytesSource(sink.bytes()))).rejects.toThrow(
      /replay\/truncated[\s\S]*0 to 100/,
    )
    const replay = await openReplay(bytesSource(sink.bytes()), { recover: true })
    expect((await replay.frame(100)).chain).toBe(run.frames[100]!.chain)
  })

  test('closes a group before it is large', async () => {
    const wordy = run.frames.map((f): Frame => {
      const data = `${f.tick}`.repeat(30_000)
      return { ...f, events: [{ type: 'speech', data, cause: 0 }] }
    })
    const bytes = await recorded({ ...run, frames: wordy })
    let largest = 0
    const source = bytesSource(bytes)
    const replay = await openReplay({
      ...source,
      read: (offset, length) => {
        largest = Math.max(largest, Number(length))
        return source.read(offset, length)
      },
    })
    expect((await replay.frame(150)).events[0]!.data).toBe('150'.repeat(30_000))
    expect(largest).toBeLessThan(2 * limits.GROUP_BYTES_MAX)
  })
})

describe('observations', () => {
  test('are kept once and given back by tick', async () => {
    const map = { kind: 'map', cells: Array.from({ length: 500 }, (_, i) => i) }
    const record = async (withMap: boolean): Promise<Uint8Array> => {
      const sink = memorySink()
      const recorder = start(sink)
      for (const frame of run.frames) {
        const observations = [
          { agent: 0, kind: 'obs' as const, value: withMap ? map : frame.tick % 2 },
          { agent: 1, kind: 'text' as const, value: `It is day ${frame.tick}.` },
        ]
        recorder.record(frame, frame.tick > 0 ? { observations } : {})
      }
      await recorder.finish({ end: 'aborted' })
      return sink.bytes()
    }
    const bytes = await record(true)
    expect(bytes.length - (await record(false)).length).toBeLessThan(2 * JSON.stringify(map).length)
    const replay = await openReplay(bytesSource(bytes))
    expect(await replay.observations(0)).toEqual([])
    for (const tick of [1, 64, 65, 200]) {
      expect(await replay.observations(tick)).toEqual([
        { agent: 0, kind: 'obs', value: map },
        { agent: 1, kind: 'text', value: `It is day ${tick}.` },
      ])
    }
  })
})

describe('saved states', () => {
  test('let a run go on as it went', async () => {
    const long = play(feast, 600)
    const replay = await openReplay(bytesSource(await recorded(long)))
    expect(await replay.saved(127)).toBeUndefined()
    const state = (await replay.saved(560))!
    expect(state.tick).toBe(512)
    const episode = createEpisode(feast, { seed: 7 })
    episode.restore(state)
    for (let tick = 513; tick <= 600; tick++) {
      const { inputs } = await replay.frame(tick)
      expect(episode.step(inputs).chain, `tick ${tick}`).toBe(long.frames[tick]!.chain)
    }
  })
})

test('goals are told once until they change', async () => {
  const { frames } = run
  const replay = await openReplay(bytesSource(await recorded(run)))
  for (const tick of [0, 1, 50, 64, 65, 130, 199])
    expect((await replay.frame(tick)).goals).toEqual(frames[tick]!.goals)
})

test('a world in which nothing happens takes next to nothing', async () => {
  const still = play(windfall, 300, { decide: () => [] })
  const replay = await openReplay(bytesSource(await recorded(still)))
  expect(replay.info.stateBytes / 300).toBeLessThan(20)
})
