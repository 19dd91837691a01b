export { bestResponsePolicy } from './best-response-policy.js'
export { type CfrOptions, type CfrSolver, cfr, cfrPlus, createCfr } from './cfr.js'
export { cfrPolicy } from './cfr-policy.js'
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
export { type AlphaBetaOptions, type AlphaBetaResult, alphaBeta } from './search/alpha-beta.js'
export { alphaBetaPolicy } from './search/alpha-beta-policy.js'
export { episodeField, gameField, type SearchField } from './search/field.js'
export { type MctsOptions, type MctsResult, mcts } from './search/mcts.js'
export { mctsPolicy } from './search/mcts-policy.js'
export {
  firstActionPolicy,
  type PolicyProfile,
  type PolicyTable,
  profileFrom,
  uniformPolicy,
} from './tabular.js'
export { buildTree, type GameTree, type InformationSet, type TreeOptions } from './tree.js'
export { type GameValue, gameValue } from './value.js'
