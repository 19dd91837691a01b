export * from './index.js'
export { earBench } from './sweep/ear-bench.node.js'
export {
  gather,
  type HandedIn,
  openQueue,
  type QueueAddress,
  startWorker,
} from './sweep/queue.node.js'
export { readResults, type SweepInfo } from './sweep/store.node.js'
export { loadSuite, type SweepOptions, type SweepOutcome, sweep } from './sweep/sweep.node.js'
