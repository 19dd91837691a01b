import { games } from './games.node.js'
import { mpe } from './mpe.node.js'
import { omniear } from './omniear.node.js'
import { overcooked } from './overcooked.node.js'
import { planner } from './planner.node.js'
import type { ConformSuite } from './types.js'

/** Suites of recorded references by name. */
export const suites: Readonly<Record<string, ConformSuite>> = {
  games,
  mpe,
  omniear,
  overcooked,
  planner,
}
