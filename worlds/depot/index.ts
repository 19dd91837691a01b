export { depotCrew } from './crew/crew.js'
export { scenarios as depotScenarios } from './scenarios/index.js'
export { depot } from './world.js'
