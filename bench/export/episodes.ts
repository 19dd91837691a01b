import type { Goal } from '../../engine/index.js'
import type { ReplayHeader } from '../../replays/index.js'
import { isSuccess } from '../result.js'
import { asJson, columnsOf, jsonNumber } from './column.js'
import { type ExportedRun, table } from './table.js'
import { createTotals, type Totals } from './totals.js'

interface EpisodeRow extends ExportedRun {
  readonly header: ReplayHeader
  readonly goals: readonly Goal[]
  readonly totals: Totals
  readonly damage: string | undefined
}

const { text, int, float, json, some } = columnsOf<EpisodeRow>()

const columns = [
  text('file', 'name of the replay, without folders', (e) => e.file),
  text('world', 'id@version', (e) => `${e.header.world.id}@${e.header.world.version}`),
  text('scenario', 'id', (e) => e.header.scenario.id),
  text('title', 'of the scenario', (e) => e.header.scenario.title),
  text('profile', 'rule variant of the world', (e) => e.header.profile),
  text('seed', 'a number or text', (e) => e.header.seed),
  text('engine', 'version that recorded it', (e) => e.header.engine),
  int('horizon', 'the last tick there could be', (e) => e.header.horizon),
  json('agents', 'list of `name`, `team`, `role`, `policy` (id@version or null)', (e) =>
    e.header.agents.map(({ name, team, role, policy }) => ({
      name,
      team,
      role,
      policy: policy === undefined ? null : `${policy.id}@${policy.version}`,
    })),
  ),
  int('ticks', 'the last tick; 0 is the setup', (e) => e.info.ticks),
  some.text('end', '`done`, `horizon` or `aborted`', (e) => e.info.result?.end),
  json('goals', 'list of `id`, `text`, `progress` (0 to 1), `done`, and `team` if any', (e) =>
    asJson(e.goals),
  ),
  int('goals_total', 'how many goals there are', (e) => e.goals.length),
  int('goals_done', 'how many are reached', (e) => e.goals.filter((g) => g.done).length),
  some.bool(
    'success',
    'all goals are done, where teams compete those of one team; empty without goals',
    (e) => (e.info.result === undefined || e.goals.length === 0 ? undefined : isSuccess(e.goals)),
  ),
  some.json('metrics', 'by id, as they were recorded', (e) => e.info.result?.metrics),
  json('rewards', 'sum by agent', (e) =>
    Object.fromEntries(
      e.header.agents.map(({ name }, i) => [name, jsonNumber(e.totals.rewards[i]!)]),
    ),
  ),
  float('reward', 'sum of all agents', (e) => e.totals.rewards.reduce((a, b) => a + b, 0)),
  int('actions', 'actions that agents tried, accepted or not', (e) => e.totals.actions),
  int('rejected', 'those of them that were rejected', (e) => e.totals.rejected),
  int('messages', 'messages that were accepted', (e) => e.totals.messages),
  int('failures', 'decisions that failed', (e) => e.totals.failures),
  some.text(
    'damage',
    'why this is not the whole run; the sums are of what could be read',
    (e) => e.damage,
  ),
]

/** One row a replay. */
export const episodes = table(columns, (run) => {
  const { header, result } = run.info
  const totals = createTotals(header.agents.length)
  return {
    frame(frame) {
      totals.add(frame)
      return []
    },
    end: (damage) => [{ ...run, header, goals: result?.goals ?? totals.goals, totals, damage }],
  }
})
