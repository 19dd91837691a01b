export * from './household/index.js'
