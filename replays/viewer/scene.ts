/** A colour by meaning; painters know what it is in light and dark. `agent:2` is the third agent's, `hue:5` any of several that differ. */
export type Tone =
  | 'ink'
  | 'soft'
  | 'line'
  | 'card'
  | 'page'
  | 'floor'
  | 'good'
  | 'bad'
  | 'accent'
  | `agent:${number}`
  | `hue:${number}`

interface Marked {
  /** Names the mark across ticks, so that it can move from where it was. */
  readonly key?: string
  /** The entity that it stands for. */
  readonly entity?: number
  /** What a pointer over it is told. */
  readonly title?: string
}

/** A rectangle by its upper left corner, in units of the scene. */
export interface RectMark extends Marked {
  readonly kind: 'rect'
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly fill?: Tone
  readonly line?: Tone
  /** Radius of its corners. */
  readonly round?: number
  readonly dashed?: boolean
}

/** A disc by its centre; `facing` is an angle in quarter turns from east, clockwise. */
export interface DiscMark extends Marked {
  readonly kind: 'disc'
  readonly x: number
  readonly y: number
  readonly r: number
  readonly fill?: Tone
  readonly line?: Tone
  readonly facing?: number
  /** One or two letters in it. */
  readonly label?: string
}

/** A text by the middle of its line; `size` is the height of a line. */
export interface TextMark extends Marked {
  readonly kind: 'text'
  readonly x: number
  readonly y: number
  readonly text: string
  readonly size: number
  readonly tone?: Tone
  readonly align?: 'left' | 'center' | 'right'
  readonly bold?: boolean
  /** Cut to fit. */
  readonly width?: number
}

/** A line between two points. */
export interface LinkMark extends Marked {
  readonly kind: 'link'
  readonly x: number
  readonly y: number
  readonly x2: number
  readonly y2: number
  readonly tone?: Tone
  readonly arrow?: boolean
  readonly dashed?: boolean
  /** Of the line, in units of the scene. */
  readonly width?: number
}

export type Mark = RectMark | DiscMark | TextMark | LinkMark

/** Marks that can be hidden together. */
export interface Layer {
  readonly name: string
  readonly marks: readonly Mark[]
}

/** A picture of a state. The box is what it takes: left, top, right, bottom; y grows downwards. */
export interface Scene {
  readonly box: readonly [number, number, number, number]
  readonly layers: readonly Layer[]
}
