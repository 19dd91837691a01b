export {
  bootstrap,
  type Comparison,
  comparePairs,
  type Estimate,
  type Sample,
  wilson,
} from './stats.js'
