import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallMessage, CallRecord } from '../engine/index.js'
import { feast } from '../examples/bazaar.js'
import { memorySink } from './container.js'
import { storedDeflate } from './deflate.js'
import { describeEpisode } from './header.js'
import { JOURNAL_FORMAT, readJournal, writeJournalCall, writeJournalHeader } from './journal.js'
import { createJournal, journalPath, reopenJournal } from './journal.node.js'
import { openReplay, type Replay } from './reader.js'
import { createRecorder } from './recorder.js'
import { bytesSource } from './source.js'
import { play } from './testing/runs.js'
import { byteWriter, written } from './varint.js'

const RULES = 'You trade at a bazaar. '.repeat(20)
const picture = { type: 'image', media: 'image/png', data: 'iVBORw0KGgo='.repeat(8) } as const

function callAt(tick: number, agent: number, more: Partial<CallRecord> = {}): CallRecord {
  const messages: readonly CallMessage[] = [
    { role: 'system', content: RULES },
    { role: 'user', content: [{ type: 'text', text: `tick ${tick}` }, picture] },
    { role: 'assistant', content: '' },
    { role: 'user', content: [] },
  ]
  return {
    id: `${tick}:${agent}:0`,
    tick,
    agent,
    purpose: agent === 0 ? 'act' : 'talk',
    key: 'ab12',
    model: 'small',
    messages,
    asked: 4,
    by: 'schema',
    schema: { type: 'object', properties: { move: { enum: ['n', 's'] } } },
    params: { temperature: 0 },
    reply: { text: '{"move":"n"}', value: { move: 'n' }, reasoning: `because ${tick}` },
    usage: { input: 90, output: 12, reasoning: 4, cached: 0 },
    price: 0.00031,
    attempts: 1,
    latencyMs: 203,
    ...more,
  }
}

const failing = (tick: number): CallRecord => {
  const { reply: _, price: __, by: ___, schema: ____, ...rest } = callAt(tick, 1)
  return {
    ...rest,
    failure: { code: 'model/timeout', message: 'No decision within 50 ms' },
    usage: { input: 7, output: 0, reasoning: 0, cached: 0, estimated: true },
    attempts: 2,
  }
}

/** One group of the setup, one of 64 ticks, and one of what is left. */
const TICKS = 70
const callsOf = (tick: number): readonly CallRecord[] =>
  tick === 0 || tick % 3 === 2 ? [] : [callAt(tick, 0), failing(tick)]
const made = play(feast, TICKS)

async function record(calls: (tick: number) => readonly CallRecord[]): Promise<Uint8Array> {
  const sink = memorySink()
  const recorder = createRecorder(sink, describeEpisode(made.episode), { deflate: storedDeflate })
  for (const frame of made.frames) await recorder.record(frame, { calls: calls(frame.tick) })
  await recorder.finish({ end: made.episode.end! })
  return sink.bytes()
}
const open = async (bytes: Uint8Array): Promise<Replay> => openReplay(bytesSource(bytes))
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('calls of models in a replay', () => {
  const every = made.frames.flatMap(({ tick }) => callsOf(tick))
  test('are read as they were recorded, in any span and direction, by agent and purpose', async () => {
    const replay = await open(await record(callsOf))
    expect(json(await all(replay.calls()))).toEqual(json(every))
    expect(json(await all(replay.calls({ ticks: [68, 2] })))).toEqual(
      json(every.filter((c) => c.tick >= 2 && c.tick <= 68).toReversed()),
    )
    const name = made.episode.seats[1]!.name
    expect(json(await all(replay.calls({ agent: name, ticks: [5, 40] })))).toEqual(
      json(every.filter((c) => c.agent === 1 && c.tick >= 5 && c.tick <= 40)),
    )
    expect(await all(replay.calls({ purpose: 'plan' }))).toEqual([])
    expect(json(await all(replay.calls({ purpose: 'act', ticks: [70, 70] })))).toEqual(
      json([callAt(70, 0)]),
    )
  })
  test('keep texts, pictures and schemas once', async () => {
    const bytes = await record(callsOf)
    const text = new TextDecoder('latin1').decode(bytes)
    const occurrences = (part: string): number => text.split(part).length - 1
    expect(occurrences(JSON.stringify(RULES))).toBe(1)
    expect(occurrences(picture.data)).toBe(1)
    expect(occurrences('"enum":["n","s"]')).toBe(1)
  })
  test('have a channel of their own, which a run without calls does not have', async () => {
    const without = await record(() => [])
    expect(new TextDecoder('latin1').decode(without).includes('coact.calls')).toBe(false)
    expect(await all((await open(without)).calls())).toEqual([])
  })
  test('are damaged where a content is missing, or is no part of a message', async () => {
    const [asked] = await record(callsOf).then((bytes) => [new TextDecoder('latin1').decode(bytes)])
    const forged = async (from: string, to: string): Promise<unknown> => {
      const at = asked!.indexOf(from)
      expect(at).toBeGreaterThan(0)
      const bytes = Uint8Array.from(asked!.replaceAll(from, to), (c) => c.charCodeAt(0))
      return all((await openReplay(bytesSource(bytes), { recover: true })).calls()).catch((e) => e)
    }
    expect(await forged('"type":"image"', '"type":"imago"')).toMatchObject({
      code: 'replay/corrupt',
    })
    expect(await forged('"role":"system"', '"role":"sistem"')).toMatchObject({
      code: 'replay/corrupt',
    })
  })
})

describe('calls of models in a journal', () => {
  const head = { replay: describeEpisode(made.episode), timeoutMs: 0, mode: 'group' } as const
  const inputs = [null, null]
  let home = ''
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'coact-call-journal-'))
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('are there when they ended, before their tick is, each text once', () => {
    const path = join(home, 'run.mcap')
    const bytes = (): Buffer => readFileSync(journalPath(path))
    const writer = createJournal(path, head)
    const told = [callAt(1, 1), failing(1), callAt(1, 0)]
    for (const call of told) writer.call(call)
    expect(json(readJournal(bytes(), 'it').calls)).toEqual(json(told))
    writer.add({ tick: 1, chain: made.frames[0]!.chain, seen: [], inputs })
    writer.call(callAt(2, 0))
    const journal = readJournal(bytes(), 'it')
    expect(journal.ticks).toHaveLength(1)
    expect(json(journal.calls)).toEqual(json([...told, callAt(2, 0)]))
    expect(bytes().toString('latin1').split(RULES.trim()).length - 1).toBe(1)
    writer.close()
    // Who goes on does not know what was stored, and stores it again.
    const again = reopenJournal(path)
    again.writer.call(callAt(2, 1))
    again.writer.close()
    expect(json(readJournal(bytes(), 'it').calls.at(-1))).toEqual(json(callAt(2, 1)))
  })
  test('that refer to what is not there, or are none, are refused', () => {
    const wrong = [
      `"calls":[{"id":"1:0:0"}],"contents":{}}`,
      `"calls":7,"contents":{}}`,
      `"calls":${JSON.stringify([lineOfNothing])},"contents":{}}`,
    ]
    for (const packed of wrong) {
      const w = byteWriter()
      writeJournalHeader(w, { ...head, format: JOURNAL_FORMAT, origin: '' })
      writeJournalCall(w, 1, packed)
      expect(() => readJournal(written(w), 'it')).toThrow(/journal\/corrupt/)
    }
  })
  const lineOfNothing = {
    ...callAt(1, 0),
    messages: [{ role: 'user', parts: [{ content: 'abc', at: 1 }] }],
    schema: undefined,
    reply: undefined,
  }
})
