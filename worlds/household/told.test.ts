import { expect, test } from 'vitest'
import { household } from './world.js'

const rules = (scene: object, profile?: string) =>
  household.rules!({ travel: 'anywhere', ends: 'horizon', ...scene } as never, profile)

test('the rules are told by profile, by how one travels and by what ends the scenario', () => {
  expect(rules({})).toContain('GOTO a room, from anywhere.')
  expect(rules({ travel: 'links' })).toContain('GOTO a room that is next to yours')
  expect(rules({})).toContain('very same command in the same tick')
  expect(rules({}, 'compat')).toContain('one of them gives it for all')
  expect(rules({ ends: 'tasks' })).toContain('It ends when all tasks are done.')
  expect(rules({})).not.toMatch(/It ends|\n\n/)
})
