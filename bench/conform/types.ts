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

/** Numbers that a suite tells besides its gates: rows under headings. */
export interface ReportTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** Recordings of something that Coact does not have: neither passed nor failed. */
export interface NotBuilt {
  /** What is missing. */
  readonly name: string
  /** How many recordings it leaves out. */
  readonly count: number
}

export interface ConformReport {
  readonly gates: readonly GateResult[]
  readonly tables?: readonly ReportTable[]
  readonly notBuilt?: readonly NotBuilt[]
}

/** What a suite is run with. */
export interface ConformOptions {
  /** Archive or folder with the scenes that the recordings were made on. */
  readonly scenes?: string
  /** Told after each recording: how many of how many are done. */
  readonly onProgress?: (done: number, of: number) => void
  readonly signal?: AbortSignal
}

/** What was recorded of a reference, and the comparison of a world or a policy with it. */
export interface ConformSuite {
  readonly id: string
  /** One sentence: which reference, and what is compared with it. */
  readonly text?: string
  /** @param dir folder of what was recorded; most suites take one of its files too */
  run(dir: string, options: ConformOptions): Promise<ConformReport>
}
