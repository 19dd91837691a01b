import {
  type ByteReader,
  type ByteWriter,
  readBytes,
  readSigned,
  refuse,
  varintSize,
  writeByte,
  writeSigned,
  zigzag,
} from './varint.js'

/**
 * How the values of one column's change are written. Integers: as the step from the cell's old value, plainly, or as the
 * step from the column's last written value. Floats that are whole multiples of the column's scale are steps of such
 * integers; others are their bits XOR the old value's bits, as planes of bytes from the highest.
 */
export const MODE = { step: 0, plain: 1, series: 2, scaled: 0, single: 1, double: 2 } as const

/** Chooses the shortest way to write integers. */
export function intMode(values: ArrayLike<number>, olds: ArrayLike<number>, last: number): number {
  let step = 0
  let plain = 0
  let series = 0
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    step += varintSize(zigzag((v - olds[i]!) | 0))
    plain += varintSize(zigzag(v))
    series += varintSize(zigzag((v - last) | 0))
    last = v
  }
  if (step <= plain && step <= series) return MODE.step
  return plain <= series ? MODE.plain : MODE.series
}

/** @returns the last value written */
export function writeInts(
  w: ByteWriter,
  mode: number,
  values: ArrayLike<number>,
  olds: ArrayLike<number>,
  last: number,
): number {
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    writeSigned(w, (v - (mode === MODE.step ? olds[i]! : mode === MODE.plain ? 0 : last)) | 0)
    last = v
  }
  return last
}

/** Reads over `values`, which holds the old values. @returns the last value read */
export function readInts(r: ByteReader, mode: number, values: Int32Array, last: number): number {
  if (mode > MODE.series) return refuse(r, `an unknown way to write integers, ${mode}`)
  for (let i = 0; i < values.length; i++) {
    const from = mode === MODE.step ? values[i]! : mode === MODE.plain ? 0 : last
    last = (readSigned(r) + from) | 0
    values[i] = last
  }
  return last
}

/** Chooses the shortest way to write floats without losing a bit. */
export function floatMode(values: ArrayLike<number>, olds: ArrayLike<number>, scale: number): number {
  let isScaled = true
  let isSingle = true
  for (let i = 0; i < values.length && (isScaled || isSingle); i++) {
    const v = values[i]!
    isScaled &&= isStep(v, scale) && isStep(olds[i]!, scale)
    isSingle &&= Object.is(Math.fround(v), v) && Object.is(Math.fround(olds[i]!), olds[i]!)
  }
  return isScaled ? MODE.scaled : isSingle ? MODE.single : MODE.double
}

/** A whole number of 1 / scale that fits 32 bits; -0 is none. */
const isStep = (value: number, scale: number): boolean => Object.is((value * scale) | 0, value * scale)

export function writeFloats(
  w: ByteWriter,
  mode: number,
  values: ArrayLike<number>,
  olds: ArrayLike<number>,
  scale: number,
): void {
  const n = values.length
  if (mode === MODE.scaled) {
    for (let i = 0; i < n; i++) writeSigned(w, (values[i]! * scale - olds[i]! * scale) | 0)
    return
  }
  const width = mode === MODE.single ? 4 : 8
  const a = bits(values, width)
  const b = bits(olds, width)
  for (let plane = width - 1; plane >= 0; plane--) {
    for (let i = 0; i < n; i++) writeByte(w, a[i * width + plane]! ^ b[i * width + plane]!)
  }
}

/** Reads over `values`, which holds the old values. */
export function readFloats(r: ByteReader, mode: number, values: Float64Array, scale: number): void {
  const n = values.length
  if (mode === MODE.scaled) {
    for (let i = 0; i < n; i++) {
      values[i] = ((readSigned(r) + values[i]! * scale) | 0) / scale
    }
    return
  }
  if (mode > MODE.double) refuse(r, `an unknown way to write floats, ${mode}`)
  const width = mode === MODE.single ? 4 : 8
  const a = bits(values, width)
  const planes = readBytes(r, n * width)
  for (let plane = width - 1, k = 0; plane >= 0; plane--) {
    for (let i = 0; i < n; i++, k++) a[i * width + plane]! ^= planes[k]!
  }
  const view = new DataView(a.buffer)
  for (let i = 0; i < n; i++) {
    values[i] = width === 4 ? view.getFloat32(i * 4, true) : view.getFloat64(i * 8, true)
  }
}

/** The bits of floats, low bytes first. */
function bits(values: ArrayLike<number>, width: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * width)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < values.length; i++) {
    if (width === 4) view.setFloat32(i * 4, values[i]!, true)
    else view.setFloat64(i * 8, values[i]!, true)
  }
  return bytes
}
