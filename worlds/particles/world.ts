import { defineWorld } from '../../engine/index.js'
import { drive, go } from './actions.js'
import { format, parse } from './commands.js'
import { C } from './components.js'
import { describe } from './describe.js'
import { observationSchema, observe, vector } from './observe.js'
import { paramsSchema, validateParams } from './params.js'
import { setup } from './setup.js'
import { makeTable } from './table.js'
import { PROFILES, reward, tick } from './tick.js'

/**
 * Round bodies on a plane that thrust, push and talk: the twelve scenarios of MPE2, the multi-agent particle environments,
 * one of which the parameter `scenario` names. Profile `mpe@2` moves as MPE2 does, bit for bit; `mpe@1` as the original.
 *
 * @example
 * const s = defineScenario(particles, { params: { scenario: 'spread', agents: 3 }, agents: { a: {}, b: {}, c: {} }, horizon: 25 })
 */
export const particles = defineWorld({
  id: 'particles',
  version: 1,
  title: 'Particles',
  params: paramsSchema,
  profiles: PROFILES,
  validate: validateParams,
  components: C,
  observation: observationSchema,
  actions: { go, drive },
  setup,
  index: makeTable,
  systems: [{ id: 'tick', run: tick }],
  observe,
  vector,
  information: ({ scenario }) => (scenario === 'simple' ? 'perfect' : 'imperfect'),
  describe,
  parse,
  format,
  reward,
})
