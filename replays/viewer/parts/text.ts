import type { Json } from '../../../engine/index.js'

// Controls, and what turns the direction of a text, are shown instead of done.
const UNSEEN = /\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** A text of a file, as it may be shown. */
export const shown = (text: string): string =>
  text.replace(UNSEEN, (c) =>
    c === '\n' || c === '\t'
      ? c
      : c < ' '
        ? String.fromCharCode(0x2400 + c.charCodeAt(0))
        : '\ufffd',
  )

/** A value in a line. */
export function brief(value: Json | undefined, max = 160): string {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'number') return numberText(value)
  const text = typeof value === 'string' ? value : plain(value)
  return shown(text.length > max ? `${text.slice(0, max)}…` : text)
}

/** JSON without the marks that only machines need. */
function plain(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, item]) => `${key}: ${plain(item as Json)}`)
      .join(', ')
  return typeof value === 'number' ? numberText(value) : String(value)
}

export const numberText = (n: number): string =>
  Number.isInteger(n) ? String(n) : String(Number(n.toPrecision(6)))

export const bytesText = (n: number): string =>
  n < 1e6
    ? `${Math.max(1, Math.round(n / 1e3))} kB`
    : n < 1e9
      ? `${(n / 1e6).toFixed(1)} MB`
      : `${(n / 1e9).toFixed(2)} GB`

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${n} ${n === 1 ? one : many}`

/** Words of a text for shells, in one pair of quotes if it needs some. */
export const quoted = (text: string): string =>
  /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
