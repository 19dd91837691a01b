import { type Check, GATES, type Gate, outcomeOf } from './games-checks.js'
import type { ConformReport, GateResult, NotBuilt } from './types.js'

interface Count {
  passed: number
  failed: number
  first?: string
}

/** Counts what a suite of games finds. */
export interface GamesTally {
  /** Runs a check. @param place file and line that it comes from */
  check(check: Check, place: string): void
  fail(gate: Gate, game: string, difference: string): void
  missing(name: string): void
  report(): ConformReport
}

export function createTally(): GamesTally {
  const gates = new Map<Gate, Count>()
  const games = new Map<string, Count>()
  const missing = new Map<string, number>()
  const count = (gate: Gate, game: string, difference: string | undefined): void => {
    for (const c of [entry(gates, gate), entry(games, game)]) {
      if (difference === undefined) c.passed += 1
      else {
        c.failed += 1
        c.first ??= difference
      }
    }
  }
  return {
    check(check, place) {
      const found = outcomeOf(check)
      count(check.gate, check.game, found && `${place}, ${check.game}: ${found}`)
    },
    fail: count,
    missing(name) {
      missing.set(name, (missing.get(name) ?? 0) + 1)
    },
    report: () => ({
      gates: gateResults(gates),
      tables: [
        {
          name: 'By game',
          columns: ['game', 'passed', 'failed'],
          rows: [...games].sort(byName).map(([game, c]) => [game, c.passed, c.failed]),
        },
      ],
      notBuilt: [...missing].sort(byName).map(([name, n]): NotBuilt => ({ name, count: n })),
    }),
  }
}

function entry<K>(map: Map<K, Count>, key: K): Count {
  let c = map.get(key)
  if (c === undefined) {
    c = { passed: 0, failed: 0 }
    map.set(key, c)
  }
  return c
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1

function gateResults(gates: ReadonlyMap<Gate, Count>): GateResult[] {
  return (Object.keys(GATES) as Gate[]).flatMap((gate) => {
    const c = gates.get(gate)
    return c === undefined ? [] : [{ name: GATES[gate], ...c }]
  })
}
