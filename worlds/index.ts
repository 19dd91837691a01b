export * from './games/index.js'
export * from './household/index.js'
export * from './kitchen/index.js'
export * from './particles/index.js'
