export { assign } from './assign.js'
export {
  type Bodies,
  type BodySpec,
  createBodies,
  createMotion,
  createShapes,
  distance,
  type Shapes,
  touches,
} from './body.js'
export { addContacts, advance, type Dynamics, integrate, penetration } from './dynamics.js'
