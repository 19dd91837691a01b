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

const RULES = [
  'Round bodies move on a plane, all at once, in every tick. What you see are ways from where you are: (x, y), x to the right, y upwards.',
  'There is no end before the last tick, and no prize at the end: your reward is paid in every tick, by how things stand then. So be where you should be soon, and stay there.',
  'Bodies go on moving by what is left of their velocity, so that you have to stop thrusting before you arrive, or thrust the other way. Who gives no command drifts.',
].join('\n')

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
  rules: () => RULES,
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
