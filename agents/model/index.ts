export type { Cap as CallCap } from './budget.js'
export { wallClock } from './clock.js'
export type { Endpoint as ModelEndpoint } from './endpoint.web.js'
export { byPlace, type EpisodeHooks, type EpisodeModels } from './episode.js'
export { createGateway, type Gateway } from './gateway.js'
export type { LanguageModelLike } from './language-model.js'
export { type CallTotals, totalsOf } from './ledger.js'
export type { GatewayOptions, ModelChoice } from './options.js'
export { type Finding, probe } from './probe.web.js'
export {
  bucketOf,
  checkRate,
  type RateLimit as ModelRate,
  type Throttle as ModelThrottle,
} from './rate.js'
export { samplingModel } from './sample.js'
export { orAborted } from './send.js'
export type { TapeMode } from './tape.js'
export type { Price as ModelPrice, Prices as ModelPrices } from './tokens.js'
export type {
  Answer as ModelAnswer,
  Ask as ModelRequest,
  Transport as ModelTransport,
} from './transport.js'
