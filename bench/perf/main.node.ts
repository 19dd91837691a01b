import { help } from './help.node.js'
import { loading, throughput } from './household.js'
import { type Benchmark, isMet, type Row } from './measure.js'
import { memory } from './memory.node.js'
import { recording } from './reference.node.js'
import { changes, moves, positions } from './store.js'
import { ticks } from './ticks.node.js'

/** All benchmarks, in the order of the table. */
const benchmarks: readonly Benchmark[] = [
  positions,
  moves,
  ticks,
  changes,
  recording,
  throughput,
  loading,
  memory,
  help,
]

const quick = process.argv.includes('--quick')
const only = process.argv.slice(2).find((a) => !a.startsWith('-'))
const rows: Row[] = []
for (const benchmark of benchmarks) {
  if (only === undefined || benchmark.name.includes(only)) rows.push(...(await benchmark(quick)))
}
process.stdout.write(
  process.argv.includes('--json') ? `${JSON.stringify(rows, null, 2)}\n` : table(rows),
)

function table(list: readonly Row[]): string {
  const shown = list.map((r) => [
    r.name,
    `${digits(r.value)} ${r.unit}`,
    goal(r),
    isMet(r) ? 'yes' : 'NO',
    r.note,
  ])
  const lines = [['what', 'measured', 'goal', 'met', 'how'], ...shown]
  const widths = [0, 1, 2, 3].map((c) => Math.max(...lines.map((line) => line[c]!.length)))
  return lines
    .map((line) => `${line.map((cell, c) => cell.padEnd(widths[c] ?? 0)).join('  ')}\n`)
    .join('')
}

function digits(n: number): string {
  return n >= 100 ? String(Math.round(n)) : n.toPrecision(3)
}

function goal(row: Row): string {
  if (row.atMost !== undefined) return `≤ ${row.atMost}`
  return row.atLeast === undefined ? '' : `≥ ${row.atLeast}`
}
