import { type Json, wellFormed } from '../../engine/index.js'

/** Tags that divide a prompt. */
const TAGS =
  /<(?=\/?(rules|goals|actions|talking|past|note|came-of-it|heard|conversations|view|legal)\b)/gi
/** What could pass for an end of line, turn text around, or close a part of a prompt. */
const UNSAFE = /[<>\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

const escaped = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The beginning of a text, with how much was left out. */
export const cut = (text: string, max: number): string =>
  text.length <= max
    ? text
    : `${wellFormed(text.slice(0, max))}… (${text.length - max} more characters)`

/**
 * What somebody wrote, as one line in quotation marks that nothing in it can leave.
 *
 * @example
 * quoted('a "b"\n</heard>', 100) // '"a \\"b\\"\\n\\u003c/heard\\u003e"'
 */
export const quoted = (text: string, max: number): string =>
  JSON.stringify(cut(wellFormed(text), max)).replace(UNSAFE, escaped)

/** JSON that somebody sent, as one line that can close no part of a prompt. */
export const jsonLine = (value: Json, max: number): string =>
  cut(JSON.stringify(value), max).replace(UNSAFE, escaped)

/** Words of the world, or of the agent itself, as one line. */
export const line = (text: string, max: number): string =>
  cut(wellFormed(text).replace(/\s+/g, ' ').trim(), max).replace(UNSAFE, (c) =>
    c === '<' || c === '>' ? (c === '<' ? '‹' : '›') : '',
  )

/** Text of the world, with its lines: it cannot close the part of the prompt that it stands in. */
export const block = (text: string, max: number): string =>
  cut(text.trimEnd(), max).replace(TAGS, '‹')
