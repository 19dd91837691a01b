export * from './actions.js'
export type { Bus, BusState } from './bus.js'
export type { BusInput } from './bus-rules.js'
export * from './calls.js'
export { canonicalJson } from './canonical.js'
export { chainAfter } from './chain.js'
export type { Column } from './column.js'
export { failed, failureOf, readDecision, replaceMemory } from './decide.js'
export type { Diff } from './diff.js'
export * from './dmath.js'
export type { DocDiff, DocPatch, Json } from './docs.js'
export * from './episode.js'
export * from './errors.js'
export * from './fields.js'
export type { ColumnDiff } from './flush.js'
export * from './frame.js'
export * from './game.js'
export { fold, foldText, type Hash64, hash64, hex } from './hash.js'
export * from './limits.js'
export * from './manual.js'
export * from './metric.js'
export * from './model.js'
export type { Pairs, PairsDiff } from './pairs.js'
export * from './params.js'
export { type Box, patchAt } from './patches.js'
export { type PlainLimits, plainCopy, safeText, wellFormed } from './plain.js'
export * from './policy.js'
export { problemLine, schemaProblems } from './problems.js'
export * from './protocol.js'
export type { Relation, RelationSpec } from './relation.js'
export {
  createStreams,
  type Draws,
  type Rng,
  type StreamState,
  type Streams,
  type Tapes,
} from './rng.js'
export * from './scenario.js'
export { type ParsedScenario, parseScenarioFile, parseScenarioText } from './scenario-file.js'
export {
  type PolicyChoice,
  SCENARIO_FORMAT,
  type ScenarioFile,
  type SomeWorld,
  scenarioJsonSchema,
} from './scenario-schema.js'
export * from './script.js'
export type { EpisodeState } from './snapshot.js'
export { createStore, type Store, type StoreSpec, type StoreState } from './store.js'
export type { Talk } from './talks.js'
export * from './team-policy.js'
export { countTokens } from './tokens.js'
export {
  type Asking,
  createTurns,
  type OpenTurn,
  type SeenKind,
  type TurnOptions,
  type Turns,
} from './turn.js'
export {
  type VectorEpisodes,
  type VectorOptions,
  type VectorWorldOptions,
  vector,
} from './vector.js'
export * from './world.js'
export * from './world-parts.js'
