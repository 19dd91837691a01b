export * from './hands.js'
export * from './reach.js'
export * from './space.js'
export * from './state.js'
