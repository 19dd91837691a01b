import type { CallMessage, Json } from '../../engine/index.js'

/** Takes secrets out of texts. */
export interface Scrub {
  text(text: string): string
  json(value: Json): Json
  messages(messages: readonly CallMessage[]): readonly CallMessage[]
}

/** Shorter ones are words such as `none` or `ollama`, and no secret. */
const SECRET_CHARS_MIN = 8
const HIDDEN = '***'

/** What looks like a key, whoever it belongs to. */
const KEYS = /\b(Bearer\s+)[\w.~+/=-]{8,}|\b(sk-|gsk_|hf_|xai-|AIza)[\w-]{16,}/g
/** Name and password in an address. */
const LOGIN = /(\bhttps?:\/\/)[^\s/@]+@/g

/**
 * Makes what takes secrets out of everything that leaves the gateway: as they are, percent-encoded, and escaped as in JSON.
 *
 * @example
 * scrubber(['abcd1234efgh']).text('Authorization: Bearer abcd1234efgh') // 'Authorization: Bearer ***'
 */
export function scrubber(secrets: readonly string[]): Scrub {
  const forms = [
    ...new Set(
      secrets
        .filter((s) => s.length >= SECRET_CHARS_MIN)
        .flatMap((s) => [s, encodeURIComponent(s), JSON.stringify(s).slice(1, -1)]),
    ),
  ].sort((a, b) => b.length - a.length)
  const plain = (text: string): string =>
    forms.reduce((t, form) => (t.includes(form) ? t.replaceAll(form, HIDDEN) : t), text)
  const text = (words: string): string =>
    plain(words)
      .replace(LOGIN, `$1${HIDDEN}@`)
      .replace(KEYS, (_, bearer: string | undefined, key: string | undefined) =>
        bearer === undefined ? `${key}${HIDDEN}` : `${bearer}${HIDDEN}`,
      )
  const json = (value: Json): Json => {
    if (forms.length === 0) return value
    if (typeof value === 'string') return plain(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(json)
    return Object.fromEntries(
      Object.entries(value as Readonly<Record<string, Json>>).map(([k, v]) => [plain(k), json(v)]),
    )
  }
  return {
    text,
    json,
    messages: (messages) =>
      messages.map((m) => json(m as unknown as Json) as unknown as CallMessage),
  }
}
