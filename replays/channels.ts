import type {
  ActionRecord,
  AgentInput,
  EventRecord,
  Frame,
  MessageRecord,
} from '../engine/index.js'
import { CoactError, errorText, PERFORMATIVES } from '../engine/index.js'
import { createGoalsWriter } from './goals.js'
import { goalShape } from './header.js'
import { writeAscii, writeJson } from './json.js'
import { createLines, type Lines } from './lines.js'
import { type StoredInput, storedInputs } from './memories.js'
import { docPatch } from './patches.js'
import {
  anything,
  count,
  dictionary,
  flag,
  type JsonSchema,
  list,
  maybe,
  nullable,
  number,
  numberJson,
  oneOf,
  orCount,
  orTrue,
  record,
  type Shape,
  text,
} from './shape.js'
import type { ByteWriter } from './varint.js'

/** What an agent looked at before it decided. */
export interface SeenObservation {
  readonly agent: number
  /** `obs`: the structured observation; `text`: the observation in words. */
  readonly kind: 'obs' | 'text'
  readonly value: unknown
  /** The value's JSON, from those who have it already. */
  readonly json?: string
}

const input = {
  do: maybe(list(anything)),
  say: maybe(list(anything)),
  memory: maybe(list(docPatch)),
  why: maybe(text),
  failure: maybe(record({ type: text, message: text })),
}
export const inputShape = record(input) as unknown as Shape<AgentInput>
const storedInput = record({
  ...input,
  memory: maybe(orTrue(list(docPatch))),
}) as unknown as Shape<StoredInput>

const action = record({
  agent: count,
  action: text,
  args: dictionary(anything),
  command: maybe(text),
  verdict: text,
  stage: maybe(oneOf('check', 'effect')),
  note: maybe(text),
  text: maybe(text),
  data: maybe(anything),
  fallback: maybe(flag),
  why: maybe(text),
  reads: maybe(list(count)),
  writes: maybe(list(count)),
  took: maybe(count),
}) as Shape<ActionRecord>

const message = record({
  id: text,
  tick: count,
  from: text,
  to: text,
  type: text,
  body: anything,
  bytes: count,
  tokens: maybe(count),
  protocol: maybe(text),
  act: maybe(oneOf(...PERFORMATIVES)),
  conversation: maybe(text),
  replyTo: maybe(text),
  deadline: maybe(number),
  text: maybe(text),
  cut: maybe(count),
  verdict: text,
  note: maybe(text),
  lost: maybe(list(text)),
  arrives: maybe(count),
}) as unknown as Shape<MessageRecord>

const event: Shape<EventRecord> = record({ type: text, data: anything, cause: count })

/** A content, by its hash, in `contents` of the line at tick `at`. */
const content = record({ content: text, at: count })

const call = record({
  id: text,
  agent: count,
  purpose: text,
  key: text,
  model: text,
  /** A message's text is one content, its parts are one each. */
  messages: list(record({ role: oneOf('system', 'user', 'assistant'), parts: list(content) })),
  asked: count,
  by: maybe(oneOf('schema', 'tool', 'text')),
  schema: maybe(content),
  params: dictionary(anything),
  reply: maybe(record({ text: content, value: maybe(anything), reasoning: maybe(content) })),
  failure: maybe(record({ code: text, message: text })),
  usage: record({
    input: count,
    output: count,
    reasoning: count,
    cached: count,
    estimated: maybe(flag),
  }),
  price: maybe(number),
  attempts: count,
  latencyMs: count,
})

/** The lines of the JSON channels, by topic. */
export const lineShapes = {
  '/inputs': record({ tick: count, asked: list(count), inputs: list(nullable(storedInput)) }),
  '/actions': record({ tick: count, actions: list(action) }),
  '/messages': record({ tick: count, messages: list(message) }),
  '/events': record({
    tick: count,
    events: list(event),
    draws: list(record({ stream: text, values: list(number) })),
    /** The goals, or the tick of the same group that has them, when they did not change since. */
    goals: orCount(list(goalShape)),
  }),
  '/hashes': record({
    tick: count,
    state: text,
    chain: text,
    rewards: list(number),
    end: maybe(oneOf('done', 'horizon', 'aborted')),
  }),
  '/observations': record({
    tick: count,
    /** `content` names a value in `contents` of the line at tick `at`. */
    seen: list(record({ agent: count, kind: oneOf('obs', 'text'), content: text, at: count })),
    /** Values that were not seen before, by their hash. */
    contents: dictionary(anything),
  }),
  '/calls': record({
    tick: count,
    calls: list(call),
    /** Texts, parts and schemas that no call had before, by their hash. */
    contents: dictionary(anything),
  }),
  '/scores': record({
    tick: count,
    /** By metric: `value`, and `parts`, `note`, `over` where it has some. */
    scores: dictionary(anything),
  }),
} as const

export type JsonTopic = keyof typeof lineShapes
export const jsonTopics = Object.keys(lineShapes) as JsonTopic[]
/** Deflated messages of our own encoding: states to go on from, and the state with its diffs, which closes a group. */
export const SAVES = '/saves'
export const STATE = '/state'

/** The JSON Schema of a channel's messages. */
export const messageSchema = (topic: JsonTopic): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: topic.slice(1),
  type: 'object',
  properties: {
    from: count.schema,
    to: count.schema,
    frames: { type: 'array', items: lineShapes[topic].schema },
  },
  required: ['from', 'to', 'frames'],
})

/** Writes frames as lines of the JSON channels. */
export interface FrameLines {
  readonly channels: Readonly<Record<JsonTopic, Lines>>
  /** @throws CoactError `replay/not-json` when a frame holds what JSON cannot */
  add(frame: Frame): void
  /** Size of the largest message so far. */
  largest(): number
  /** To be called when a group begins. */
  startGroup(): void
}

/** @param agents names by index */
export function createFrameLines(agents: readonly string[]): FrameLines {
  const channels = Object.fromEntries(jsonTopics.map((t) => [t, createLines()])) as Record<
    JsonTopic,
    Lines
  >
  const writeGoals = createGoalsWriter()
  const write = (frame: Frame): void => {
    const { tick, actions, messages, events, draws } = frame
    const inputs = channels['/inputs'].begin(tick)
    field(inputs, '"asked":', frame.asked)
    field(inputs, ',"inputs":', storedInputs(frame, agents))
    writeAscii(inputs, '}')
    if (actions.length > 0) single(channels['/actions'], tick, '"actions":', actions)
    if (messages.length > 0) single(channels['/messages'], tick, '"messages":', messages)
    if (events.length + draws.length + frame.goals.length > 0) {
      const w = channels['/events'].begin(tick)
      field(w, '"events":', events)
      field(w, ',"draws":', draws)
      writeAscii(w, ',"goals":')
      writeGoals.add(w, frame)
      writeAscii(w, '}')
    }
    writeHashes(channels['/hashes'].begin(tick), frame)
  }
  return {
    channels,
    largest() {
      let size = 0
      for (const topic of jsonTopics) size = Math.max(size, channels[topic].size)
      return size
    },
    startGroup: writeGoals.startGroup,
    add(frame) {
      try {
        write(frame)
      } catch (e) {
        for (const topic of jsonTopics) channels[topic].undo(frame.tick)
        throw new CoactError('replay/not-json', 'A frame holds a value that JSON cannot', {
          where: `tick ${frame.tick}`,
          got: errorText(e),
          next: 'Give the episode plain JSON; `readDecision` makes it of what a policy returned.',
        })
      }
    },
  }
}

function field(w: ByteWriter, name: string, value: unknown): void {
  writeAscii(w, name)
  writeJson(w, value)
}

/** A line of one field. */
function single(lines: Lines, tick: number, name: string, value: unknown): void {
  const w = lines.begin(tick)
  field(w, name, value)
  writeAscii(w, '}')
}

function writeHashes(w: ByteWriter, { state, chain, rewards, end }: Frame): void {
  writeAscii(w, '"state":"')
  writeAscii(w, state)
  writeAscii(w, '","chain":"')
  writeAscii(w, chain)
  writeAscii(w, '","rewards":[')
  for (let i = 0; i < rewards.length; i++) {
    if (i > 0) writeAscii(w, ',')
    writeJson(w, numberJson(rewards[i]!))
  }
  writeAscii(w, ']')
  if (end !== undefined) field(w, ',"end":', end)
  writeAscii(w, '}')
}
