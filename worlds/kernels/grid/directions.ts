/** The four directions, by number: 0 north (up, y falls), 1 south, 2 east, 3 west. */
export const DIRECTIONS = ['n', 's', 'e', 'w'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** The number of each direction. */
export const DIRECTION: Readonly<Record<Direction, number>> = { n: 0, s: 1, e: 2, w: 3 }

/** How a step changes x and y, by direction number. */
export const DX: readonly number[] = [0, 0, 1, -1]
export const DY: readonly number[] = [-1, 1, 0, 0]

/** How a step changes a cell's number (y · width + x), by direction number. The outermost cells have no neighbours beyond. */
export const strides = (width: number): Int32Array => Int32Array.of(-width, width, 1, -1)
