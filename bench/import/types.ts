import type { Problem } from '../../engine/index.js'

/** Something in the source that is not as it should be: reported, never guessed. */
export interface Anomaly extends Problem {
  /** The file inside the archive or folder. */
  readonly file: string
}

export interface ImportReport {
  /** Scenario files written. */
  readonly written: number
  /** Scenarios that were in the source and not written, each with its reason among the anomalies. */
  readonly skipped: number
  readonly anomalies: readonly Anomaly[]
  /** Further counts by name, such as one for each part of the source. */
  readonly counts?: Readonly<Record<string, number>>
}

export interface ImportOptions {
  /** Folder for the scenario files; made when it is missing. */
  readonly out: string
  /** Which denominator: what the reference itself loads, or all there is (default). */
  readonly select?: 'ref' | 'all'
  readonly onProgress?: (done: number, of: number) => void
  readonly signal?: AbortSignal
}

/** Turns somebody else's scenes and tasks into scenario files. */
export interface Importer {
  readonly id: string
  /** One sentence: what it reads. */
  readonly text?: string
  /** @param path archive or folder */
  run(path: string, options: ImportOptions): Promise<ImportReport>
}
