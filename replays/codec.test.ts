import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { enablePatches, applyPatches as immerPatches, type Patch, produceWithPatches } from 'immer'
import { describe, expect, test } from 'vitest'
import { CoactError, type DocPatch, type Json } from '../engine/index.js'
import { storedDeflate, webDeflate, webInflate } from './deflate.js'
import { nodeDeflate, nodeInflate } from './index.node.js'
import { createLines, findLines } from './lines.js'
import { applyPatches } from './patches.js'
import { copyJson } from './shape.js'
import {
  byteReader,
  byteWriter,
  readSigned,
  readVarint,
  remaining,
  writeSigned,
  writeText,
  writeVarint,
  written,
} from './varint.js'
import { VERSION } from './version.js'

enablePatches()

const reader = (...bytes: number[]) => byteReader(Uint8Array.from(bytes), 'here')

describe('numbers', () => {
  test('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(0xffffffff), fc.integer())), (pairs) => {
        const w = byteWriter(1)
        for (const [a, b] of pairs) {
          writeVarint(w, a)
          writeSigned(w, b)
        }
        const r = byteReader(written(w), 'here')
        expect(pairs.map(() => [readVarint(r), readSigned(r)])).toEqual(pairs)
        expect(remaining(r)).toBe(0)
      }),
    )
  })

  test.each([
    ['cut', reader(0x80)],
    ['needlessly long', reader(0x80, 0x00)],
    ['over 32 bits', reader(0xff, 0xff, 0xff, 0xff, 0x10)],
    ['without an end', reader(0xff, 0xff, 0xff, 0xff, 0x8f, 0x01)],
  ])('are refused when %s', (_, bytes) => {
    expect(() => readVarint(bytes)).toThrow(/replay\/corrupt[\s\S]*here, byte \d/)
  })
})

describe('deflating', () => {
  test.each([
    ['not at all', storedDeflate],
    ['as the web does', webDeflate],
    ['as Node does', nodeDeflate],
  ])('%s can be undone everywhere, within bounds', async (_, deflate) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 500 }),
        async (bytes, times) => {
          const all = Uint8Array.from(
            { length: bytes.length * times },
            (_, i) => bytes[i % bytes.length]!,
          )
          const packed = await deflate(all)
          expect(Buffer.from(await nodeInflate(packed, all.length + 1)).equals(all)).toBe(true)
          expect(Buffer.from(await webInflate(packed, all.length)).equals(all)).toBe(true)
          if (all.length < 2) return
          await expect((async () => webInflate(packed, all.length - 1))()).rejects.toThrow(
            /limit\/inflated/,
          )
          await expect((async () => nodeInflate(packed, all.length - 1))()).rejects.toThrow(
            /limit\/inflated/,
          )
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe('documents', () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>

  test('change by patches as they do in the engine', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), json),
        fc.dictionary(fc.string(), json),
        fc.array(json),
        (before, after, list) => {
          const from = { ...before, list: [...list, 1, 2] }
          const to = { ...after, list: list.slice(1) }
          const [, patches] = produceWithPatches(from, (draft: Record<string, unknown>) => {
            for (const key of Object.keys(draft)) if (!(key in to)) delete draft[key]
            for (const [key, value] of Object.entries(to)) if (key !== 'list') draft[key] = value
            const items = draft['list'] as unknown[]
            items.shift()
            items.splice(1, 1)
            if (items.length > 0) items[0] = { changed: true }
          })
          const expected = immerPatches(from, patches as Patch[])
          const got = applyPatches(copyJson(from as Json) as Json, patches as unknown as DocPatch[])
          expect(JSON.parse(JSON.stringify(got))).toEqual(
            JSON.parse(JSON.stringify(copyJson(expected as Json))),
          )
        },
      ),
    )
  })

  test.each<[DocPatch]>([
    [{ op: 'replace', path: ['a', 'b'], value: 1 }],
    [{ op: 'add', path: ['list', 9], value: 1 }],
    [{ op: 'replace', path: ['list', 'length'], value: 1e9 }],
    [{ op: 'replace', path: ['constructor', 'x'], value: 1 }],
    [{ op: 'replace', path: ['__proto__'], value: {} }],
  ])('refuse %j', (patch) => {
    expect(() => applyPatches({ list: [1] }, [patch])).toThrow(CoactError)
  })
})

describe('lines', () => {
  test('are one JSON message, and are found by tick', () => {
    const lines = createLines()
    expect(lines.take(0, 0)).toBeUndefined()
    writeText(lines.begin(3), '"a":"x\\ny"}')
    writeText(lines.begin(5), '"never')
    lines.undo(5)
    lines.undo(4)
    writeText(lines.begin(17), '"b":[1,2]}')
    const message = lines.take(1, 20)!
    const text = new TextDecoder().decode(message)
    expect(JSON.parse(text)).toEqual({
      from: 1,
      to: 20,
      frames: [
        { tick: 3, a: 'x\ny' },
        { tick: 17, b: [1, 2] },
      ],
    })
    const found = findLines(message, 'here')
    expect(found.ticks()).toEqual([3, 17])
    expect(JSON.parse(new TextDecoder().decode(found.get(17)))).toEqual({ tick: 17, b: [1, 2] })
    expect(lines.size).toBe(0)
  })
})

test('the version is the package’s', () => {
  expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version)
})
