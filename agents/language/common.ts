/** Texts without what they begin and end with alike. */
export interface Common {
  readonly before: string
  readonly after: string
  readonly rest: readonly string[]
}

/**
 * Takes whole blocks off texts: those with which all begin, and those with which all end.
 *
 * @example
 * commonBlocks(['A\nb\nZ', 'A\nc\nZ']) // { before: 'A', after: 'Z', rest: ['b', 'c'] }
 */
export function commonBlocks(texts: readonly string[]): Common {
  if (texts.length < 2) return { before: '', after: '', rest: texts }
  const all = texts.map(blocksOf)
  const [first] = all as [readonly string[]]
  const shortest = Math.min(...all.map((b) => b.length))
  const alike = (at: (blocks: readonly string[]) => string | undefined): boolean =>
    all.every((b) => at(b) === at(first))
  let before = 0
  while (before < shortest && alike((b) => b[before])) before++
  let after = 0
  while (after < shortest - before && alike((b) => b.at(-1 - after))) after++
  const text = (blocks: readonly string[]): string => blocks.join('\n').trim()
  return {
    before: text(first.slice(0, before)),
    after: text(first.slice(first.length - after)),
    rest: all.map((b) => text(b.slice(before, b.length - after))),
  }
}

/** Lines that belong together: what follows a heading or is indented, up to a line that begins something new. */
function blocksOf(text: string): readonly string[] {
  const blocks: string[][] = []
  let last = ''
  for (const line of text.split('\n')) {
    const isHead = last === '' || !(last.endsWith(':') || /^\s/.test(last))
    if (blocks.length === 0 || (isHead && /^\S/.test(line))) blocks.push([line])
    else blocks.at(-1)!.push(line)
    last = line
  }
  return blocks.map((lines) => lines.join('\n'))
}
