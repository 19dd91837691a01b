import { type Json, wellFormed } from '../../engine/index.js'

/** `int`: whole numbers of 64 bits; `float`: 64 bits; `json`: any JSON value, nested in JSONL and as its text elsewhere. */
export type ColumnType = 'text' | 'int' | 'float' | 'bool' | 'json'

/** What a column holds, in every format. */
export interface ColumnInfo {
  readonly name: string
  readonly type: ColumnType
  /** Whether a row may have nothing here. */
  readonly nullable: boolean
  /** What it means, with units and ranges. */
  readonly about: string
}

/** A value of a row; null where it has none. */
export type Cell = Json

/** The cells of a row, one for each column. */
export type Row = readonly Cell[]

/** A column and where its cell comes from. */
export interface Column<R> extends ColumnInfo {
  readonly of: (from: R) => Cell
}

type Maybe<T> = T | null | undefined

const column = <R, T extends Cell>(
  name: string,
  type: ColumnType,
  nullable: boolean,
  about: string,
  of: (from: R) => Maybe<T>,
): Column<R> => ({ name, type, nullable, about, of: (from) => of(from) ?? null })

/** Columns of rows that come from an `R`: those of `some` may be empty. */
export function columnsOf<R>() {
  const text =
    (nullable: boolean) =>
    (name: string, about: string, of: (from: R) => Maybe<string>): Column<R> =>
      column(name, 'text', nullable, about, (from) => {
        const value = of(from)
        return typeof value === 'string' ? wellFormed(value) : null
      })
  const plain =
    <T extends Cell>(type: ColumnType, nullable: boolean) =>
    (name: string, about: string, of: (from: R) => Maybe<T>): Column<R> =>
      column(name, type, nullable, about, of)
  return {
    text: text(false),
    int: plain<number>('int', false),
    float: plain<number>('float', false),
    bool: plain<boolean>('bool', false),
    json: plain<Json>('json', false),
    some: {
      text: text(true),
      int: plain<number>('int', true),
      float: plain<number>('float', true),
      bool: plain<boolean>('bool', true),
      json: plain<Json>('json', true),
    },
  }
}

/** A number as JSON; those that JSON lacks become texts, as in replays. */
export const jsonNumber = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value)

/** A value of the engine's as JSON, where its type is not narrow enough to say so. */
export const asJson = (value: unknown): Json => value as Json
