export { chaser } from './chaser.js'
export { laserTagRules } from './rules.js'
export { scenarios as laserTagScenarios } from './scenarios/index.js'
export { laserTag } from './world.js'
