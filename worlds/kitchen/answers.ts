import type { Applied, Rejection } from '../../engine/index.js'

/** The answer to an interaction that did nothing; made once, as it is given many times. */
export const refused = (reject: string, text: string): Rejection =>
  Object.freeze({ reject, text, stage: 'effect' })

/** The answer to an interaction that did what the note says. */
export const note = (text: string): Applied => Object.freeze({ note: text })

export const NOT_READY = refused('not-ready', 'It is not ready')
export const STARTED = note('started')
export const TOOK = note('took')
