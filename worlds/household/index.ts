export { type AttributeAction, attributeActions } from './attribute-actions.js'
export { commandForms } from './describe.js'
export {
  type GeneratedScenario,
  generateHousehold,
} from './generate/generate.js'
export type { GenerateOptions } from './generate/options.js'
export { tablesSchema } from './generate/schema.js'
export { abilitiesOf, type Household } from './household.js'
export { shown } from './observe.js'
export { type Possible, possible } from './possible.js'
export { type Quirk, quirks } from './quirks.js'
export { scenarios as householdScenarios } from './scenarios/index.js'
export { CATEGORIES, type Scene, type SceneInput, sceneSchema } from './scene.js'
export { GHOST } from './setup.js'
export { household } from './world.js'
