/** Exit codes of the command line. */
export const EXIT = {
  fine: 0,
  goalNotMet: 1,
  /** Two replays are not the same. */
  differ: 1,
  usage: 2,
  agentFailed: 3,
  notDeterministic: 4,
  /** A defect of Coact or of a world. */
  defect: 70,
  interrupted: 130,
} as const

const CODES: readonly (readonly [prefix: string, exit: number])[] = [
  ['run/not-deterministic', EXIT.notDeterministic],
  ['world/threw', EXIT.defect],
  ['world/rejected-after-write', EXIT.defect],
  ['internal/', EXIT.defect],
]

/** The exit code for an error's code. */
export const exitFor = (code: string): number =>
  CODES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? EXIT.usage
