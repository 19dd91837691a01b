import type { Aggregate } from './aggregate.js'
import type { Published } from './suite.js'

/** Means by group, of others and of one's own. */
export interface Beside {
  readonly groups: readonly string[]
  readonly rows: readonly {
    readonly name: string
    /** By group; undefined where there is none. */
    readonly means: readonly (number | undefined)[]
  }[]
}

const TOGETHER = ' + *'

/**
 * The numbers of others with one's own below: a column for each of their groups, a row for each of them and for each lineup; for
 * groups that are there with and without some of their scenarios (`x + *` and `x`), one row each; other groups are the same in both.
 */
export function besidePublished({ metric, values }: Published, told: Aggregate): Beside {
  const theirs = Object.entries(values).filter(([, means]) => typeof means === 'object')
  const groups = [...new Set(theirs.flatMap(([, means]) => Object.keys(means)))]
  const cellOf = (lineup: string, group: string) =>
    told.cells.find((c) => c.lineup === lineup && c.group === group)
  const meanOf = (lineup: string, group: string, ending: string): number | undefined =>
    (cellOf(lineup, group + ending) ?? cellOf(lineup, group))?.values[metric]?.mean
  const endings = ['', TOGETHER].filter((ending) =>
    told.cells.some(({ group }) => groups.some((g) => group === g + ending)),
  )
  return {
    groups,
    rows: [
      ...theirs.map(([name, means]) => ({ name, means: groups.map((group) => means[group]) })),
      ...told.lineups.flatMap((lineup) =>
        endings.map((ending) => ({
          name: `here: ${lineup}${ending}`,
          means: groups.map((group) => meanOf(lineup, group, ending)),
        })),
      ),
    ],
  }
}
