export { type AlphaRankOptions, alphaRank, alphaRankPopulations, rankedBy } from './alpha-rank.js'
export { type EloOptions, eloRatings, eloUpdate, expectedScore } from './elo.js'
export { fictitiousPlay, type ProjectedReplicatorOptions, projectedReplicator } from './meta.js'
export { type Equilibrium, nashEquilibria, pureEquilibria } from './nash.js'
export {
  bimatrix,
  expectedPayoffs,
  type Matrix,
  type Mixtures,
  mixtureGap,
  type Payoffs,
} from './payoffs.js'
export { metaNash, mixTables, type PsroOptions, type PsroResult, psro } from './psro.js'
export {
  type EulerOptions,
  replicator,
  replicatorDerivative,
  replicatorDerivatives,
  replicatorPopulations,
} from './replicator.js'
export {
  type RiskAverseResponse,
  type RiskOptions,
  riskAverseBestResponse,
  riskAverseEquilibrium,
} from './risk-averse.js'
export { stationary } from './stationary.js'
export { type StrategicForm, strategicForm, tabularPayoffs } from './strategic.js'
export {
  type TurnAdvantageOptions,
  type TurnAdvantages,
  type TurnRewards,
  turnLevelAdvantages,
} from './turn-level.js'
