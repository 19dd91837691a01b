/** How one gate of a suite went. */
export interface GateResult {
  readonly name: string
  readonly passed: number
  readonly failed: number
  /** What could not be looked at, and why. */
  readonly skipped?: string
  /** The first difference: which recording, which step, what was expected and what came. */
  readonly first?: string
}

export interface ConformReport {
  readonly gates: readonly GateResult[]
}

/** What a suite is run with. */
export interface ConformOptions {
  /** Archive or folder with the scenes that the recordings were made on. */
  readonly scenes?: string
  /** Told after each recording: how many of how many are done. */
  readonly onProgress?: (done: number, of: number) => void
  readonly signal?: AbortSignal
}

/** Recordings of a reference that a world is compared with, step by step. */
export interface ConformSuite {
  readonly id: string
  /** One sentence: which reference, which world. */
  readonly text?: string
  /** @param dir folder of the recordings, as `.jsonl` or `.jsonl.gz` */
  run(dir: string, options: ConformOptions): Promise<ConformReport>
}
