export type { SeenObservation } from './channels.js'
export { type Difference, differenceText } from './compare.js'
export { memorySink, type ReplaySink } from './container.js'
export { type Deflate, type Inflate, storedDeflate, webDeflate, webInflate } from './deflate.js'
export { describeEpisode, type ReplayHeader, type ReplayResult } from './header.js'
export type { ColumnInfo, Layout } from './layout.js'
export { type OpenOptions, openReplay, type Replay, type ReplayInfo } from './reader.js'
export {
  createRecorder,
  type FrameExtras,
  type Recorder,
  type RecorderOptions,
  type RunOutcome,
  type Wall,
} from './recorder.js'
export type { ReplayParent } from './parent.js'
export { standingFrame, withParent } from './parent-frame.js'
export { recordedEpisode, recordedScenario } from './recorded.js'
export type { PairRows } from './rows.js'
export { checkSchema, checkWorld } from './same-world.js'
export { packState, unpackState } from './save.js'
export { blobSource, bytesSource, type ReplaySource } from './source.js'
export type { StateTables } from './tables.js'
export { type VerifyOptions, type VerifyResult, verifyReplay } from './verify.js'
export type { EntityView, RelationView, StateView } from './view.js'
