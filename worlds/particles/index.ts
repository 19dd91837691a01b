export { particlesScripted } from './baselines/policy.js'
export type { Particles } from './components.js'
export { scenarios as particlesScenarios } from './scenarios/index.js'
export { particles } from './world.js'
