import type { Json } from '../../engine/index.js'
import { garbledFault, networkFault, statusFault } from './transport.js'

interface ApiError {
  readonly message?: unknown
  readonly statusCode?: unknown
  readonly responseHeaders?: Readonly<Record<string, string>>
  readonly responseBody?: unknown
  readonly cause?: unknown
  readonly code?: unknown
  readonly name?: unknown
}

const TEXT_MAX = 300
const NETWORK =
  /terminated|aborted|socket|network|fetch failed|cannot connect|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|UND_ERR|other side closed|timed? ?out/i

/** Why a call of the AI SDK failed. */
export function faultFrom(e: unknown): Error {
  const error = e as ApiError
  const chain = causes(error)
  const text = String(error?.message ?? e).slice(0, TEXT_MAX)
  const status = error?.statusCode
  if (typeof status === 'number' && status >= 400)
    return statusFault(status, bodyText(error) ?? text, retryAfter(error.responseHeaders))
  const broken = chain.find((c) => NETWORK.test(`${String(c.code ?? '')} ${String(c.message)}`))
  if (broken !== undefined)
    return networkFault(
      chain
        .map((c) => c.message)
        .join(': ')
        .slice(0, TEXT_MAX),
    )
  return garbledFault(text)
}

const CAUSES_MAX = 6

function causes(error: ApiError): ApiError[] {
  const found: ApiError[] = []
  let at: unknown = error
  while (found.length < CAUSES_MAX && typeof at === 'object' && at !== null) {
    found.push(at as ApiError)
    at = (at as ApiError).cause
  }
  return found
}

/** What a server says of an error, as OpenAI and others put it. */
function bodyText({ responseBody }: ApiError): string | undefined {
  if (typeof responseBody !== 'string' || responseBody.trim() === '') return undefined
  try {
    const body = JSON.parse(responseBody) as Json
    const at = (value: Json | undefined, key: string): Json | undefined =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Readonly<Record<string, Json>>)[key]
        : undefined
    const error = at(body, 'error')
    const message = at(error, 'message') ?? error ?? at(body, 'message') ?? at(body, 'detail')
    if (typeof message === 'string') return message.slice(0, TEXT_MAX)
  } catch {
    // It is no JSON: it is told as it is.
  }
  return responseBody.slice(0, TEXT_MAX)
}

/** @param headers by lower-case name */
function retryAfter(headers: ApiError['responseHeaders']): number | undefined {
  const exact = Number(headers?.['retry-after-ms'])
  if (headers?.['retry-after-ms'] !== undefined && exact >= 0) return exact
  const told = headers?.['retry-after']
  if (told === undefined) return undefined
  const seconds = Number(told)
  if (seconds >= 0) return seconds * 1000
  const until = Date.parse(told) - Date.now()
  return Number.isFinite(until) ? Math.max(0, until) : undefined
}
