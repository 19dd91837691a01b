export type { JsonTopic, SeenObservation } from './channels.js'
export { type Difference, differenceText, firstDifference } from './compare.js'
export { memorySink, type ReplaySink } from './container.js'
export { type Deflate, type Inflate, storedDeflate, webDeflate, webInflate } from './deflate.js'
export type { Blame } from './explain.js'
export { describeEpisode, type ReplayHeader, type ReplayResult } from './header.js'
export { type HttpOptions, httpSource } from './http-source.web.js'
export type { Journal, JournalHeader, JournalMode, JournalTick, JournalWriter } from './journal.js'
export type { ColumnInfo, Layout } from './layout.js'
export type { LineOf } from './line-reader.js'
export type { ReplayParent } from './parent.js'
export { standingFrame, withParent } from './parent-frame.js'
export {
  type Moment,
  type OpenOptions,
  openReplay,
  type Replay,
  type ReplayInfo,
} from './reader.js'
export { recordedEpisode, recordedScenario } from './recorded.js'
export {
  createRecorder,
  type FrameExtras,
  type Recorder,
  type RecorderOptions,
  type RunOutcome,
  type Wall,
} from './recorder.js'
export { type Recovered, recoverReplay } from './recover.js'
export type { PairRows } from './rows.js'
export { checkSchema, checkWorld } from './same-world.js'
export { packState, unpackState } from './save.js'
export { blobSource, bytesSource, type ReplaySource } from './source.js'
export type { StateTables } from './tables.js'
export { type VerifyOptions, type VerifyResult, verifyReplay } from './verify.js'
export { VERSION } from './version.js'
export { attribute, type EntityView, meaning, type RelationView, type StateView } from './view.js'
export type { ActionAt, ActionFilter, CallFilter, MessageFilter, Span } from './walk.js'
export type { Why } from './why.js'
