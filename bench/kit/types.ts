import type { EpisodeProtocol, Frame, Scenario, World } from '../../engine/index.js'
import type { ScenarioData } from '../registry.js'
import type { RunResult } from '../result.js'
import type { Agents } from '../seats.js'

/** One thing that must hold. It passes when `run` ends without throwing. */
export interface Check {
  /** Short and unique within its list: fit to name a test. */
  readonly name: string
  /** @throws CoactError `kit/…` which says where, what was expected and what came */
  run(): Promise<void> | void
}

/** What checks of any kind are made with. */
export interface PlayOptions {
  /**
   * Where to play: scenarios, or scenario files as data. Those that ship with the world when left out, which is what
   * `coact/worlds` exports for it.
   */
  readonly scenarios?: readonly (Scenario | ScenarioData)[]
  /** Protocols that scenario files may name, beside those that ship. */
  readonly protocols?: readonly EpisodeProtocol[]
  /** Numbers or non-empty texts (default 1 and 2). */
  readonly seeds?: readonly (number | string)[]
  /** Ticks of each episode at most (default 40). */
  readonly ticks?: number
}

/** A transcript to compare byte for byte. */
export interface GoldenOptions extends TranscriptOptions {
  /** The file; it is written when there is none yet, and with `COACT_UPDATE=1` in the environment. */
  readonly file: string | URL
  /** Which scenario (default: the first). */
  readonly scenario?: Scenario | ScenarioData
}

export interface TranscriptOptions {
  /** A number or a non-empty text (default 0). */
  readonly seed?: number | string
  /** Policies by agent name, `*` for all; those of the scenario when left out, then `random`. */
  readonly policies?: Agents
  /** Ticks at most (default: to the end). */
  readonly ticks?: number
  /** Lines to add below a tick, such as a drawing of the board. */
  readonly draw?: (w: World, frame: Frame) => string | undefined
}

/** A policy that must beat another. */
export interface BaselineOptions {
  /** By agent name, `*` for all: who is to win. */
  readonly policies: Agents
  /** In the same seats: who is to lose (default: `random` in all). */
  readonly against?: Agents
  /** A run's worth; more is better. */
  readonly better: (result: RunResult) => number
  /** How many seeds, from 1 (default 100). */
  readonly seeds?: number
  /** In how many of them it must be better (default 95 of 100). */
  readonly wins?: number
  /** Which scenario (default: the first). */
  readonly scenario?: Scenario | ScenarioData
}

/** How to check a world. */
export interface WorldCheckOptions<C = never, P = never> extends PlayOptions {
  /** What must hold after every tick, by name: what is wrong, or undefined. */
  readonly invariants?: Readonly<Record<string, (w: World<C, P>) => string | undefined>>
  readonly golden?: GoldenOptions
  readonly baseline?: BaselineOptions
  /** The world's README: it must name every action and profile. */
  readonly readme?: string | URL
  /** Verdicts with which a legal action may be refused all the same: it takes others too, or is found out by trying. */
  readonly mayFail?: readonly string[]
}
