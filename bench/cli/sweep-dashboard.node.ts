import { wilson } from '../stats/index.js'
import type { SweepProgress } from '../sweep/episodes.js'
import { short } from '../sweep/lines.js'
import type { EpisodeRow } from '../sweep/row.js'
import type { Suite } from '../sweep/suite.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

/** Tells how a sweep goes on: a line that is renewed on a terminal, now and then a line elsewhere. */
export interface Dashboard {
  begin(told: SweepProgress): void
  row(row: EpisodeRow, told: SweepProgress): void
  end(): void
}

interface Score {
  done: number
  won: number
  judged: number
}

const EVERY_MS = 5000

export function createDashboard(suite: Suite, terminal: Terminal): Dashboard {
  const scores = new Map<string, Score>()
  let begun = 0
  let lastLine = 0
  return {
    begin({ total, known }) {
      begun = performance.now()
      const there = known === 0 ? '' : `, ${known} are there`
      terminal.line(`${printable(suite.title)}: ${total} episodes${there}`)
    },
    row(row, told) {
      const name = `${row.group} × ${row.lineup}`
      const score = scores.get(name) ?? { done: 0, won: 0, judged: 0 }
      scores.set(name, score)
      score.done += 1
      if (row.success !== undefined) {
        score.judged += 1
        if (row.success) score.won += 1
      }
      const now = performance.now()
      terminal.status(() => `${progressText(told, now - begun)}  ${scoreText(name, score)}`)
      if (terminal.live || now - lastLine < EVERY_MS) return
      lastLine = now
      terminal.line(progressText(told, now - begun))
    },
    end() {
      if (!terminal.live) return
      for (const [name, score] of scores) terminal.line(printable(scoreText(name, score), 200))
    },
  }
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

/** Such as `kitchen × cook: 12 done, success 0.92 [0.65, 0.99]`. */
function scoreText(name: string, { done, won, judged }: Score): string {
  const told = wilson(won, judged)
  const share =
    told === undefined
      ? ''
      : `, success ${short(told.mean)} [${short(told.low!)}, ${short(told.high!)}]`
  return `${name}: ${done} done${share}`
}
