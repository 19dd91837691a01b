import type { Frame } from '../../engine/index.js'
import { columnsOf } from './column.js'
import { table } from './table.js'

interface TickRow {
  readonly frame: Frame
  readonly agent: { readonly name: string; readonly team: string }
  readonly index: number
}

const { text, int, float, bool, some } = columnsOf<TickRow>()

const columns = [
  int('tick', 'from 0, the setup', (t) => t.frame.tick),
  text('agent', 'name', (t) => t.agent.name),
  text('team', 'of the agent, or empty', (t) => t.agent.team),
  bool('asked', 'the agent was asked for this tick', (t) => t.frame.asked.includes(t.index)),
  float('reward', 'of the agent for this tick', (t) => t.frame.rewards[t.index] ?? 0),
  some.text(
    'failure',
    'why its decision failed: `timeout`, `threw`, `bad-decision`, `aborted`, `crashed`, `absent`',
    (t) => t.frame.inputs[t.index]?.failure?.type,
  ),
  some.text('why', "the agent's own words for what it did", (t) => t.frame.inputs[t.index]?.why),
  int(
    'goals_done',
    'how many goals are reached after the tick',
    (t) => t.frame.goals.filter((g) => g.done).length,
  ),
  text('state', 'hash of the state after the tick', (t) => t.frame.state),
  text('chain', 'hash of all that happened up to here', (t) => t.frame.chain),
  some.text('end', 'why the run ended with this tick', (t) => t.frame.end),
]

/** One row for each tick and agent. */
export const ticks = table(columns, ({ info }) => ({
  frame: (frame) => info.header.agents.map((agent, index): TickRow => ({ frame, agent, index })),
}))
