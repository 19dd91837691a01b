export type { CloseError } from './close.js'
export type { AboutDifference } from './diff/about.js'
export type { Divergence, PartingCause } from './diff/cause.js'
export { type AgentDiff, diffReplays, type ReplayDiff } from './diff/diff.js'
export type { StateDifference } from './diff/state.js'
export { diffLines } from './diff/text.js'
export * from './export/index.js'
export type { BranchOptions } from './fork/branch.js'
export { type Credit, type CreditOptions, creditFor } from './fork/credit.js'
export { type ForkOptions, type ForkOutcome, fork } from './fork/fork.js'
export { type ForkManyOptions, forkMany } from './fork/fork-many.js'
export { type OracleOptions, oracleSearch } from './fork/oracle.js'
export { type PairOptions, type TrainingPair, trainingPairs } from './fork/pairs.js'
export { teamScore } from './fork/score.js'
export type { ForkMode, ForkResult, ForkScorer, ForkSpec } from './fork/spec.js'
export { openTrunk, type Trunk, type TrunkOptions, trunkOf } from './fork/trunk.js'
export { type Happening, happenings } from './happenings.js'
export { conform } from './kit/conform.js'
export { conformPolicy, type PolicyCheckOptions } from './kit/policy.js'
export { type CheckOutcome, type CheckReport, checkAll } from './kit/report.js'
export { transcript } from './kit/transcript.js'
export type {
  BaselineOptions,
  Check,
  GoldenOptions,
  PlayOptions,
  TranscriptOptions,
  WorldCheckOptions,
} from './kit/types.js'
export { type LiveRun, observeRun } from './live.js'
export * from './metrics/index.js'
export { createRegistry, type Registry, type ScenarioData, shipped } from './registry.js'
export { type ReportInput, reportPage } from './report/report.js'
export type { RunResult, RunSummary } from './result.js'
export {
  type Players,
  type ResumeOptions,
  type ResumeResult,
  resume,
  type Unfinished,
} from './resume/resume.js'
export { type RunOptions, run } from './run.js'
export type { Agents } from './seats.js'
export * from './stats/index.js'
export { type Aggregate, aggregate, type Cell } from './sweep/aggregate.js'
export type { EpisodeSpec, SweepProgress } from './sweep/episodes.js'
export { seedsOf } from './sweep/episodes.js'
export type { EpisodeRow } from './sweep/row.js'
export {
  defineSuite,
  type Published,
  type Suite,
  type SuiteScenario,
  suites,
} from './sweep/suite.js'
export type { AgentTotals, RunFailure } from './tally.js'
export * from './theory/index.js'
export * from './tournament/index.js'
export { type FileVerdict, verifyFile } from './verify.js'
