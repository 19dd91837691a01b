import { describe, expect, it, vi } from 'vitest'
import { planner } from '../../agents/index.js'
import { conform, conformPolicy } from '../../bench/index.js'
import { household, householdScenarios } from '../index.js'
import type { Household } from './household.js'

vi.setConfig({ testTimeout: 30_000 })

const moving = householdScenarios['moving-day'] as Readonly<Record<string, unknown>>
const compat = { ...moving, id: 'moving-day-compat', profile: 'compat' }

/** Every thing is in, on or with exactly one other, and what is in hands is with who holds it. */
function misplaced(w: Household): string | undefined {
  for (const thing of w.each('Thing')) {
    const [parent, holder] = [w.rel.place.parent(thing), w.rel.hands.parent(thing)]
    if (parent === 0) return `${w.nameOf(thing)} is nowhere`
    if (holder !== 0 && parent !== holder) return `${w.nameOf(thing)} is held, and elsewhere`
  }
  return undefined
}

describe('the world household', () => {
  const checks = conform(household, {
    scenarios: [moving, compat],
    seeds: [1],
    ticks: 24,
    invariants: { 'every thing is in one place': misplaced },
    // Nobody plans by chance: the planner is done sooner.
    baseline: { policies: { '*': planner }, seeds: 5, better: ({ ticks }) => -ticks },
    readme: new URL('README.md', import.meta.url),
  })
  for (const { name, run } of checks) it(name, run)
  it('is looked at in both profiles', () => {
    expect(household.profiles).toEqual(['strict', 'compat'])
  })
})

describe('the planner in it', () => {
  for (const { name, run } of conformPolicy(planner, {
    scenarios: [moving],
    seeds: [1],
    ticks: 16,
  }))
    it(name, run)
})
