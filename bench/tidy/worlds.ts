import { isTest, isTypeScript, roomOf, type Source } from './source.js'

/** Folders of worlds/ and examples/ that name no world. */
const generic = ['kernels', 'kit', 'shared', 'data', 'games']

/** The names that the engine must not know: the folders of worlds/ and examples/. */
export function worldNames(paths: readonly string[]): string[] {
  const folders = paths.flatMap((path) => /^(?:worlds|examples)\/([^/]+)\//.exec(path)?.[1] ?? [])
  return [...new Set(folders)].filter((name) => !generic.includes(name))
}

export function engineProblems({ path, text }: Source, names: readonly string[]): string[] {
  if (roomOf(path) !== 'engine' || !isTypeScript(path) || isTest(path)) return []
  const words = names.map((name) => [name, new RegExp(`\\b${name}\\b`, 'i')] as const)
  return text
    .split('\n')
    .flatMap((line, i) =>
      words
        .filter(([, word]) => word.test(line))
        .map(([name]) => `${path}:${i + 1} ${name}: no line of engine/ knows a world`),
    )
}

/** What ships with every world. */
export function worldProblems(paths: readonly string[]): string[] {
  const homes = paths.flatMap(
    (path) => /^worlds\/(?:games\/)?[^/]+\/(?=world\.ts$)/.exec(path)?.[0] ?? [],
  )
  return homes.flatMap((home) => {
    const own = paths.filter((path) => path.startsWith(home))
    const wanted = {
      'golden.txt': own.includes(`${home}golden.txt`),
      'README.md': own.includes(`${home}README.md`),
      'scenarios/': own.some((path) => path.startsWith(`${home}scenarios/`)),
      'a *.test.ts': own.some(isTest),
    }
    return Object.entries(wanted).flatMap(([what, has]) => (has ? [] : [`${home} lacks ${what}`]))
  })
}
