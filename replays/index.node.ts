export {
  createReplayFile,
  openReplayFile,
  type ReplayFileOptions,
  recoverReplayFile,
} from './file.node.js'
export * from './index.js'
export {
  createJournal,
  journalPath,
  reopenJournal,
} from './journal.node.js'
export { createLiveHost, type LiveHost } from './viewer/live/live-host.js'
export type { Scene } from './viewer/scene.js'
export type {
  SeatManual,
  SeatOutcome,
  SeatPlace,
  SeatTold,
  SeatTurn,
} from './viewer/seat/told.js'
export { nodeDeflate, nodeInflate } from './zlib.node.js'
