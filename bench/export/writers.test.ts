import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { parquetMetadata } from 'hyparquet'
import { describe, expect, test } from 'vitest'
import { type Json, wellFormed } from '../../engine/index.js'
import type { ColumnInfo, Row } from './column.js'
import { csvWriter } from './csv.js'
import { jsonlWriter } from './jsonl.js'
import { parquetWriter } from './parquet.js'
import { memory, parseCsv, readBack } from './testing/read.js'

const columns: readonly ColumnInfo[] = (['text', 'int', 'float', 'bool', 'json'] as const).flatMap(
  (type) => [
    { name: `some_${type}`, type, nullable: true, about: '' },
    { name: `the_${type}`, type, nullable: false, about: '' },
  ],
)
const writers = { jsonl: jsonlWriter, csv: csvWriter, parquet: parquetWriter }
const formats = ['jsonl', 'csv', 'parquet'] as const

async function write(to: keyof typeof writers, rows: readonly Row[], of = columns) {
  const sink = memory()
  const writer = writers[to](of, sink)
  for (const row of rows) await writer.row(row)
  await writer.end()
  return sink.bytes()
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...`"',;=+-@\t\r\n \0\u001b＝{é\ud83d`), maxLength: 6 }),
)
const text = hostile.map(wellFormed)
const whole = fc.maxSafeInteger()
const float = fc.double({ noNaN: true }).map((x) => x + 0 || 0)
const json = fc.jsonValue({ maxDepth: 2 }).map((v) => JSON.parse(JSON.stringify(v)) as Json)
const row: fc.Arbitrary<Row> = fc.tuple(
  ...[
    text,
    whole,
    float.filter(Number.isFinite),
    fc.boolean(),
    json.filter((j) => j !== null),
  ].flatMap((cell: fc.Arbitrary<Json>) => [fc.option(cell), cell]),
)

describe.each(formats)('%s', (to) => {
  test('gives back all that is written, whatever the texts', () =>
    fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
        const wanted = rows.map((cells) =>
          Object.fromEntries(columns.map((c, i) => [c.name, cells[i]])),
        )
        expect(await readBack(to, await write(to, rows), columns)).toEqual(wanted)
      }),
    ))
  test('has no rows where there are none', async () => {
    expect(await readBack(to, await write(to, []), columns)).toEqual([])
  })
  test('tells numbers that JSON lacks', async () => {
    const of = columns.filter((c) => c.name === 'the_float')
    const back = await readBack(to, await write(to, [[NaN], [-Infinity], [Infinity]], of), of)
    expect(back.map((r) => Number(r['the_float']))).toEqual([NaN, -Infinity, Infinity])
  })
})

describe('csv', () => {
  test('is RFC 4180 with a head', async () => {
    const one = ['say "hi"', 'a\nb', 1, 2, 0.5, -0.25, true, false, { a: [1] }, 'x,y']
    const none = [null, '', null, 0, null, 0, null, false, null, []]
    expect(new TextDecoder().decode(await write('csv', [one, none]))).toBe(
      `${columns.map((c) => c.name).join(',')}\r\n"say ""hi""","a\nb",1,2,0.5,-0.25,true,false,"{""a"":[1]}","""x,y"""\r\n,"",,0,,0,,false,,[]\r\n`,
    )
  })
  test('has no text that a spreadsheet would run, and no two that look the same', () =>
    fc.assert(
      fc.asyncProperty(text, text, async (a, b) => {
        const of = columns.filter((c) => c.name === 'the_text')
        const csv = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
          await write('csv', [[a], [b]], of),
        )
        const [x, y] = parseCsv(csv)
          .slice(1)
          .map((r) => r[0]!.text)
        expect(x).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
        expect(x === y).toBe(a === b)
      }),
    ))
  test.each(["=cmd|'/C calc'!A0", '+1', '-1', '@SUM(A1)', '\t=1', '＝1', "'quoted"])(
    'puts an apostrophe before %j',
    async (formula) => {
      const of = columns.filter((c) => c.name === 'the_text')
      const [, cells] = parseCsv(new TextDecoder().decode(await write('csv', [[formula]], of)))
      expect(cells![0]!.text).toBe(`'${formula}`)
    },
  )
})

describe('parquet', () => {
  test('types its columns and tells what they mean', async () => {
    const bytes = await write('parquet', [])
    const { schema, key_value_metadata } = parquetMetadata(bytes.buffer as ArrayBuffer)
    const types = schema.slice(1).map((s) => [s.name, s.type, s.converted_type, s.repetition_type])
    expect(types).toEqual([
      ['some_text', 'BYTE_ARRAY', 'UTF8', 'OPTIONAL'],
      ['the_text', 'BYTE_ARRAY', 'UTF8', 'REQUIRED'],
      ['some_int', 'INT64', undefined, 'OPTIONAL'],
      ['the_int', 'INT64', undefined, 'REQUIRED'],
      ['some_float', 'DOUBLE', undefined, 'OPTIONAL'],
      ['the_float', 'DOUBLE', undefined, 'REQUIRED'],
      ['some_bool', 'BOOLEAN', undefined, 'OPTIONAL'],
      ['the_bool', 'BOOLEAN', undefined, 'REQUIRED'],
      ['some_json', 'BYTE_ARRAY', 'UTF8', 'OPTIONAL'],
      ['the_json', 'BYTE_ARRAY', 'UTF8', 'REQUIRED'],
    ])
    const told = key_value_metadata!.find((m) => m.key === 'coact.columns')!.value!
    expect(JSON.parse(told)[8]).toEqual({ name: 'some_json', type: 'json', about: '' })
  })
  test('is written in groups of bounded size, and the same each time', async () => {
    const of = columns.filter((c) => c.name === 'the_int' || c.name === 'the_text')
    const rows = Array.from({ length: 120_000 }, (_, i): Row => [`text ${i % 7}`, i])
    const bytes = await write('parquet', rows, of)
    const { row_groups } = parquetMetadata(bytes.buffer as ArrayBuffer)
    expect(row_groups.map((g) => Number(g.num_rows))).toEqual([50_000, 50_000, 20_000])
    const back = await readBack('parquet', bytes, of)
    expect([back.length, back[77_777]]).toEqual([120_000, { the_text: 'text 0', the_int: 77_777 }])
    const digest = (b: Uint8Array) => createHash('sha256').update(b).digest('hex')
    expect(digest(await write('parquet', rows, of))).toBe(digest(bytes))
  })
  test('begins a new group after eight million characters', async () => {
    const of = columns.filter((c) => c.name === 'the_text')
    const bytes = await write('parquet', Array(5).fill(['x'.repeat(4 << 20)]), of)
    const { row_groups } = parquetMetadata(bytes.buffer as ArrayBuffer)
    expect(row_groups.map((g) => Number(g.num_rows))).toEqual([2, 2, 1])
  })
})
