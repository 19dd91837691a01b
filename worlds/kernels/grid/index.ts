export * from './directions.js'
export * from './distance.js'
export * from './movement.js'
export * from './terrain.js'
