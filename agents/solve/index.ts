export { type CfrOptions, type CfrSolver, cfr, cfrPlus, createCfr } from './cfr.js'
export { type CountOptions, countTree, historiesByLength, type TreeCount } from './count.js'
export { cursorOf, type TreeCursor } from './cursor.js'
export {
  type BestResponse,
  bestResponse,
  expectedReturns,
  exploitability,
  type NashGap,
  nashConv,
  nashGap,
} from './exact.js'
export {
  firstActionPolicy,
  type PolicyProfile,
  type PolicyTable,
  profileFrom,
  uniformPolicy,
} from './tabular.js'
export { buildTree, type GameTree, type InformationSet, type TreeOptions } from './tree.js'
export { type GameValue, gameValue } from './value.js'
