const ARRAYS = { Int32Array, Uint8Array, Float64Array }

/** Writes plain data with typed arrays as JSON text and reads it back: what comes out shares nothing with what went in. */
export function throughJson<T>(value: T): T {
  const text = JSON.stringify(value, (_, v: unknown) =>
    ArrayBuffer.isView(v) ? { [v.constructor.name]: Array.from(v as Int32Array) } : v,
  )
  return JSON.parse(text, (_, v: unknown) => {
    if (typeof v !== 'object' || v === null) return v
    for (const [name, Kind] of Object.entries(ARRAYS))
      if (name in v) return Kind.from((v as never)[name])
    return v
  }) as T
}
