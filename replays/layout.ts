import {
  type Episode,
  type FieldKind,
  foldText,
  hash64,
  hex,
  parts,
  type StateParts,
} from '../engine/index.js'

/** A column of the recorded state. */
export interface ColumnInfo {
  /** `Body.x`, `place.parent`, `entity.alive`. */
  readonly name: string
  readonly kind: FieldKind
  /** `fixed` only: values are multiples of 1 / scale. */
  readonly scale?: number
  /** `enum` only: the names behind the numbers. */
  readonly names?: readonly string[]
}

/** The shape of a recorded state: all that is needed to read it without the world's code. */
export interface Layout {
  readonly columns: readonly ColumnInfo[]
  /** Component names; the position is the bit in the `entity.mask` columns. */
  readonly components: readonly string[]
  readonly relations: readonly { readonly name: string; readonly kinds: readonly string[] }[]
  /** Pair tables: `attributes`, then the many-to-many relations. */
  readonly tables: readonly string[]
}

/** The layout of an episode's state. */
export function layoutOf(episode: Episode): Layout {
  const { components } = episode.scenario.world
  const declared: StateParts = (components as { readonly [parts]?: StateParts })[parts] ?? {}
  return {
    columns: episode.columns.map(({ name, field }) => ({
      name,
      kind: field.kind,
      ...(field.scale === undefined ? {} : { scale: field.scale }),
      ...(field.names === undefined ? {} : { names: field.names }),
    })),
    components: Object.keys(components),
    relations: Object.entries(declared.relations ?? {}).map(([name, spec]) => ({
      name,
      kinds: spec.kinds ?? [],
    })),
    tables: ['attributes', ...(declared.sets ?? [])],
  }
}

/** Sixteen hexadecimal digits that name a layout; its fields are in the order in which they are declared here. */
export function schemaHash(layout: Layout): string {
  const h = hash64()
  foldText(h, JSON.stringify(layout))
  return hex(h)
}

export const isFloatColumn = ({ kind }: ColumnInfo): boolean =>
  kind === 'f32' || kind === 'f64' || kind === 'fixed'
