import { limits } from '../../engine/index.js'
import { webDeflate } from '../deflate.js'
import { MAGIC, RECORD } from '../mcap.js'
import { packState } from '../save.js'
import {
  type Forgery,
  forge,
  group,
  LAYOUT,
  lied,
  NOTHING,
  type Streams,
  texts,
  utf8,
  varint,
} from './forge.js'

/** A file made to harm, and what reading all of it must come to. */
export interface Hostile {
  readonly name: string
  readonly make: () => Promise<Uint8Array>
  /** The code of the error; `read` for what is harmless once it is read. */
  readonly expected: string
}

/** How an attribute says that it is JSON. */
const ATTRIBUTE_OF_JSON = 4
const CORRUPT = 'replay/corrupt'
const DEEP = '['.repeat(100_000) + ']'.repeat(100_000)
const HUGE = 1n << 62n

const forged = (name: string, expected: string, forgery: Forgery): Hostile => ({
  name,
  expected,
  make: () => forge(forgery),
})
const grouped = (name: string, expected: string, bytes: Uint8Array): Hostile =>
  forged(name, expected, { groups: [{ tick: 0, bytes }] })
const bent = (
  name: string,
  expected: string,
  bend: (bytes: Uint8Array) => Uint8Array,
  forgery: Forgery = {},
): Hostile => ({ name, expected, make: async () => bend(await forge(forgery)) })
const line = (topic: string, fields: string): Forgery => ({
  lines: { [topic]: `{"tick":0,${fields}}` },
})
const event = (data: string): Forgery =>
  line('/events', `"events":[{"type":"x","data":${data},"cause":0}],"draws":[],"goals":[]`)
/** A call with a message of these parts. */
const calls = (parts: string, contents = ''): Forgery =>
  line(
    '/calls',
    `"calls":[{"id":"0:ada:0","agent":0,"purpose":"act","key":"","model":"m","messages":[{"role":"user",\
"parts":[${parts}]}],"asked":1,"params":{},"usage":{"input":1,"output":1,"reasoning":0,"cached":0},\
"attempts":1,"latencyMs":1}],"contents":{${contents}}`,
  )
const doc = (patch: string): Uint8Array =>
  group({
    frames: {
      ...NOTHING,
      0: [1, 0, 0],
      1: [0],
      2: [0, 0],
      8: texts(`{"strings":[],"docs":[{"doc":"world","patches":[${patch}],"cause":0}]}`),
    },
  })
const bomb = async (bytes: Uint8Array, topic = '/state'): Promise<Uint8Array> => {
  const packed = await webDeflate(bytes)
  const groups = topic === '/state' ? [] : [{ tick: 0, bytes: group() }]
  return forge({ groups: [{ topic, tick: 0, packed }, ...groups].reverse() })
}
const zeros = (): Uint8Array => new Uint8Array(limits.GROUP_INFLATED_BYTES_MAX + 1)
const inTexts = (json: string): Uint8Array => group({ keyframe: { 0: [0, 0, 0], 8: texts(json) } })
const many = (text: string, times: number): string => `[${`${text},`.repeat(times)}${text}]`

/** One of every kind of harm known; honest but for that, with right checksums. */
export const hostileFiles: readonly Hostile[] = [
  forged('honest', 'read', {}),
  grouped('honest-block', 'read', group({ frames: block([2], [1, 1], [4, 4]) })),
  grouped('honest-document', 'read', doc('{"op":"replace","path":[],"value":{"a":[1]}}')),
  { name: 'bomb-state', expected: 'limit/inflated', make: () => bomb(zeros()) },
  { name: 'bomb-saves', expected: 'limit/inflated', make: () => bomb(zeros(), '/saves') },
  ...(
    [
      ['bomb-lists', '['],
      ['bomb-boxes', '[],'],
      ['bomb-objects', '{"a":1},'],
      ['bomb-texts', '"",'],
    ] as const
  ).map(
    ([name, unit]): Hostile => ({
      name,
      expected: 'limit/json',
      make: () =>
        bomb(inTexts(`{"strings":[${unit.repeat(Math.floor((60 << 20) / unit.length))}0]}`)),
    }),
  ),
  ...(['/events', '/actions', '/inputs', '/messages', '/calls'] as const).map((topic) =>
    forged(`deep${topic.replace('/', '-')}`, 'limit/json', line(topic, `"x":${DEEP}`)),
  ),
  forged('deep-header', 'limit/json', { metadata: [], header: { tapes: deepList(3000) } }),
  forged('deep-result', 'limit/json', { result: { metrics: { a: deepList(3000) } } }),
  forged('deep-scenario', 'limit/json', { scenario: deepList(3000) }),
  forged('deep-below-look', 'limit/json', event('['.repeat(600) + ']'.repeat(600))),
  grouped('deep-document', 'limit/json', doc(`{"op":"replace","path":[],"value":${DEEP}}`)),
  forged('honest-attribute', 'read', attribute('[1,{"a":2}]')),
  forged('attribute-no-json', CORRUPT, attribute('{nor')),
  forged('attribute-no-text', CORRUPT, attribute('', 9)),
  forged('attribute-deep', 'limit/json', attribute(DEEP)),
  forged('attribute-proto', 'read', attribute('{"__proto__":{"polluted":1}}')),
  forged('proto-event', 'read', event('{"__proto__":{"polluted":1},"constructor":{"x":1}}')),
  forged('proto-scenario', 'read', { scenario: JSON.parse('{"__proto__":{"polluted":1}}') }),
  forged('proto-tapes', 'read', { header: { tapes: JSON.parse('{"__proto__":[1]}') } }),
  forged('proto-metadata', 'read', { metadata: [new Map([['__proto__', 'polluted']])] }),
  grouped(
    'proto-document',
    CORRUPT,
    doc('{"op":"replace","path":["__proto__","polluted"],"value":1}'),
  ),
  grouped(
    'constructor-document',
    CORRUPT,
    doc('{"op":"replace","path":["constructor","prototype","polluted"],"value":1}'),
  ),
  forged('many-columns', CORRUPT, {
    header: {
      layout: {
        columns: Array.from({ length: 5000 }, () => ({ name: 'a', kind: 'i8' })),
        components: [],
        relations: [],
        tables: [],
      },
    },
  }),
  forged('million-columns', 'limit/json', {
    header: {
      layout: {
        columns: Array.from({ length: 1 << 20 }, () => ({ name: '', kind: 'i8' })),
        components: [],
        relations: [],
        tables: [],
      },
    },
  }),
  forged('many-agents', CORRUPT, {
    header: {
      agents: Array.from({ length: 2000 }, () => ({ name: 'a', team: 'a', role: 'a' })),
    },
  }),
  forged('other-schema', CORRUPT, { header: { schema: '0123456789abcdef' } }),
  forged('other-format', CORRUPT, { header: { format: 'coact/99' } }),
  forged('tick-beyond', CORRUPT, { result: { ticks: 2_000_000_000 } }),
  forged('ticks-out-of-order', CORRUPT, {
    groups: [
      { tick: 0, bytes: group() },
      { tick: 64, bytes: group() },
      { tick: 1, bytes: group() },
    ],
  }),
  forged('tick-twice', CORRUPT, {
    lines: { '/hashes': '{"tick":0,"x":1},\n{"tick":0,"x":1}' },
  }),
  forged('goals-elsewhere-again', CORRUPT, line('/events', '"events":[],"draws":[],"goals":0')),
  forged(
    'observation-of-itself',
    CORRUPT,
    line('/observations', '"seen":[{"agent":0,"kind":"obs","content":"x","at":0}],"contents":{}'),
  ),
  forged('memory-nowhere', CORRUPT, {
    lines: { '/inputs': '{"tick":0,"asked":[0],"inputs":[{"memory":true}]}' },
  }),
  forged('call-honest', 'read', calls('{"content":"x","at":0}', '"x":"well"')),
  forged('call-of-nothing', CORRUPT, calls('{"content":"x","at":0}')),
  forged('call-of-a-prototype', CORRUPT, calls('{"content":"constructor","at":0}')),
  forged('call-from-later', CORRUPT, calls('{"content":"x","at":7}')),
  forged('call-of-no-text', CORRUPT, calls('{"content":"x","at":0}', '"x":["well"]')),
  forged('call-deep-content', 'limit/json', calls('{"content":"x","at":0}', `"x":${DEEP}`)),
  forged('call-many-parts', 'limit/json', calls(many('{"content":"x","at":0}', 1 << 19))),
  grouped('group-version', CORRUPT, group({ head: [2, 0, 1, 0] })),
  grouped('group-other-tick', CORRUPT, group({ head: [1, 9, 1, 0] })),
  grouped('group-no-frames', CORRUPT, group({ head: [1, 0, 0, 0] })),
  grouped('group-65-frames', CORRUPT, group({ head: [1, 0, 65, 0] })),
  grouped('base-is-itself', CORRUPT, group({ head: [1, 0, 1, 1] })),
  grouped('kinds-deep', 'limit/json', group({ kinds: DEEP })),
  grouped('varint-cut', CORRUPT, Uint8Array.of(1, 0x80)),
  grouped('varint-endless', CORRUPT, new Uint8Array(40).fill(0xff)),
  grouped('varint-needless', CORRUPT, Uint8Array.of(1, 0x80, 0)),
  grouped('group-empty', CORRUPT, new Uint8Array(0)),
  grouped('stream-lengths', CORRUPT, group({ keyframe: new Uint8Array(12).fill(0x7f) })),
  grouped('stream-rest', CORRUPT, group({ frames: { ...NOTHING, 7: [1, 2, 3] } })),
  grouped('count-of-causes', CORRUPT, group({ frames: { ...NOTHING, 0: [...varint(1e9), 0, 0] } })),
  grouped('count-of-blocks', CORRUPT, group({ frames: { ...NOTHING, 0: [0, ...varint(1e9), 0] } })),
  grouped('count-of-rows', CORRUPT, group({ frames: { ...NOTHING, 0: [0, 0, ...varint(1e9)] } })),
  grouped(
    'cells-of-template',
    CORRUPT,
    group({ frames: { ...NOTHING, 0: [1, 0, 0], 1: [0], 2: [0, ...varint(1e9)] } }),
  ),
  grouped(
    'entity-beyond',
    CORRUPT,
    group({ frames: block([1], [...varint(limits.ENTITIES_MAX)], [1]) }),
  ),
  grouped('entities-run-out', CORRUPT, group({ frames: block([3], [1, 1], [1, 1, 1]) })),
  grouped('entity-twice', CORRUPT, group({ frames: block([2], [1, 0], [2, 2]) })),
  grouped('cause-beyond', CORRUPT, group({ frames: { 0: [0, 1, 0, 7, 1, 0], 7: [1], 8: [0] } })),
  forged('entities-far', CORRUPT, farEntities(70)),
  bent('no-bytes', 'replay/not-a-replay', () => new Uint8Array(0)),
  bent('magic-alone', CORRUPT, () => Uint8Array.from([...MAGIC, ...MAGIC])),
  bent('magic-cut', 'replay/not-a-replay', (b) => b.subarray(0, 7)),
  bent('end-cut', 'replay/truncated', (b) => b.subarray(0, b.length - 9)),
  bent('chunk-sum', CORRUPT, (b) => lied(b, RECORD.chunk, 24, 0x1234_5678n)),
  bent('chunk-size', CORRUPT, (b) => lied(b, RECORD.chunk, 16, HUGE)),
  bent('chunk-records', CORRUPT, (b) => lied(b, RECORD.chunk, 32, HUGE)),
  bent('chunk-length', CORRUPT, (b) => lied(b, RECORD.chunk, -8, HUGE)),
  bent('chunk-index-length', CORRUPT, (b) => lied(b, RECORD.chunkIndex, 24, HUGE)),
  bent('chunk-index-60-mib', CORRUPT, (b) => lied(b, RECORD.chunkIndex, 24, 60n << 20n, true)),
  bent('chunk-index-offset', CORRUPT, (b) => lied(b, RECORD.chunkIndex, 16, HUGE)),
  bent('metadata-length', CORRUPT, (b) => lied(b, RECORD.metadata, -8, HUGE)),
  bent('metadata-text', CORRUPT, (b) => lied(b, RECORD.metadata, 0, HUGE - 1n)),
  bent('metadata-index', CORRUPT, (b) => lied(b, RECORD.metadataIndex, 8, HUGE)),
  bent('metadata-is-index', CORRUPT, (b) =>
    lied(b, RECORD.metadataIndex, 0, BigInt(b.length - 60)),
  ),
  bent('attachment-index', CORRUPT, (b) => lied(b, RECORD.attachmentIndex, 8, HUGE), {
    scenario: {},
  }),
  bent('attachment-length', CORRUPT, (b) => lied(b, RECORD.attachment, 37, HUGE), {
    scenario: {},
  }),
  bent('summary-beyond', CORRUPT, (b) => lied(b, RECORD.footer, 0, HUGE)),
  bent('summary-from-0', CORRUPT, (b) => lied(b, RECORD.footer, 0, 1n)),
  {
    name: 'saves-lying-list',
    expected: CORRUPT,
    // A list in msgpack that says it has four billion entries.
    make: () =>
      forge({
        groups: [
          { topic: '/saves', tick: 0, bytes: Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff) },
          { tick: 0, bytes: group() },
        ],
      }),
  },
  {
    name: 'saves-highest',
    expected: CORRUPT,
    make: () =>
      forge({
        groups: [
          {
            topic: '/saves',
            tick: 0,
            bytes: packState({ tick: 0, store: { highest: 2 ** 30 } } as never),
          },
          { tick: 0, bytes: group() },
        ],
      }),
  },
  {
    name: 'saves-other',
    expected: CORRUPT,
    make: () =>
      forge({
        groups: [
          { topic: '/saves', tick: 0, bytes: utf8('\x81\xa4tick\x00') },
          { tick: 0, bytes: group() },
        ],
      }),
  },
  forged('many-events', 'limit/json', event(many('[]', 1 << 20))),
]

function deepList(depth: number): unknown {
  let list: unknown = []
  for (let i = 0; i < depth; i++) list = [list]
  return list
}

/** A frame of one cause, of a template without cells, that sets a block of the first column. */
function block(
  count: readonly number[],
  gaps: readonly number[],
  values: readonly number[],
): Streams {
  return { 0: [1, 1, 0, 0, ...count, 0], 1: [0], 2: [0, 0], 7: gaps, 8: [0], 9: values }
}

/** An entity with one attribute, JSON in a text. */
function attribute(json: string, number = 2): Forgery {
  const columns = [LAYOUT.columns[0]!, { name: 'entity.alive', kind: 'bool' }]
  const row = [2 * ATTRIBUTE_OF_JSON, 2 * number]
  const frames: Streams = {
    0: [1, 1, 1, 0, 1, 1, 0, 0, 1],
    1: [0],
    2: [0, 0],
    7: [1, 1, 1],
    8: texts(JSON.stringify({ strings: ['key', json], docs: [] })),
    10: [2],
    11: row,
  }
  return {
    header: { layout: { ...LAYOUT, columns } },
    groups: [{ tick: 0, bytes: group({ columns: 2, frames }) }],
  }
}

/** The last entity of all has a value in many columns. */
function farEntities(columns: number): Forgery {
  const heads = Array.from({ length: columns }, (_, i) => [i, 0, i === 0 ? 1 : 0]).flat()
  const values = Object.fromEntries(Array.from({ length: columns }, (_, i) => [9 + i, [5]]))
  const far = varint(limits.ENTITIES_MAX - 1)
  const frames = { 0: [1, columns, ...heads, 0], 1: [0], 2: [0, 0], 7: far, 8: [0], ...values }
  const names = Array.from({ length: columns }, (_, i) => ({ name: `X.x${i}`, kind: 'i32' }))
  return {
    header: { layout: { ...LAYOUT, columns: names } },
    groups: [{ tick: 0, bytes: group({ columns, frames }) }],
  }
}
