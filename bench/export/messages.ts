import type { MessageRecord } from '../../engine/index.js'
import { asJson, columnsOf } from './column.js'
import { table } from './table.js'

const { text, int, json, some } = columnsOf<MessageRecord>()

const columns = [
  text('id', 'tick:agent:number, unique in the run', (m) => m.id),
  int('tick', 'in which it was sent', (m) => m.tick),
  text('from', "the sender's name", (m) => m.from),
  text('to', "`all`, `team` or an agent's name", (m) => m.to),
  text('type', '`text`, `data`, or a type of the world or protocol', (m) => m.type),
  json('body', 'the message; plain text is a JSON string', (m) => m.body),
  int('bytes', 'size of body and text in UTF-8', (m) => m.bytes),
  some.int('tokens', 'size of body and text, by a fixed rule', (m) => m.tokens),
  some.text('protocol', 'that the type belongs to', (m) => m.protocol),
  some.text('act', 'what kind of act it is, in a protocol', (m) => m.act),
  some.text('conversation', 'id of the message that opened it', (m) => m.conversation),
  some.text('replyTo', 'id of the message that it answers', (m) => m.replyTo),
  some.int('deadline', 'the last tick in which it is worth anything', (m) => m.deadline),
  some.text('text', 'words beside the body', (m) => m.text),
  some.int('cut', 'tokens before it was cut to the budget', (m) => m.cut),
  text('verdict', '`ok` or a rejection code: a refused message reaches nobody', (m) => m.verdict),
  some.text('note', 'why it was refused', (m) => m.note),
  some.json('lost', 'names of those whom the link lost it to', (m) => asJson(m.lost)),
  some.int('arrives', 'the tick in which it is heard, when that is a later one', (m) => m.arrives),
]

/** One row for each message, refused ones too. */
export const messages = table(columns, () => ({ frame: (frame) => frame.messages }))
