import type { IntColumn } from './column.js'

/** Components per mask column: an `Int32Array` cell without its sign. */
const MASK_BITS = 31

/** How many mask columns tell which of so many components an entity has. */
export const maskCount = (components: number): number =>
  Math.ceil(Math.max(1, components) / MASK_BITS)

export const inMask = (masks: readonly IntColumn[], component: number, entity: number): boolean =>
  inValues(masks[(component / MASK_BITS) | 0]!.values, component, entity)

/** Whether a component is set in saved mask columns. */
export const inSavedMask = (
  masks: readonly ArrayLike<number>[],
  component: number,
  entity: number,
): boolean => inValues(masks[(component / MASK_BITS) | 0]!, component, entity)

export function setMask(
  masks: readonly IntColumn[],
  component: number,
  entity: number,
  on: boolean,
): void {
  const mask = masks[(component / MASK_BITS) | 0]!
  const bit = 1 << (component % MASK_BITS)
  mask.set(entity, on ? mask.values[entity]! | bit : mask.values[entity]! & ~bit)
}

const inValues = (mask: ArrayLike<number>, component: number, entity: number): boolean =>
  (mask[entity]! & (1 << (component % MASK_BITS))) !== 0
