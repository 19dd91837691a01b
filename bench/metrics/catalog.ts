import { claims } from './claims.js'
import { conflict } from './conflict.js'
import { cost } from './cost.js'
import { differenceCredit } from './difference-credit.js'
import { divisionOfLabour } from './division-of-labour.js'
import { equality } from './equality.js'
import type { ForkMetric } from './forked.js'
import { formatValid } from './format-valid.js'
import { gini } from './gini.js'
import { idle } from './idle.js'
import { influence } from './influence.js'
import { interdependence } from './interdependence.js'
import { ites } from './ites.js'
import { jain } from './jain.js'
import { leakRate } from './leak-rate.js'
import { messageCredit } from './message-credit.js'
import { nash } from './nash-welfare.js'
import { normalisedReturn } from './normalised-return.js'
import { planAdherence } from './plan-adherence.js'
import { prediction } from './prediction.js'
import { progress } from './progress.js'
import { rawls } from './rawls.js'
import { redundancy } from './redundancy.js'
import type { ScoreMetric } from './scored.js'
import { shapley } from './shapley.js'
import { spl } from './spl.js'
import { success } from './success.js'
import { sustainability } from './sustainability.js'
import { tes } from './tes.js'
import { tesLcs } from './tes-lcs.js'
import { tokensPerSuccess } from './tokens-per-success.js'
import { transportRate } from './transport-rate.js'
import { utilitarian } from './utilitarian.js'
import { violations } from './violations.js'

/** What a scorecard holds when nothing else is asked for; message credit comes last, since it simulates. */
export const scorecard: readonly ScoreMetric[] = [
  success,
  progress,
  spl,
  tesLcs,
  conflict,
  redundancy,
  idle,
  divisionOfLabour,
  interdependence,
  tokensPerSuccess,
  equality,
] as readonly unknown[] as readonly ScoreMetric[]

/** On request. */
const others: readonly ScoreMetric[] = [
  tes,
  ites,
  influence,
  utilitarian,
  gini,
  jain,
  rawls,
  nash,
  sustainability,
  violations,
  leakRate,
  planAdherence,
  cost,
  formatValid,
  transportRate,
  normalisedReturn,
  prediction,
  claims,
] as readonly unknown[] as readonly ScoreMetric[]

/** All that fold over frames. */
export const scoreMetrics: readonly ScoreMetric[] = [...scorecard, ...others]

/** All that simulate. */
export const forkMetrics: readonly ForkMetric[] = [messageCredit, differenceCredit, shapley]

export const DEFAULT_METRICS: readonly string[] = [...scorecard.map((m) => m.id), messageCredit.id]
