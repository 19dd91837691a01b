import { z } from 'zod'

/** A recorded state in one form, whichever way it was written down. Fields that were not recorded are absent. */
export interface RecordedState {
  readonly terminal: boolean
  /** A player, or -1 chance, -2 all at once, -4 the end. */
  readonly player: number
  readonly history: readonly number[]
  /** The text of the whole state. */
  readonly text: string
  /** By player. */
  readonly informationStates?: readonly string[]
  readonly observations?: readonly string[]
  readonly rewards?: readonly number[]
  readonly returns?: readonly number[]
  /** Moves of the player to move, outcomes of chance, or lists by player. */
  readonly legal?: readonly number[] | readonly (readonly number[])[]
  readonly legalTexts?: readonly string[] | readonly (readonly string[])[]
  readonly chance?: readonly (readonly [outcome: number, probability: number])[]
}

/** One step of a recorded play: what was shown, if it was, and what was played then. */
export interface RecordedStep {
  readonly shown?: RecordedState
  readonly chosen?: number | readonly number[]
}

export interface RecordedPlay {
  readonly kind: 'play'
  /** Playthroughs that were shipped as texts have lost the blanks at the ends of their lines. */
  readonly source: 'fresh' | 'shipped'
  readonly game: string
  /** How far printed probabilities are exact. */
  readonly tolerance: number
  readonly players?: number
  readonly moves?: number
  readonly steps: readonly RecordedStep[]
}

const ids = z.array(z.int())
const texts = z.array(z.string())
const numbers = z.array(z.number())
const pairs = z.array(z.tuple([z.int(), z.number()]))
const chosen = z.union([z.int(), ids]).optional()
const byPlayer = <T extends z.ZodType>(one: T) => z.record(z.string(), one)

const freshStep = z.object({
  state: z.string(),
  terminal: z.boolean(),
  current_player: z.int(),
  history: ids,
  rewards: numbers,
  returns: numbers,
  chance_outcomes: pairs.optional(),
  legal_actions: z.union([ids, z.array(ids)]).optional(),
  legal_action_strings: z.union([texts, z.array(texts)]).optional(),
  information_state_strings: texts.optional(),
  observation_strings: texts.optional(),
  chosen,
})

const freshPlay = z.object({
  game: z.string(),
  num_players: z.int(),
  num_distinct_actions: z.int(),
  steps: z.array(freshStep).min(1),
})

const shippedStep = z.object({
  elided: z.literal(false),
  index: z.int(),
  IsTerminal: z.boolean(),
  CurrentPlayer: z.int(),
  History: ids,
  state: z.string(),
  InformationStateString: byPlayer(z.string()).optional(),
  ObservationString: byPlayer(z.string()).optional(),
  Rewards: numbers.optional(),
  Returns: numbers.optional(),
  ChanceOutcomes: pairs.optional(),
  LegalActions: z.union([ids, byPlayer(ids)]).optional(),
  StringLegalActions: z.union([texts, byPlayer(texts), z.string()]).optional(),
  chosen,
})
const elidedStep = z.object({ elided: z.literal(true), chosen })

const shippedPlay = z.object({
  file: z.string(),
  game: z.string(),
  params: z.object({ NumPlayers: z.int(), NumDistinctActions: z.int() }),
  steps: z.array(z.union([elidedStep, shippedStep])).min(1),
})

/** A play that was recorded state by state. @throws ZodError */
export function readFreshPlay(value: unknown): RecordedPlay {
  const row = freshPlay.parse(value)
  return {
    kind: 'play',
    source: 'fresh',
    game: row.game,
    tolerance: 1e-9,
    players: row.num_players,
    moves: row.num_distinct_actions,
    steps: row.steps.map((s) => ({
      shown: withoutGaps({
        terminal: s.terminal,
        player: s.current_player,
        history: s.history,
        text: s.state,
        informationStates: s.information_state_strings,
        observations: s.observation_strings,
        // Recorded as 0 at every chance turn, whatever was gained.
        rewards: s.current_player === -1 ? undefined : s.rewards,
        returns: s.current_player === -1 ? undefined : s.returns,
        legal: s.legal_actions,
        legalTexts: s.legal_action_strings,
        chance: s.chance_outcomes,
      }),
      ...(s.chosen === undefined ? {} : { chosen: s.chosen }),
    })),
  }
}

/** A playthrough that ships with the reference. @throws ZodError */
export function readShippedPlay(value: unknown): RecordedPlay {
  const row = shippedPlay.parse(value)
  return {
    kind: 'play',
    source: 'shipped',
    game: row.game,
    // Probabilities are printed with six digits.
    tolerance: 1e-6,
    players: row.params.NumPlayers,
    moves: row.params.NumDistinctActions,
    steps: stepsOf(row.steps),
  }
}

/**
 * A step that is left out and in which nothing is played is none: it is a state whose text reads `State 0` and was taken for
 * the heading of another, so that the step after it lacks its text and has the wrong number.
 */
function stepsOf(steps: z.output<typeof shippedPlay>['steps']): RecordedStep[] {
  return steps.flatMap((s, i): RecordedStep[] => {
    const played = s.chosen === undefined ? {} : { chosen: s.chosen }
    if (s.elided) return s.chosen === undefined ? [] : [played]
    const before = steps[i - 1]
    const isCut = before?.elided === true && before.chosen === undefined
    const state = isCut ? `State ${s.index}\n${s.state}` : s.state
    return [{ shown: shownShipped({ ...s, state }), ...played }]
  })
}

const shownShipped = (s: z.output<typeof shippedStep>): RecordedState =>
  withoutGaps({
    terminal: s.IsTerminal,
    player: s.CurrentPlayer,
    history: s.History,
    text: s.state,
    informationStates: listOf(s.InformationStateString),
    observations: listOf(s.ObservationString),
    rewards: s.Rewards,
    returns: s.Returns,
    legal: isList<number>(s.LegalActions) ? s.LegalActions : listOf<number[]>(s.LegalActions),
    legalTexts: textsOf(s.StringLegalActions),
    chance: s.ChanceOutcomes,
  })

const isList = <T>(value: unknown): value is readonly T[] | undefined =>
  value === undefined || Array.isArray(value)

const textsOf = (
  value: z.output<typeof shippedStep>['StringLegalActions'],
): RecordedState['legalTexts'] => {
  // Very long lists are cut off in the middle.
  if (typeof value === 'string') return undefined
  return isList<string>(value) ? value : listOf<string[]>(value)
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined }

function withoutGaps(state: Loose<Required<RecordedState>>): RecordedState {
  return Object.fromEntries(
    Object.entries(state).filter(([, value]) => value !== undefined),
  ) as unknown as RecordedState
}

/** A list by player from a record by players' numbers. */
function listOf<T>(record: Readonly<Record<string, T>>): T[]
function listOf<T>(record: Readonly<Record<string, T>> | undefined): T[] | undefined
function listOf<T>(record: Readonly<Record<string, T>> | undefined): T[] | undefined {
  if (record === undefined) return undefined
  return Array.from({ length: Object.keys(record).length }, (_, player) => record[player]!)
}
