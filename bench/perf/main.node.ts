import { spawnSync } from 'node:child_process'
import { bus } from './bus.node.js'
import { forks } from './fork.js'
import { gamesByIds, gamesByPolicies, gamesByRules } from './games.js'
import { gateways } from './gateway.node.js'
import { help } from './help.node.js'
import { loading, throughput } from './household.js'
import { journals } from './journal.node.js'
import { kitchenPublic, kitchenSpeed } from './kitchen.js'
import { kitchenRecording } from './kitchen-recorded.node.js'
import { type Benchmark, isMet, type Row } from './measure.js'
import { memory } from './memory.node.js'
import { particles } from './particles.js'
import { decisions, estate, teamwork } from './planner.js'
import { recordedGames } from './recorded.node.js'
import { recording } from './reference.node.js'
import { scores } from './score.node.js'
import { seeking } from './seek.node.js'
import { changes, moves, positions } from './store.js'
import { sweeps } from './sweep.node.js'
import { ticks } from './ticks.node.js'
import { vectors } from './vector.js'

/** All benchmarks, in the order of the table. */
const benchmarks: readonly Benchmark[] = [
  positions,
  moves,
  ticks,
  changes,
  recording,
  journals,
  throughput,
  loading,
  kitchenSpeed,
  kitchenPublic,
  kitchenRecording,
  decisions,
  estate,
  teamwork,
  particles,
  gamesByRules,
  gamesByIds,
  gamesByPolicies,
  recordedGames,
  bus,
  vectors,
  scores,
  sweeps,
  seeking,
  forks,
  gateways,
  memory,
  help,
]

const quick = process.argv.includes('--quick')
const only = process.argv.slice(2).find((a) => !a.startsWith('-'))
const rows: Row[] = []
for (const benchmark of benchmarks) {
  if (only === undefined) rows.push(...apart(benchmark.name))
  else if (benchmark.name.includes(only)) rows.push(...(await benchmark(quick)))
}
process.stdout.write(
  process.argv.includes('--json') ? `${JSON.stringify(rows, null, 2)}\n` : table(rows),
)

/** Runs one benchmark in a process of its own, so that none finds the compiler as another left it. */
function apart(name: string): Row[] {
  const args = [
    ...process.execArgv,
    process.argv[1]!,
    name,
    '--json',
    ...(quick ? ['--quick'] : []),
  ]
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) process.exitCode = 1
  return status === 0 ? (JSON.parse(stdout) as Row[]) : []
}

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
