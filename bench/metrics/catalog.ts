import { claims } from './claims.js'
import { differenceCredit } from './difference-credit.js'
import { conflict, formatValid, idle, violations } from './effort.js'
import type { ForkMetric } from './forked.js'
import { influence } from './influence.js'
import { divisionOfLabour, interdependence } from './labour.js'
import { ites, tes, tesLcs } from './matching.js'
import { messageCredit } from './message-credit.js'
import { normalisedReturn, progress, spl, success } from './outcome.js'
import { planAdherence, prediction, transportRate } from './plans.js'
import { redundancy } from './redundancy.js'
import type { ScoreMetric } from './scored.js'
import { shapley } from './shapley.js'
import { cost, leakRate, tokensPerSuccess } from './talk.js'
import { equality, gini, jain, nash, rawls, sustainability, utilitarian } from './welfare.js'

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
