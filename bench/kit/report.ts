import { errorText } from '../../engine/index.js'
import type { Check } from './types.js'

/** How one check went. */
export interface CheckOutcome {
  readonly name: string
  readonly ok: boolean
  /** What is wrong, in words. */
  readonly problem?: string
  /** What was thrown. */
  readonly error?: unknown
}

export interface CheckReport {
  readonly ok: boolean
  readonly passed: number
  readonly failed: number
  readonly checks: readonly CheckOutcome[]
}

/**
 * Makes all checks, one after the other, outside of any test runner.
 *
 * @example
 * const report = await checkAll(conform(world, { scenarios: [scenario] }))
 * for (const c of report.checks) console.log(c.ok ? 'ok' : 'FAILED', c.name, c.problem ?? '')
 */
export async function checkAll(checks: readonly Check[]): Promise<CheckReport> {
  const outcomes: CheckOutcome[] = []
  for (const { name, run } of checks) {
    try {
      await run()
      outcomes.push({ name, ok: true })
    } catch (error) {
      outcomes.push({ name, ok: false, problem: errorText(error), error })
    }
  }
  const failed = outcomes.filter((o) => !o.ok).length
  return { ok: failed === 0, passed: outcomes.length - failed, failed, checks: outcomes }
}
