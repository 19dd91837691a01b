import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseScenarioFile } from '../../engine/index.js'
import { kitchen } from '../../worlds/index.js'
import { importers } from './importers.node.js'
import { idOf } from './overcooked.js'

const own = mkdtempSync(join(tmpdir(), 'coact-layouts-'))
afterAll(() => rmSync(own, { recursive: true, force: true }))

const GOOD = `{
    "grid":  """XXPXX
                O1 2T
                X   X
                XDXSX""",
    "start_all_orders": [{ "ingredients": ["onion", "tomato"]}],   # one soup
    "start_bonus_orders": [{ "ingredients": ["tomato", "onion"]}],
    "order_bonus": float('inf'),
    "onion_value": 21, "tomato_value": 13, "onion_time": 15, "tomato_time": 7,
    "rew_shaping_params": None,
}`

/** A folder with files. */
function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(own, 'in-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text)
  return made
}

const read = (out: string, id: string) =>
  parseScenarioFile(readFileSync(join(out, `${id}.json`), 'utf8'), [kitchen], id)

const importer = importers['overcooked']!

describe('importing layouts of Overcooked', () => {
  it('writes one scenario for each layout file', async () => {
    const out = join(own, 'out-1')
    const report = await importer.run(folder({ 'little_room.layout': GOOD }), { out })
    expect(report).toEqual({
      written: 1,
      skipped: 0,
      anomalies: [],
      counts: { 'for 2 players': 1 },
    })
    const { scenario, policies } = read(out, 'little-room')
    expect(policies).toEqual({ cook_1: 'cook', cook_2: 'cook' })
    expect(scenario.params).toMatchObject({
      grid: ['XXPXX', 'O1 2T', 'X   X', 'XDXSX'],
      orders: [['onion', 'tomato']],
      bonusFactor: 'infinite',
      value: { onion: 21, tomato: 13 },
    })
  })

  it('takes a single file, or a list as JSON, with infinite numbers', async () => {
    const dir = folder({ 'one.layout': GOOD })
    const out = join(own, 'out-2')
    expect((await importer.run(join(dir, 'one.layout'), { out })).written).toBe(1)
    const grid = ['XXPXX', 'O1  X', 'X   X', 'XDXSX']
    const list = `{"tiny_room": {"grid": ${JSON.stringify(grid)}, "order_bonus": 1e999, "colour": 3}}`
    const file = join(folder({ 'some.json': list }), 'some.json')
    const report = await importer.run(file, { out })
    expect([report.written, report.anomalies.map((a) => a.path)]).toEqual([1, ['colour']])
    expect(read(out, 'tiny-room').scenario.params).toMatchObject({ bonusFactor: 'infinite' })
    expect(readdirSync(out).sort()).toEqual(['one.json', 'tiny-room.json'])
  })

  it('leaves out what it cannot read, and says where and why', async () => {
    const out = join(own, 'out-3')
    const dir = folder({
      'a.layout': GOOD,
      'b.layout': '{\n "grid": """XX""",\n "orders": __import__("os") }',
      'c.layout': GOOD.replace('O1 2T', 'O1 2 '),
    })
    const report = await importer.run(dir, { out })
    expect([report.written, report.skipped]).toEqual([1, 2])
    expect(report.anomalies[0]).toMatchObject({ file: 'b.layout', path: 'line 3' })
    expect(report.anomalies[0]!.message).toContain('expected a dict, list, text, number')
    expect(report.anomalies[1]!.got).toContain('no outermost cell is floor')
  })

  it('loses no layout whose name is like another’s, and writes the same one once', async () => {
    const out = join(own, 'out-4')
    const other = GOOD.replace('"onion_time": 15', '"onion_time": 16')
    const dir = folder({
      'a-b.layout': GOOD,
      'a_b.layout': other,
      '厨房.layout': GOOD,
      '台所.layout': GOOD,
      'layouts.json': JSON.stringify({ 'a-b': { grid: ['XXPXX', 'O1  X', 'X   X', 'XDXSX'] } }),
    })
    const report = await importer.run(dir, { out })
    expect([report.written, report.skipped]).toEqual([5, 0])
    expect(readdirSync(out).sort()).toEqual(
      ['a-b-2.json', 'a-b-3.json', 'a-b.json', 'layout-2.json', 'layout.json'].sort(),
    )
    expect(report.anomalies.map((a) => a.message)).toContain(
      'another layout has the id a-b; this one is written as a-b-2',
    )
    for (const id of ['a-b', 'a-b-2', 'layout-2']) expect(read(out, id).scenario.id).toBe(id)

    const twice = folder({ 'one.layout': GOOD })
    const list = { one: { grid: ['XXPXX', 'O1 2T', 'X   X', 'XDXSX'] } }
    writeFileSync(join(twice, 'layouts.json'), JSON.stringify(list))
    writeFileSync(join(twice, 'one.layout'), `${JSON.stringify(list.one)}`)
    expect((await importer.run(twice, { out: join(own, 'out-5') })).written).toBe(1)
  })

  it('says where it cannot write, and leaves no part of a file', async () => {
    const dir = folder({ 'one.layout': GOOD })
    const file = join(dir, 'one.layout')
    await expect(importer.run(dir, { out: join(file, 'x') })).rejects.toThrow(/import\/unwritable/)
    const out = join(own, 'out-6')
    mkdirSync(join(out, 'one.json'), { recursive: true })
    await expect(importer.run(dir, { out })).rejects.toThrow(/import\/unwritable/)
    expect(readdirSync(out)).toEqual(['one.json'])
  })

  it('refuses a folder without layouts', async () => {
    const dir = folder({ 'readme.txt': 'nothing' })
    await expect(importer.run(dir, { out: join(own, 'x') })).rejects.toThrow(
      /import\/nothing-found/,
    )
    await expect(importer.run(join(own, 'gone'), { out: own })).rejects.toThrow(/import\/no-source/)
  })

  it('makes ids of names', () => {
    expect(['cramped_room', 'Two  Rooms', '3_pots', '厨房'].map(idOf)).toEqual([
      'cramped-room',
      'two-rooms',
      'layout-3-pots',
      'layout',
    ])
  })
})
