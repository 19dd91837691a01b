import type { Scene } from './scene.js'

/** A named stretch of an observation. */
export interface Stretch {
  readonly name: string
  readonly from: number
}

/** Writes an observation as numbers, and on request the names of its parts. */
export interface Pen {
  out: Float32Array
  at: number
  /** Where names go; undefined when nobody asks for them. */
  names: Stretch[] | undefined
}

export const createPen = (): Pen => ({ out: new Float32Array(0), at: 0, names: undefined })

/** Names what is written from here on. */
export function part(pen: Pen, name: string, of?: string | number): void {
  pen.names?.push({ name: of === undefined ? name : `${name} ${of}`, from: pen.at })
}

/** Writes a number; what does not fit is only counted. */
export function put(pen: Pen, value: number): void {
  pen.out[pen.at] = value
  pen.at += 1
}

export function put2(pen: Pen, x: number, y: number): void {
  pen.out[pen.at] = x
  pen.out[pen.at + 1] = y
  pen.at += 2
}

export function ownVelocity(pen: Pen, s: Scene, me: number): void {
  part(pen, 'velocity')
  put2(pen, s.vx[me]!, s.vy[me]!)
}

export function ownPosition(pen: Pen, s: Scene, me: number): void {
  part(pen, 'position')
  put2(pen, s.x[me]!, s.y[me]!)
}

/** Where a body is, as seen from an agent. */
export function way(pen: Pen, s: Scene, me: number, to: number): void {
  part(pen, 'to', s.names[to])
  put2(pen, s.x[to]! - s.x[me]!, s.y[to]! - s.y[me]!)
}

/** Where all landmarks are, as seen from an agent. */
export function waysToLandmarks(pen: Pen, s: Scene, me: number): void {
  for (let i = s.agents; i < s.count; i++) way(pen, s, me, i)
}

/** Where all other agents are, as seen from an agent. */
export function waysToOthers(pen: Pen, s: Scene, me: number): void {
  for (let i = 0; i < s.agents; i++) if (i !== me) way(pen, s, me, i)
}

/** What an agent last said. */
export function heard(pen: Pen, s: Scene, from: number): void {
  part(pen, 'heard from', s.names[from])
  for (let k = 0; k < s.words; k++) put(pen, s.said[from * s.words + k]!)
}

/** Some numbers under a name. */
export function list(pen: Pen, name: string, values: readonly number[]): void {
  part(pen, name)
  for (let k = 0; k < values.length; k++) put(pen, values[k]!)
}

/** A list of zeros with a one at a place; none when the place is -1. */
export function oneHot(pen: Pen, length: number, at: number): void {
  for (let k = 0; k < length; k++) put(pen, k === at ? 1 : 0)
}
