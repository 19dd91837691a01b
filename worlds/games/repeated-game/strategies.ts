import { CoactError, defineUniversalPolicy, type Policy } from '../../../engine/index.js'

const WORLDS = ['repeated-game', 'iterated-prisoners-dilemma']
const COOPERATE = 0
const DEFECT = 1

/** What the games that are played in rounds show. */
interface Seen {
  readonly player: number
  readonly view: { readonly last: readonly number[] | null }
  readonly legal: readonly { readonly move: number }[]
}

/** What a strategy knows when it chooses. */
interface Past {
  /** Its own last move and those of the others; absent in the first round. */
  readonly own?: number
  readonly others: readonly number[]
  /** Whether another has ever defected. */
  readonly isBetrayed: boolean
}

/** Makes a policy of a rule; it plays where move 0 is to cooperate and move 1 to defect. */
const strategy = (id: string, choose: (past: Past) => number): Policy<'*'> =>
  defineUniversalPolicy({
    id,
    memory: () => ({ isBetrayed: false }),
    fits({ world }) {
      if (WORLDS.includes(world.id)) return
      throw new CoactError('policy/world', `The policy "${id}" plays games of rounds only`, {
        expected: WORLDS.join(' or '),
        got: world.id,
      })
    },
    decide(turn) {
      const { player, view, legal } = turn.obs as Seen
      const memory = turn.memory as { isBetrayed: boolean }
      const others = view.last?.filter((_, p) => p !== player) ?? []
      if (others.some((move) => move !== COOPERATE)) memory.isBetrayed = true
      const own = view.last?.[player]
      const move = choose({
        ...(own === undefined ? {} : { own }),
        others,
        isBetrayed: memory.isBetrayed,
      })
      return { action: 'play', args: { move: Math.min(move, legal.length - 1) } }
    },
  })

const isHarmed = ({ others }: Past): boolean => others.some((move) => move !== COOPERATE)

export const alwaysCooperate = strategy('always-cooperate', () => COOPERATE)

export const alwaysDefect = strategy('always-defect', () => DEFECT)

/** Cooperates first, then does what was done to it: A. Rapoport's winner of R. Axelrod's tournaments, 1980. */
export const titForTat = strategy('tit-for-tat', (past) => (isHarmed(past) ? DEFECT : COOPERATE))

/** Cooperates until somebody defects, then never again: J. W. Friedman, 1971. */
export const grim = strategy('grim', ({ isBetrayed }) => (isBetrayed ? DEFECT : COOPERATE))

/** Stays with what went well and changes what did not: M. Nowak and K. Sigmund, 1993. */
export const pavlov = strategy('pavlov', (past) => {
  const { own = COOPERATE } = past
  const isWon = !isHarmed(past)
  return isWon === (own === COOPERATE) ? COOPERATE : DEFECT
})
