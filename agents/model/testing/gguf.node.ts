import { writeFileSync } from 'node:fs'

const SIZE = 32
const HEADS = 2
const INNER = 64
const CONTEXT = 2048
const ALIGNMENT = 32
/** Kinds of values in a GGUF file. */
const U32 = 4
const I32 = 5
const F32 = 6
const TEXT = 8
const LIST = 9
/** Kinds of tokens. */
const NORMAL = 1
const UNKNOWN = 2
const CONTROL = 3
const BYTE = 6

type Value = readonly [
  kind: number,
  value: number | string | readonly number[] | readonly string[],
  of?: number,
]

/** Bytes that are written one after the other. */
class Bytes {
  readonly #parts: Buffer[] = []
  length = 0
  add(part: Buffer): void {
    this.#parts.push(part)
    this.length += part.length
  }
  number(size: 4 | 8, value: number): void {
    const part = Buffer.alloc(size)
    if (size === 4) part.writeInt32LE(value | 0)
    else part.writeBigUInt64LE(BigInt(value))
    this.add(part)
  }
  float(value: number): void {
    const part = Buffer.alloc(4)
    part.writeFloatLE(value)
    this.add(part)
  }
  text(value: string): void {
    const part = Buffer.from(value)
    this.number(8, part.length)
    this.add(part)
  }
  align(): void {
    this.add(Buffer.alloc((ALIGNMENT - (this.length % ALIGNMENT)) % ALIGNMENT))
  }
  all(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

/** A vocabulary of bytes and printable ASCII. */
function vocabulary(): {
  readonly tokens: string[]
  readonly kinds: number[]
  readonly scores: number[]
} {
  const tokens = ['<unk>', '<s>', '</s>']
  const kinds = [UNKNOWN, CONTROL, CONTROL]
  const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0')
  for (let byte = 0; byte < 256; byte++) {
    tokens.push(`<0x${hex(byte)}>`)
    kinds.push(BYTE)
  }
  for (let code = 33; code < 127; code++) {
    tokens.push(String.fromCharCode(code))
    kinds.push(NORMAL)
  }
  tokens.push('\u2581')
  kinds.push(NORMAL)
  return { tokens, kinds, scores: tokens.map((_, i) => -i) }
}

/**
 * Writes the smallest model that llama.cpp runs: one layer of random weights, which says anything at all. What comes of it is
 * only worth something under a grammar.
 */
export function writeRandomModel(path: string, seed = 1): void {
  const { tokens, kinds, scores } = vocabulary()
  const count = tokens.length
  const described: readonly (readonly [string, Value])[] = [
    ['general.architecture', [TEXT, 'llama']],
    ['general.name', [TEXT, 'random']],
    ['llama.context_length', [U32, CONTEXT]],
    ['llama.embedding_length', [U32, SIZE]],
    ['llama.block_count', [U32, 1]],
    ['llama.feed_forward_length', [U32, INNER]],
    ['llama.attention.head_count', [U32, HEADS]],
    ['llama.attention.head_count_kv', [U32, HEADS]],
    ['llama.rope.dimension_count', [U32, SIZE / HEADS]],
    ['llama.vocab_size', [U32, count]],
    ['llama.attention.layer_norm_rms_epsilon', [F32, 1e-5]],
    ['tokenizer.ggml.model', [TEXT, 'llama']],
    ['tokenizer.ggml.tokens', [LIST, tokens, TEXT]],
    ['tokenizer.ggml.scores', [LIST, scores, F32]],
    ['tokenizer.ggml.token_type', [LIST, kinds, I32]],
    ['tokenizer.ggml.unknown_token_id', [U32, 0]],
    ['tokenizer.ggml.bos_token_id', [U32, 1]],
    ['tokenizer.ggml.eos_token_id', [U32, 2]],
  ]
  const square = ['attn_q', 'attn_k', 'attn_v', 'attn_output'].map(
    (name) => [`blk.0.${name}.weight`, [SIZE, SIZE]] as const,
  )
  const tensors: readonly (readonly [string, readonly number[]])[] = [
    ['token_embd.weight', [SIZE, count]],
    ['output_norm.weight', [SIZE]],
    ['output.weight', [SIZE, count]],
    ['blk.0.attn_norm.weight', [SIZE]],
    ...square,
    ['blk.0.ffn_norm.weight', [SIZE]],
    ['blk.0.ffn_gate.weight', [SIZE, INNER]],
    ['blk.0.ffn_up.weight', [SIZE, INNER]],
    ['blk.0.ffn_down.weight', [INNER, SIZE]],
  ]
  const out = new Bytes()
  out.add(Buffer.from('GGUF'))
  out.number(4, 3)
  out.number(8, tensors.length)
  out.number(8, described.length)
  for (const [key, value] of described) {
    out.text(key)
    out.number(4, value[0])
    writeValue(out, value)
  }
  const sizeOf = (shape: readonly number[]): number => 4 * shape.reduce((a, b) => a * b)
  let offset = 0
  for (const [name, shape] of tensors) {
    out.text(name)
    out.number(4, shape.length)
    for (const length of shape) out.number(8, length)
    out.number(4, 0)
    out.number(8, offset)
    offset += Math.ceil(sizeOf(shape) / ALIGNMENT) * ALIGNMENT
  }
  out.align()
  let state = seed
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 2 ** 32 - 0.5
  }
  for (const [, shape] of tensors) {
    const weights = Float32Array.from({ length: sizeOf(shape) / 4 }, () =>
      shape.length === 1 ? 1 : random(),
    )
    out.add(Buffer.from(weights.buffer))
    out.align()
  }
  writeFileSync(path, out.all())
}

function writeValue(out: Bytes, [kind, value, of]: Value): void {
  if (kind === LIST) {
    const list = value as readonly (number | string)[]
    out.number(4, of!)
    out.number(8, list.length)
    for (const item of list) writeValue(out, [of!, item])
  } else if (kind === TEXT) out.text(value as string)
  else if (kind === F32) out.float(value as number)
  else out.number(4, value as number)
}
