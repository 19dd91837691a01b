import type { ActionRecord, EventRecord, Frame } from '../../engine/index.js'
import { asJson, columnsOf } from './column.js'
import { table } from './table.js'

/** What happened, in the words of an action. */
type Happening =
  | { readonly kind: 'action'; readonly action: ActionRecord; readonly agent: string | undefined }
  | { readonly kind: 'event'; readonly event: EventRecord; readonly cause: string | undefined }
  | {
      readonly kind: 'failure'
      readonly agent: string | undefined
      readonly type: string
      readonly message: string
    }

type ActionRow = Happening & { readonly tick: number; readonly seq: number }

const { text, int, some } = columnsOf<ActionRow>()

/** What only actions have. */
const ofAction =
  <T>(get: (action: ActionRecord) => T) =>
  (row: ActionRow): T | undefined =>
    row.kind === 'action' ? get(row.action) : undefined

const nameOf = (row: ActionRow): string =>
  row.kind === 'action' ? row.action.action : row.kind === 'event' ? row.event.type : row.type

const columns = [
  int('tick', 'from 0, the setup', (a) => a.tick),
  int('seq', "the row's place in its tick, from 0", (a) => a.seq),
  text(
    'kind',
    '`action`; `event`: anything else that happened; `failure`: an agent gave no decision',
    (a) => a.kind,
  ),
  some.text('agent', 'name; empty for events', (a) => (a.kind === 'event' ? undefined : a.agent)),
  text('name', 'of the action, empty where it could not be read; type of event or failure', nameOf),
  some.json(
    'args',
    'arguments of the action, by name',
    ofAction((a) => asJson(a.args)),
  ),
  some.text(
    'command',
    'the action as it was given, where that was text',
    ofAction((a) => a.command),
  ),
  some.text(
    'verdict',
    '`ok` or a rejection code',
    ofAction((a) => a.verdict),
  ),
  some.text(
    'stage',
    'of a rejection: `check`, refused beforehand, or `effect`, failed while trying',
    ofAction((a) => a.stage),
  ),
  some.text(
    'note',
    'of an accepted action: what was done, as a code',
    ofAction((a) => a.note),
  ),
  some.text('text', 'what the world says of the action, or the message of the failure', (a) =>
    a.kind === 'failure' ? a.message : a.kind === 'action' ? a.action.text : undefined,
  ),
  some.json('data', 'what the action gave, or the event tells', (a) =>
    a.kind === 'event' ? a.event.data : a.kind === 'action' ? a.action.data : undefined,
  ),
  some.bool(
    'fallback',
    'the world chose the action, in place of a missing or unusable decision',
    ofAction((a) => a.fallback === true),
  ),
  some.text(
    'why',
    "the agent's own words",
    ofAction((a) => a.why),
  ),
  some.json(
    'reads',
    'entities that the action read',
    ofAction((a) => asJson(a.reads)),
  ),
  some.json(
    'writes',
    'entities that it changed',
    ofAction((a) => asJson(a.writes)),
  ),
  some.int(
    'took',
    'the contested entity that it took',
    ofAction((a) => a.took),
  ),
  some.text('cause', 'of an event: `setup`, `action:ada:move`, `system:grow`, …', (a) =>
    a.kind === 'event' ? a.cause : undefined,
  ),
]

/** One row for each failure, action and event, in this order within a tick. */
export const actions = table(columns, ({ info }) => {
  const nameAt = (index: number): string | undefined => info.header.agents[index]?.name
  return {
    frame: (frame) =>
      happenings(frame, nameAt).map((h, seq): ActionRow => ({ ...h, tick: frame.tick, seq })),
  }
})

const happenings = (
  { inputs, actions, events, causes }: Frame,
  nameAt: (index: number) => string | undefined,
): Happening[] => [
  ...inputs.flatMap((input, i): Happening[] =>
    input?.failure === undefined ? [] : [{ kind: 'failure', agent: nameAt(i), ...input.failure }],
  ),
  ...actions.map((action): Happening => ({ kind: 'action', action, agent: nameAt(action.agent) })),
  ...events.map((event): Happening => ({ kind: 'event', event, cause: causes[event.cause] })),
]
