export * from './agents/index.js'
export * from './bench/index.js'
export * from './engine/index.js'
export * from './protocols/index.js'
