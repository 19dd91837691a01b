import type { MessageRecord } from '../../engine/index.js'
import { columnsOf } from './column.js'
import { table } from './table.js'

const { text, int, json } = columnsOf<MessageRecord>()

const columns = [
  text('id', 'tick:agent:number, unique in the run', (m) => m.id),
  int('tick', 'in which it was sent', (m) => m.tick),
  text('from', "the sender's name", (m) => m.from),
  text('to', "`all`, `team` or an agent's name", (m) => m.to),
  text('type', '`text`, `data`, or a type of the world or protocol', (m) => m.type),
  json('body', 'the message; plain text is a JSON string', (m) => m.body),
  int('bytes', 'size of the body', (m) => m.bytes),
  text('verdict', '`ok` or a rejection code: a refused message reaches nobody', (m) => m.verdict),
]

/** One row for each message, refused ones too. */
export const messages = table(columns, () => ({ frame: (frame) => frame.messages }))
