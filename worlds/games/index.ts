export * from './connect-four/index.js'
export * from './kuhn-poker/index.js'
export * from './tic-tac-toe/index.js'
