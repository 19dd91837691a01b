import alea from 'seedrandom/lib/alea.js'
import { CoactError } from './errors.js'
import { fold, foldText, type Hash64 } from './hash.js'

/**
 * One named source of chance. Draws come from a generator seeded by (episode seed, label), or from a tape of recorded
 * outcomes. Each label has its own stream, so that a new draw in one place cannot shift another's.
 */
export interface Rng {
  /** A float in [0, 1) with 32 bits. */
  float(): number
  /** An integer in [0, n). */
  int(n: number): number
  /** An integer in [from, to], both included. */
  range(from: number, to: number): number
  /** True with probability p. */
  chance(p: number): boolean
  /** One element. */
  pick<T>(list: readonly T[]): T
  /** A shuffled copy (Fisher–Yates, from the end). */
  shuffle<T>(list: readonly T[]): T[]
}

type Generator = ReturnType<typeof alea>

interface AleaState {
  readonly c: number
  readonly s0: number
  readonly s1: number
  readonly s2: number
}

/** What brings a stream back exactly. */
export interface StreamState extends AleaState {
  readonly label: string
  /** Draws made so far. */
  readonly draws: number
}

/** The outcomes that a stream gave in one tick. */
export interface Draws {
  readonly stream: string
  readonly values: readonly number[]
}

export interface Streams {
  /** The stream of a label, made when first asked for. */
  stream(label: string): Rng
  save(): StreamState[]
  restore(states: readonly StreamState[]): void
  /** Begins all streams anew, from another seed. @throws CoactError `seed/empty` */
  reseed(seed: string): void
  /** Draws since the last call, by stream in order of the first of these draws; empty when nothing is kept. */
  takeDraws(): Draws[]
  hashInto(h: Hash64): void
}

/** Recorded outcomes by stream label; see {@link createStreams}. */
export type Tapes = Readonly<Record<string, readonly number[]>>

/**
 * The random streams of an episode.
 *
 * @param seed canonical non-empty text: the same text, the same streams
 * @param tapes outcomes to give instead of drawing: what `int` or `float` returned, in order
 * @param keep whether draws are kept for {@link Streams.takeDraws}
 * @throws CoactError `tape/exhausted`, `tape/out-of-range` when a tape cannot give what is asked
 */
export function createStreams(seed: string, tapes: Tapes, keep: boolean): Streams {
  mustBeSeed(seed)
  const streams = new Map<string, Stream>()
  let drawn: Stream[] = []
  const onFirstDraw = keep ? (s: Stream): unknown => drawn.push(s) : undefined
  const stream = (label: string): Stream => {
    let s = streams.get(label)
    if (s === undefined) {
      const tape = Object.hasOwn(tapes, label) ? tapes[label] : undefined
      s = createStream(seed, label, tape, onFirstDraw)
      streams.set(label, s)
    }
    return s
  }
  return {
    stream,
    save() {
      const used = [...streams.values()].filter((s) => s.draws() > 0)
      return used.map((s) => s.save()).sort((a, b) => (a.label < b.label ? -1 : 1))
    },
    restore(states) {
      // Existing stream objects are kept, because systems may hold on to them.
      for (const s of streams.values()) s.restore(seed, undefined)
      for (const state of states) stream(state.label).restore(seed, state)
      if (drawn.length > 0) drawn = []
    },
    reseed(given) {
      mustBeSeed(given)
      seed = given
      for (const s of streams.values()) s.restore(seed, undefined)
      if (drawn.length > 0) drawn = []
    },
    takeDraws() {
      if (drawn.length === 0) return []
      const out = drawn.map((s) => ({ stream: s.label, values: s.takeKept() }))
      drawn = []
      return out
    },
    hashInto(h) {
      let lo = 0
      let hi = 0
      for (const s of streams.values()) {
        if (s.draws() === 0) continue
        const one = { lo: 0, hi: 0 }
        foldText(one, s.label)
        fold(one, s.draws(), 1)
        lo = (lo + one.lo) | 0
        hi = (hi + one.hi) | 0
      }
      fold(h, lo, hi)
    },
  }
}

function mustBeSeed(seed: string): void {
  if (seed !== '') return
  throw new CoactError('seed/empty', 'A seed cannot be empty', {
    expected: 'a number or a non-empty text',
    next: 'Give a seed, such as 7.',
  })
}

interface Stream extends Rng {
  readonly label: string
  draws(): number
  save(): StreamState
  /** Goes on from a state, or from the beginning. @param seed the episode's */
  restore(seed: string, state: StreamState | undefined): void
  takeKept(): number[]
}

function createStream(
  seed: string,
  label: string,
  tape: readonly number[] | undefined,
  onFirstDraw: ((stream: Stream) => unknown) | undefined,
): Stream {
  // Seeding costs as much as a hundred draws, and most streams of a short episode draw nothing: it waits for the first.
  let generator: Generator | undefined
  let from: StreamState | undefined
  let draws = 0
  let kept: number[] = []

  const seeded = (): Generator => {
    generator ??=
      from === undefined ? alea(`${seed}/${label}`, { state: true }) : alea('', { state: from })
    return generator
  }

  const fromTape = (limit: number, whole: boolean): number => {
    const value = tape![draws]
    if (value === undefined) {
      throw new CoactError('tape/exhausted', `The tape of stream "${label}" has no more outcomes`, {
        where: `tapes.${label}[${draws}]`,
        next: 'Record a longer tape, or run without one.',
      })
    }
    if (!(value >= 0 && value < limit) || (whole && !Number.isInteger(value))) {
      throw new CoactError(
        'tape/out-of-range',
        `The tape of stream "${label}" gives an impossible outcome`,
        {
          where: `tapes.${label}[${draws}]`,
          expected: whole ? `a whole number in [0, ${limit})` : 'a number in [0, 1)',
          got: String(value),
        },
      )
    }
    return value
  }
  const took = (value: number): number => {
    draws += 1
    if (onFirstDraw !== undefined) {
      if (kept.length === 0) onFirstDraw(self)
      kept.push(value)
    }
    return value
  }
  const float = (): number =>
    took(tape === undefined ? (generator ?? seeded())() : fromTape(1, false))
  const int = (n: number): number => {
    if (!(n >= 1 && n <= 4294967296) || !Number.isInteger(n)) {
      throw new CoactError('rng/range', 'A whole number of outcomes is needed', {
        where: `stream "${label}"`,
        expected: '1 to 4294967296',
        got: String(n),
      })
    }
    return took(tape === undefined ? Math.floor((generator ?? seeded())() * n) : fromTape(n, true))
  }
  const self: Stream = {
    label,
    float,
    int,
    range: (from, to) => from + int(to - from + 1),
    chance: (p) => float() < p,
    pick: (list) => list[int(list.length)]!,
    shuffle(list) {
      const out = list.slice()
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(i + 1)
        const t = out[i]!
        out[i] = out[j]!
        out[j] = t
      }
      return out
    },
    draws: () => draws,
    save: () => ({ label, draws, ...seeded().state() }),
    restore(given, state) {
      seed = given
      from = state
      generator = undefined
      draws = state?.draws ?? 0
      if (kept.length > 0) kept = []
    },
    takeKept() {
      const out = kept
      kept = []
      return out
    },
  }
  return self
}
