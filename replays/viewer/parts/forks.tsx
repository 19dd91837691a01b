import { ForkHere } from './fork-here.js'
import { Section, TickLink } from './pieces.js'
import { quoted, shown } from './text.js'
import { type FileRow, useOf, usePage, useSession } from './use.js'

/** Where this run comes from, what was made of it, and how to go on from here otherwise. */
export function ForksPanel() {
  const { deck, acts, files, canFork } = usePage()
  const session = useSession()
  const tick = useOf(deck.cursor, (c) => c.tick)
  if (session === undefined) return null
  const { opened } = session
  const tree = familyOf(files ?? [], opened.chain)
  const forks = canFork && files?.some((f) => f.name === opened.name) === true
  const command = (
    <Section title={forks ? 'On the command line' : `Go on from tick ${tick} otherwise`}>
      <p class="command">
        <code>{forkCommand(opened.name, tick, opened.agents[0]?.name)}</code>
      </p>
      <button type="button" class="primary" onClick={() => acts.copyCommand()}>
        Copy the command
      </button>
    </Section>
  )
  return (
    <div>
      {forks ? <ForkHere file={opened.name} /> : command}
      {opened.parent === undefined ? null : (
        <Section title="Forked from">
          <p>
            Tick <TickLink tick={opened.first} /> of {shown(parentName(opened.parent))}
          </p>
        </Section>
      )}
      {tree.length < 2 ? (
        <p class="empty">
          {files === undefined
            ? 'Serve a folder to see its forks as a tree.'
            : 'No forks of this run are in the folder.'}
        </p>
      ) : (
        <Section title="Branches">
          <ul class="rows">
            {tree.map(({ row, depth }) => (
              <Branch key={row.name} row={row} depth={depth} isHere={row.name === opened.name} />
            ))}
          </ul>
        </Section>
      )}
      {forks ? command : null}
    </div>
  )
}

function Branch({
  row,
  depth,
  isHere,
}: {
  readonly row: FileRow
  readonly depth: number
  readonly isHere: boolean
}) {
  const page = usePage()
  return (
    <li style={{ paddingLeft: `${depth * 1.2}rem` }}>
      <span class={isHere ? 'row on' : 'row'}>
        <button
          type="button"
          class="plainlink"
          aria-current={isHere}
          onClick={() => page.openFile(row.name, 0)}
        >
          {shown(row.name)}
        </button>
        {row.parent === undefined ? null : <small>from tick {row.parent.tick}</small>}
        {isHere ? null : (
          <button type="button" class="ask" onClick={() => page.openFile(row.name, 1)}>
            compare
          </button>
        )}
      </span>
    </li>
  )
}

const parentName = (parent: unknown): string => {
  const { file, run } = parent as { readonly file?: unknown; readonly run?: unknown }
  return typeof file === 'string' ? file : typeof run === 'string' ? `the run ${run}` : 'a run'
}

/** The command that forks at a tick. */
export const forkCommand = (file: string, tick: number, agent = 'NAME'): string =>
  `coact fork ${quoted(file)} --at ${tick} --agents ${quoted(agent)}=random`

/** The runs that a run comes from and leads to, as a tree, parents first. */
export function familyOf(
  files: readonly FileRow[],
  chain: string | undefined,
): { readonly row: FileRow; readonly depth: number }[] {
  const byChain = new Map(
    files.flatMap((f) => (f.chain === undefined ? [] : [[f.chain, f] as const])),
  )
  const here = chain === undefined ? undefined : byChain.get(chain)
  if (here === undefined) return []
  let root = here
  const seen = new Set([root])
  for (;;) {
    const parent = root.parent?.run === undefined ? undefined : byChain.get(root.parent.run)
    if (parent === undefined || seen.has(parent)) break
    seen.add(parent)
    root = parent
  }
  const out: { readonly row: FileRow; readonly depth: number }[] = []
  const add = (row: FileRow, depth: number): void => {
    if (out.some((o) => o.row === row) || out.length >= 500) return
    out.push({ row, depth })
    for (const child of files)
      if (child.parent?.run !== undefined && child.parent.run === row.chain) add(child, depth + 1)
  }
  add(root, 0)
  return out
}
