export { type GameWorldSpec, gameWorld } from './game-world.js'
export { type History, historyAt } from './history.js'
export { boardOf, C as boardComponents, cellsOf, type Table } from './state.js'
