import { wilson } from '../stats/index.js'
import type { SweepProgress } from '../sweep/episodes.js'
import { short } from '../sweep/lines.js'
import type { EpisodeRow } from '../sweep/row.js'
import type { Suite } from '../sweep/suite.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

/** Tells how a sweep goes on: a table that is renewed on a terminal, now and then a line elsewhere. */
export interface Dashboard {
  begin(told: SweepProgress): void
  row(row: EpisodeRow, told: SweepProgress): void
}

interface Score {
  done: number
  won: number
  judged: number
  errors: number
  ticks: number
  tokens: number
  price: number
}

const EVERY_MS = 5000

export function createDashboard(suite: Suite, terminal: Terminal): Dashboard {
  const scores = new Map<string, Score>()
  let begun = 0
  let lastLine = 0
  return {
    begin({ total, known }) {
      begun = performance.now()
      lastLine = begun
      const there = known === 0 ? '' : `, ${known} are there`
      terminal.line(`${printable(suite.title)}: ${total} episodes${there}`)
    },
    row(row, told) {
      note(scores, row)
      const ms = performance.now() - begun
      terminal.status(() => [...boardLines(scores, ms), progressText(told, ms)].join('\n'))
      if (terminal.live || performance.now() - lastLine < EVERY_MS) return
      lastLine = performance.now()
      terminal.line(progressText(told, ms))
    },
  }
}

function note(scores: Map<string, Score>, row: EpisodeRow): void {
  const name = `${row.group} × ${row.lineup}`
  const score = scores.get(name) ?? {
    done: 0,
    won: 0,
    judged: 0,
    errors: 0,
    ticks: 0,
    tokens: 0,
    price: 0,
  }
  scores.set(name, score)
  score.done += 1
  if (row.status === 'error') score.errors += 1
  score.ticks += row.ticks ?? 0
  score.tokens += row.tokens ?? 0
  score.price += row.price ?? 0
  if (row.success === undefined) return
  score.judged += 1
  if (row.success) score.won += 1
}

/** A line for each group and lineup: done, success with its interval, ticks a second, tokens, cost, errors. */
export function boardLines(scores: ReadonlyMap<string, Score>, ms: number): string[] {
  const rows = [...scores].map(([name, s]) => {
    const told = wilson(s.won, s.judged)
    return [
      printable(name, 60),
      String(s.done),
      told === undefined ? '–' : `${short(told.mean)} [${short(told.low!)}, ${short(told.high!)}]`,
      String(Math.round((s.ticks * 1000) / Math.max(1, ms))),
      s.tokens === 0 ? '–' : String(s.tokens),
      s.price === 0 ? '–' : short(s.price),
      String(s.errors),
    ]
  })
  const head = ['scenarios × agents', 'done', 'success', 'ticks/s', 'tokens', 'cost', 'errors']
  const widths = head.map((word, i) => Math.max(word.length, ...rows.map((r) => r[i]!.length)))
  return [head, ...rows].map((cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
}

/** Such as `37 of 200 (2 failed)  81000 ticks/s  ETA 12 s`. */
export function progressText(told: SweepProgress, ms: number): string {
  const { done, total, known, errors, ticks, tokens, price } = told
  const played = done - known
  const left = total - done
  const eta = played === 0 ? '' : `  ETA ${Math.ceil((left * ms) / played / 1000)} s`
  const bill = tokens === 0 ? '' : `  ${tokens} tokens${price > 0 ? `, ${short(price)}` : ''}`
  const failed = errors === 0 ? '' : ` (${errors} failed)`
  return `${done} of ${total}${failed}  ${Math.round((ticks * 1000) / Math.max(1, ms))} ticks/s${bill}${eta}`
}
