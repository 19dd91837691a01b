import { historyAt } from '../../kernels/board/index.js'
import { MOST_ITEMS, MOST_STEPS, type NegotiationParams } from './setting.js'

/** Numbers of a base as digits, the last changing fastest. */
function digits(value: number, length: number, base: number): number[] {
  const out: number[] = []
  for (let rest = value, i = 0; i < length; i++, rest = Math.floor(rest / base))
    out.unshift(rest % base)
  return out
}

/** All numbers of so many digits. */
function allDigits(length: number, base: number): (readonly number[])[] {
  let count = 1
  for (let i = 0; i < length; i++) count *= base
  return Array.from({ length: count }, (_, i) => Object.freeze(digits(i, length, base)))
}

/** Where things are in the state, and how the talks stand. */
export function talksOf(params: NegotiationParams) {
  const { numItems, enableUtterances, numSymbols, utteranceDim } = params
  const setup = 1 + 3 * numItems
  const drawn = setup
  const agreed = setup + 1
  const history = historyAt(setup + 2, enableUtterances ? 2 * MOST_STEPS : MOST_STEPS)
  const proposals = allDigits(numItems, MOST_ITEMS + 1)
  const agree = proposals.length
  const utterances = enableUtterances ? allDigits(utteranceDim, numSymbols) : []
  const rounds = enableUtterances ? 2 : 1
  /** How many proposals there were, or how many words. */
  const made = (s: Int32Array): number => Math.ceil(history.count(s) / rounds)
  const said = (s: Int32Array): number => (enableUtterances ? history.count(s) >> 1 : 0)
  return {
    cells: [
      'steps',
      ...['pool', 'value.0', 'value.1'].flatMap((what) =>
        Array.from({ length: numItems }, (_, i) => `${what}.${i}`),
      ),
      'drawn',
      'agreed',
      ...history.cells,
    ],
    /** How many numbers the setting has; they stand first in the state. */
    setup,
    /** Cell: how many of them are drawn. */
    drawn,
    /** Cell: whether there is an agreement. */
    agreed,
    history,
    proposals,
    agree,
    utterances,
    made,
    said,
    isReady: (s: Int32Array): boolean => s[drawn] === setup,
    isOver: (s: Int32Array): boolean =>
      (s[agreed] !== 0 || made(s) >= s[0]!) && (!enableUtterances || said(s) === made(s)),
    /** Whether a word is due, which at an agreement is never said. */
    isWordDue: (s: Int32Array): boolean =>
      enableUtterances && (s[agreed] !== 0 || said(s) < made(s)),
    /** Whose turn it is; at the end, whose it would be. */
    mover: (s: Int32Array): number =>
      enableUtterances ? said(s) & 1 : (history.count(s) + s[agreed]!) & 1,
    pool: (s: Int32Array): Int32Array => s.subarray(1, 1 + numItems),
    values: (s: Int32Array, player: number): Int32Array =>
      s.subarray(1 + numItems * (1 + player), 1 + numItems * (2 + player)),
    proposal: (s: Int32Array, i: number): readonly number[] =>
      proposals[history.at(s, rounds * i)]!,
    utterance: (s: Int32Array, i: number): readonly number[] =>
      utterances[history.at(s, 2 * i + 1) - agree - 1]!,
  }
}

export type Talks = ReturnType<typeof talksOf>
