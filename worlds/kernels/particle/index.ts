export { assign } from './assign.js'
export { type Bodies, type BodySpec, createBodies, distance, touches } from './body.js'
export { addContacts, advance, type Dynamics, integrate, penetration } from './dynamics.js'
