import fc from 'fast-check'
import { applyPatches, enablePatches, type Patch, produceWithPatches } from 'immer'
import { describe, expect, it } from 'vitest'
import { canonicalJson, canonicalWriter } from './canonical.js'
import type { DocPatch, Json } from './index.js'
import { deepFreeze, patched } from './patches.js'

enablePatches()

const key = fc.constantFrom('a', 'b', 'z', '10', '9', 'é')
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<Json>(null, true, 0, 1.5, 'x', '"\\'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
})).value
type Box = Record<string, unknown> | unknown[]

/** Changes some box of the value, chosen by numbers. */
function change(root: Box, picks: readonly number[], value: Json): void {
  let at = root
  for (const pick of picks) {
    const inner = Object.values(at).filter((v): v is Box => typeof v === 'object' && v !== null)
    if (inner.length === 0) break
    at = inner[pick % inner.length]!
  }
  const pick = picks[0] ?? 0
  if (!Array.isArray(at)) {
    const keys = Object.keys(at)
    if (pick % 3 === 0 && keys.length > 0) delete at[keys[pick % keys.length]!]
    else at[['a', 'b', '10'][pick % 3]!] = value
  } else if (pick % 4 === 0) at.splice(pick % (at.length + 1), 1)
  else if (pick % 4 === 1) at.splice(pick % (at.length + 1), 0, value)
  else if (pick % 4 === 2) at.length = Math.floor(at.length / 2)
  else at.push(value)
}

const changes = fc.array(fc.tuple(fc.array(fc.nat(99), { minLength: 1, maxLength: 4 }), json), {
  maxLength: 8,
})
const copyOf = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json

describe('patches', () => {
  it('make of a value what immer makes of it, and leave the value and what they do not touch alone', () => {
    fc.assert(
      fc.property(fc.dictionary(key, json), changes, (given, steps) => {
        const before = deepFreeze(given)
        const [after, patches] = produceWithPatches(before, (draft) => {
          for (const [picks, value] of steps) change(draft as Box, picks, copyOf(value))
        })
        const text = canonicalJson(before)
        const got = patched(before, patches as DocPatch[]) as Record<string, Json>
        expect(got).toEqual(after)
        expect(got).toEqual(applyPatches(before, patches as Patch[]))
        expect(canonicalJson(before)).toBe(text)
        const touched = new Set(patches.map(({ path }) => path[0]))
        for (const k of Object.keys(before)) if (!touched.has(k)) expect(got[k]).toBe(before[k])
      }),
    )
  })

  it.each<[string, DocPatch]>([
    ['into nothing', { op: 'add', path: ['a', 'b'], value: 1 }],
    ['into a number', { op: 'add', path: ['n', 'b'], value: 1 }],
    ['behind a list', { op: 'replace', path: ['list', 3], value: 1 }],
    ['before a list', { op: 'remove', path: ['list', -1] }],
    ['at half a place', { op: 'add', path: ['list', 0.5], value: 1 }],
    ['to a longer list', { op: 'replace', path: ['list', 'length'], value: 9 }],
    ['to a prototype', { op: 'add', path: ['__proto__'], value: {} }],
    ['through a constructor', { op: 'add', path: ['constructor', 'x'], value: 1 }],
  ])('that lead %s fit nowhere', (_, patch) => {
    expect(() => patched({ n: 1, list: [1] }, [patch])).toThrow('leads nowhere')
  })

  it('share values with nobody who could change them', () => {
    const value = { list: [1] }
    const got = patched({}, [
      { op: 'add', path: ['x'], value },
      { op: 'add', path: ['x', 'list', 1], value: 2 },
    ]) as { x: { list: number[] } }
    expect([got.x, value]).toEqual([{ list: [1, 2] }, { list: [1] }])
    expect(() => got.x.list.push(3)).toThrow()
    expect(() => value.list.push(3)).toThrow()
  })
})

describe('the writer of canonical JSON', () => {
  it('writes every version of a document as it would be written by itself', () => {
    fc.assert(
      fc.property(fc.array(json, { maxLength: 4 }), changes, (others, steps) => {
        const write = canonicalWriter()
        let version = deepFreeze<Json>({ list: [{ a: [[1]] }], a: 1 })
        for (const [picks, value] of steps) {
          const [next] = produceWithPatches(version as object, (draft) =>
            change(draft as Box, picks, copyOf(value)),
          )
          version = next as Json
          expect(write(version)).toBe(canonicalJson(version))
        }
        for (const other of [...others, version]) expect(write(other)).toBe(canonicalJson(other))
      }),
    )
  })
})
