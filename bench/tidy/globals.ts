import type { Facts, Found } from './facts.js'
import { isDeterministic, isNode, isTest, isWeb, roomOf, rooms, type Source } from './source.js'

const clockAndChance = ['Date', 'performance', 'crypto', 'Intl', 'globalThis', 'WeakRef']
const timers = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']
const localeMembers = /^(localeCompare|toLocale\w+)$/

/** Everything else of Math may differ between engines in its last bits, or is not repeatable. */
const exactMath = [
  ...['sqrt', 'floor', 'ceil', 'round', 'trunc', 'abs', 'min', 'max', 'sign', 'imul', 'fround'],
  ...['clz32', 'PI', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'SQRT2', 'SQRT1_2'],
]

const pageGlobals = ['document', 'window', 'localStorage']
const nodeGlobals = ['process', 'Buffer', 'require', '__dirname', '__filename']

/** Names whose value depends on more than a run's inputs, or on where the code runs. */
export function globalProblems({ path }: Source, facts: Facts): string[] {
  const found: string[] = []
  const flag = (items: readonly Found[], why: string) => {
    for (const { name, line } of items) found.push(`${path}:${line} ${name}: ${why}`)
  }
  const used = (names: readonly string[]) => facts.globals.filter((g) => names.includes(g.name))

  if (isDeterministic(path)) {
    flag(used(clockAndChance), 'a run is its inputs; take it as an argument')
    flag(used(timers), 'nothing here waits')
    flag(
      facts.members.filter(({ name }) => localeMembers.test(name)),
      'depends on the locale',
    )
  }
  if (isDeterministic(path) && path !== 'engine/dmath.ts') {
    flag(
      facts.math.filter(({ name }) => !exactMath.includes(name)).map(asMath),
      'not the same on every engine; use engine/dmath.ts or a stream of `rng`',
    )
    flag(
      facts.syntax.filter(({ name }) => name.startsWith('*')),
      'not the same on every engine; use pow of engine/dmath.ts',
    )
  }
  if (roomOf(path) === 'engine' && !isTest(path))
    flag(
      facts.syntax.filter(({ name }) => !name.startsWith('*')),
      'the engine is synchronous',
    )
  if (rooms.includes(roomOf(path)) && !isTest(path)) {
    if (!isWeb(path)) flag(used(pageGlobals), 'belongs in a *.web.ts')
    if (!isNode(path)) flag(used(nodeGlobals), 'belongs in a *.node.ts')
    if (!isWeb(path) && !isNode(path)) flag(used(['fetch']), 'belongs in a *.web.ts or *.node.ts')
  }
  return found
}

const asMath = ({ name, line }: Found): Found => ({ name: `Math.${name}`, line })
