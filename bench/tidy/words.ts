import type { Source } from './source.js'

// Each pattern is written so that it does not match its own source.
const unwanted: readonly (readonly [RegExp, string])[] = [
  [/\/wor[k]\/|\/tmp\/bash_job[s]/, 'a path of one machine'],
  [/registry\.npmj[s]\.org|registry\.yarnpk[g]\.com|deb\.debian\.or[g]/, 'a registry host'],
  [/\bTOD[O]\b|\bFIXM[E]\b/, 'a note to oneself: do it, or write it in docs/'],
  [/\bissu[e]s? #\d/i, 'a number of a tracker: say what was wrong'],
]

/** Sources and documents, not data: what people wrote in a recorded scene is theirs. */
export function isProse(path: string): boolean {
  return /\.(ts|tsx|mjs|js|md|html|css|sh|ya?ml)$|^\.ci\/run$|^[\w.-]+\.json$/.test(path)
}

/** The tree speaks only of itself. */
export function wordProblems({ path, text }: Source): string[] {
  return text.split('\n').flatMap((line, i) =>
    unwanted.flatMap(([pattern, why]) => {
      const [match] = pattern.exec(line) ?? []
      return match ? [`${path}:${i + 1} ${match}: ${why}`] : []
    }),
  )
}
