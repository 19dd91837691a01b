import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { CoactError, errorText, isCoactError, type Json, limits } from '../../engine/index.js'
import type { Forks } from './forks.node.js'
import type { Looks } from './looks.node.js'
import type { Seats } from './seats.node.js'

/** What a page is answered: a status, and what it can tell somebody. */
export interface PostAnswer {
  readonly status: number
  readonly told: object
}

/** What pages may post, by path. */
export type Posts = ReadonlyMap<string, (body: unknown) => Promise<object>>

/** Bytes of what a page posts. */
const BODY_BYTES_MAX = 256 << 10

const token = z.string().min(1).max(64)
const short = z.string().max(limits.MESSAGE_ID_CHARS_MAX)
const name = z.string().min(1).max(limits.AGENT_NAME_CHARS_MAX)
const record = z.record(z.string().max(200), z.json())

const act = z.union([
  z.strictObject({ action: z.string().min(1).max(200), args: record }),
  z.strictObject({ text: z.string().min(1).max(limits.ACTION_TEXT_CHARS_MAX) }),
])

const say = z.strictObject({
  to: z.string().min(1).max(limits.RECIPIENTS_CHARS_MAX),
  type: name,
  body: z.json(),
  text: z.string().max(limits.MESSAGE_BYTES_MAX).optional(),
  protocol: short.optional(),
  conversation: short.optional(),
  replyTo: short.optional(),
  deadline: z.int().min(1).optional(),
})

const shapes = {
  claim: z.strictObject({ seat: name, over: z.boolean().optional() }),
  token: z.strictObject({ token }),
  reveal: z.strictObject({ token: token.optional() }),
  act: z.strictObject({
    token,
    tick: z.int().min(0),
    do: z.array(act).max(limits.ACTIONS_PER_AGENT_PER_TICK_MAX),
    say: z.array(say).max(limits.MESSAGES_PER_AGENT_PER_TICK_MAX).optional(),
  }),
  look: z.strictObject({
    file: z.string().min(1).max(4096),
    at: z.int().min(0),
    agent: z.int().min(0),
  }),
  ways: z.strictObject({ file: z.string().min(1).max(4096) }),
  fork: z.strictObject({
    file: z.string().min(1).max(4096),
    at: z.int().min(0),
    mode: z.enum(['frozen', 'live']).optional(),
    agents: z.record(name, name).optional(),
    action: z.record(name, z.json()).optional(),
    mute: z.array(short).max(64).optional(),
    ticks: z.int().min(1).optional(),
  }),
} as const

/** What pages may ask of seats and of replays. */
export function postsOf({
  seats,
  forks,
  looks,
}: {
  readonly seats?: Seats | undefined
  readonly forks?: Forks | undefined
  readonly looks?: Looks | undefined
}): Posts {
  const posts = new Map<string, (body: unknown) => Promise<object>>()
  const on = <S extends z.ZodType>(
    path: string,
    shape: S,
    work: (asked: z.output<S>) => object | Promise<object>,
  ): void => {
    posts.set(path, async (body) => {
      const read = shape.safeParse(body)
      if (!read.success) throw unfit(read.error)
      return work(read.data)
    })
  }
  if (seats !== undefined) {
    on('seat/claim', shapes.claim, ({ seat, over }) => seats.claim(seat, over === true))
    on('seat/back', shapes.token, ({ token }) => seats.back(token))
    on('seat/leave', shapes.token, ({ token }) => {
      seats.leave(token)
      return {}
    })
    on('seat/reveal', shapes.reveal, ({ token }) => seats.reveal(token))
    on('seat/act', shapes.act, ({ token, tick, do: acts, say = [] }) => {
      seats.act(token, tick, acts as never, say as never)
      return {}
    })
  }
  if (forks !== undefined) {
    on('fork/ways', shapes.ways, ({ file }) => forks.ways(file))
    on('fork', shapes.fork, (asked) => forks.fork(asked))
  }
  if (looks !== undefined) on('look', shapes.look, (asked) => looks.look(asked))
  return posts
}

/** Answers what was posted. Whatever it holds, it ends in an answer. */
export async function answerPost(
  request: IncomingMessage,
  work: (body: unknown) => Promise<object>,
): Promise<PostAnswer> {
  try {
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return refusal(415, 'post/type', 'What is posted is application/json')
    const text = await bodyOf(request)
    if (text === undefined)
      return refusal(413, 'post/too-large', `What is posted has at most ${BODY_BYTES_MAX} bytes`)
    return { status: 200, told: await work(read(text)) }
  } catch (e) {
    if (!isCoactError(e)) return refusal(500, 'post/defect', errorText(e).slice(0, 500))
    return { status: statusOf(e.code), told: { failure: failureTold(e) } }
  }
}

/** What somebody can mend is an answer like any other; what no page of ours does is not. */
function statusOf(code: string): number {
  if (code === 'seat/lost') return 403
  if (code === 'seat/not-asked') return 409
  return code.startsWith('post/') ? 400 : 200
}

const refusal = (status: number, code: string, message: string): PostAnswer => ({
  status,
  told: { failure: { code, message } },
})

/** An error as a page shows it: one line, the place, and what to do. */
export function failureTold(e: CoactError): Readonly<Record<string, Json>> {
  const [first = ''] = e.message.split('\n')
  const at = first.lastIndexOf(' [')
  const { where, got, expected, next } = e.detail
  const parts = [
    at < 0 ? first : first.slice(0, at),
    ...(got === undefined ? [] : [`got ${got}`]),
    ...(expected === undefined ? [] : [`expected ${expected}`]),
  ]
  return {
    code: e.code,
    message: parts.join('; ').slice(0, 1000),
    ...(where === undefined ? {} : { where: where.slice(0, 200) }),
    ...(next === undefined ? {} : { next: next.slice(0, 500) }),
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (e) {
    throw new CoactError('post/json', 'What was posted is not JSON', { got: errorText(e) })
  }
}

/** @returns undefined when it is too large; what is left of it is not read */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) return undefined
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > BODY_BYTES_MAX) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function unfit(error: z.ZodError): CoactError {
  const [issue] = error.issues
  return new CoactError('post/shape', 'What was posted does not fit', {
    where: issue?.path.join('.') ?? '',
    got: issue?.message.slice(0, 300) ?? '',
  })
}
