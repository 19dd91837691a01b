export { colorAgreer } from './agreer.js'
export { battleOfTheColorsRules } from './rules.js'
export { scenarios as battleOfTheColorsScenarios } from './scenarios/index.js'
export { battleOfTheColors } from './world.js'
