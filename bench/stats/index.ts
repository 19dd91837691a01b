export {
  bootstrap,
  bootstrapShare,
  type Comparison,
  comparePairs,
  type Estimate,
  resampled,
  type Sample,
  type Share,
  wilson,
} from './stats.js'
