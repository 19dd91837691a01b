import type { Terminal } from './terminal.node.js'

export interface VerifyFlags {
  readonly scenario?: string
  readonly heavy?: boolean
}

/** `coact verify` */
export async function verifyCommand(
  _file: string,
  _flags: VerifyFlags,
  _terminal: Terminal,
): Promise<number> {
  throw new Error('not yet')
}
