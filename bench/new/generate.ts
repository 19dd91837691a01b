import { unknownName } from '../../engine/index.js'
import type { Names } from './names.js'
import { metricTestText, metricText } from './templates/metric.js'
import { policyTestText, policyText } from './templates/policy.js'
import { indexText, packageText, tsconfigText, type Versions } from './templates/project.js'
import { protocolTestText, protocolText } from './templates/protocol.js'
import {
  greedyText,
  readmeText,
  scenarioText,
  worldIndexText,
  worldTestText,
  worldText,
} from './templates/world.js'

/** Files by path, relative to the folder that they go to. */
export type Files = Readonly<Record<string, string>>

/** What can be begun, and its files. */
const KINDS: Readonly<Record<string, (names: Names) => Files>> = {
  world: (names) => ({
    [`${names.id}/world.ts`]: worldText(names),
    [`${names.id}/greedy.ts`]: greedyText(names),
    [`${names.id}/scenario.ts`]: scenarioText(names),
    [`${names.id}/index.ts`]: worldIndexText(names),
    [`${names.id}/world.test.ts`]: worldTestText(names),
    [`${names.id}/README.md`]: readmeText(names),
  }),
  policy: pair(policyText, policyTestText),
  protocol: pair(protocolText, protocolTestText),
  metric: pair(metricText, metricTestText),
}

type Template = (names: Names) => string

function pair(code: Template, test: Template): (names: Names) => Files {
  return (names) => ({ [`${names.id}.ts`]: code(names), [`${names.id}.test.ts`]: test(names) })
}

/**
 * The files of a starting point.
 *
 * @param versions makes it a package too, of these versions
 * @throws CoactError `new/unknown-kind`
 */
export function generate(kind: string, names: Names, versions?: Versions): Files {
  const make = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (make === undefined) throw unknownName('new/unknown-kind', 'kind', kind, Object.keys(KINDS))
  const files = make(names)
  if (versions === undefined) return files
  return {
    'package.json': packageText(names, versions),
    'tsconfig.json': tsconfigText(),
    'index.ts': indexText(moduleOf(kind, names)),
    ...files,
  }
}

/** How the other files of the folder import it. */
export const moduleOf = (kind: string, { id }: Names): string =>
  kind === 'world' ? `./${id}/index.js` : `./${id}.js`
