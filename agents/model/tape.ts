import {
  type CallRecord,
  type CallRequest,
  canonicalJson,
  foldText,
  hash64,
  hex,
  type Json,
} from '../../engine/index.js'

/**
 * What is done with recorded calls: `record`, every call asks the model; `replay`, none does, and one that is not on the
 * tape is an error; `auto`, a call is answered from the tape where it is there, else by the model; `off`, calls are neither
 * recorded nor looked for.
 */
export type TapeMode = 'record' | 'replay' | 'auto' | 'off'

/** Recorded calls, found by what was asked. */
export interface Tape {
  /** The record of a request; that of the same agent, where several asked the same. */
  find(key: string, request: string, agent: number): CallRecord | undefined
  /** The model of its first call, for those who name none. */
  readonly model: string | undefined
}

export function createTape(records: Iterable<CallRecord>): Tape {
  const byKey = new Map<string, CallRecord[]>()
  let model: string | undefined
  for (const record of records) {
    model ??= record.model
    const same = byKey.get(record.key)
    if (same === undefined) byKey.set(record.key, [record])
    else same.push(record)
  }
  return {
    model,
    find(key, request, agent) {
      // The key is short and may be anybody's: what was asked must be the same to the letter.
      const same = (byKey.get(key) ?? []).filter((r) => recordText(r) === request)
      return same.find((r) => r.agent === agent) ?? same[0]
    },
  }
}

/** What decides an answer, of a request. */
export function paramsOf(request: CallRequest): Readonly<Record<string, Json>> {
  const { temperature, maxTokens, thinking } = request
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(thinking === undefined
      ? {}
      : { thinking: typeof thinking === 'string' ? thinking : { budget: thinking.budget } }),
  }
}

type Asked = Pick<CallRecord, 'model' | 'messages' | 'params' | 'schema'>

/** A request as canonical JSON. */
export const requestText = ({ model, messages, params, schema }: Asked): string =>
  canonicalJson({
    messages: messages as unknown as Json,
    model,
    params,
    ...(schema === undefined ? {} : { schema }),
  })

/** The request that a record answers. */
export const recordText = (record: CallRecord): string =>
  requestText({ ...record, messages: record.messages.slice(0, record.asked) })

export function hashText(text: string): string {
  const h = hash64()
  foldText(h, text)
  return hex(h)
}

/** What a call is found by: its request, and how often its agent asked the same before. */
export const keyOf = (request: string, before: number): string =>
  hashText(`{"before":${before},${request.slice(1)}`)
