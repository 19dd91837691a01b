export { lineSeeker } from './line-seeker.js'
export { connectFourRules } from './rules.js'
export { scenarios as connectFourScenarios } from './scenarios/index.js'
export { connectFour } from './world.js'
