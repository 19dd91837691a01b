import type { Row } from './column.js'

/** Where exported bytes go. */
export interface ExportSink {
  /** Takes bytes, which stay as they are. */
  write(bytes: Uint8Array): Promise<void>
  /** Called once at the end. @param isWhole false when the export was given up */
  close?(isWhole: boolean): Promise<void>
}

/** Writes rows in one format. */
export interface RowWriter {
  /** Takes a row; a promise where it is better to wait. */
  row(row: Row): Promise<void> | undefined
  /** Writes what is left. */
  end(): Promise<void>
}

/** Text is handed on whenever there is so much of it. */
const PIECE_CHARS = 1 << 16

/** Writes a line for each row. Pieces end where lines do. */
export function lineWriter(sink: ExportSink, head: string, line: (row: Row) => string): RowWriter {
  const encoder = new TextEncoder()
  let piece = head
  const hand = (): Promise<void> => {
    const bytes = encoder.encode(piece)
    piece = ''
    return sink.write(bytes)
  }
  return {
    row(row) {
      piece += line(row)
      return piece.length < PIECE_CHARS ? undefined : hand()
    },
    end: async () => {
      if (piece !== '') await hand()
    },
  }
}
