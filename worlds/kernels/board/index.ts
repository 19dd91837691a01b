export { bitLists } from './bits.js'
export { type GameWorldSpec, gameWorld } from './game-world.js'
export { type History, historyAt, packedHistoryAt } from './history.js'
export {
  formOf,
  MATRICES,
  type Matrix,
  matrixOf,
  matrixProblems,
  matrixSchema,
  payoffWords,
} from './matrix.js'
export { gameName } from './name.js'
export { normalFormRules } from './normal-form.js'
export { replayed } from './replayed.js'
export {
  apart,
  BLUE,
  cellAt,
  RED,
  type Square,
  squareGame,
  stepFrom,
  xOf,
  yOf,
} from './square.js'
export { inTurns, turnsRule, turnsSchema } from './turn-based.js'
