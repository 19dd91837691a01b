/** A file of the tree; `path` is relative to the root, with `/`. */
export interface Source {
  readonly path: string
  readonly text: string
}

export const middleRooms = ['worlds', 'agents', 'protocols', 'replays']
export const rooms = ['engine', ...middleRooms, 'bench']

/** The first folder of a path, or '' for a file at the root. */
export function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
}

export const isCode = (path: string) => /\.(ts|tsx|mjs|js)$/.test(path)
export const isTypeScript = (path: string) => /\.tsx?$/.test(path)
export const isTest = (path: string) => /\.test(-d)?\.ts$/.test(path)
export const isNode = (path: string) => path.endsWith('.node.ts')
export const isWeb = (path: string) => /\.web\.tsx?$/.test(path)
export const isDoor = (path: string) => /^(\w+\/)?index(\.node)?\.ts$/.test(path)

/** Where code of the rooms must not depend on clock, chance, network, locale or the engine it runs in. */
export function isDeterministic(path: string): boolean {
  return /^(engine|worlds|protocols|bench\/metrics)\//.test(path) && !isTest(path)
}
