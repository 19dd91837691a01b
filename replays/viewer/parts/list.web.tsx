import { useEffect, useMemo, useState } from 'preact/hooks'
import { fits, type Order, orderText, readOrder, sorted } from './find.js'
import { bytesText, numberText, shown } from './text.js'
import { type FileRow, usePage } from './use.js'

/** The replays of a folder: to find some by words or by what they were scored, and to sort them by any of it. */
export function List() {
  const page = usePage()
  const [find, setFind] = useState(() => asked().get('find') ?? '')
  const [order, setOrder] = useState<Order>(() => readOrder(asked().get('sort')))
  useEffect(() => keep(find, order), [find, order])
  const files = page.files ?? []
  const scores = useMemo(() => scoreNames(files), [files])
  const rows = useMemo(
    () =>
      sorted(
        files.filter((f) => fits(f, find)),
        order,
      ),
    [files, find, order],
  )
  const columns = ['name', 'world', 'scenario', 'seed', 'policies', 'ticks', 'end', ...scores]
  return (
    <main class="list">
      <h1>Replays</h1>
      {page.hasReport ? (
        <p>
          <a href="report.html">The report of these episodes</a>
        </p>
      ) : null}
      <input
        class="find"
        type="search"
        placeholder="Find: a world, a scenario, a policy, reward>3, success=no"
        aria-label="Find replays"
        value={find}
        onInput={(e) => setFind(e.currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section class="scroll" tabIndex={0} aria-label="Table of replays">
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <Head key={name} name={name} order={order} set={setOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, 1000).map((f) => (
              <Row key={f.name} file={f} scores={scores} />
            ))}
          </tbody>
        </table>
      </section>
      <p class="hint">
        {rows.length} of {files.length}
      </p>
    </main>
  )
}

function Head({
  name,
  order,
  set,
}: {
  readonly name: string
  readonly order: Order
  readonly set: (order: Order) => void
}) {
  const isBy = order.by === name
  return (
    <th scope="col" aria-sort={isBy ? (order.down ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        onClick={() => set({ by: name, down: isBy ? !order.down : isScore(name) })}
      >
        {shown(name)}
        {isBy ? (order.down ? ' ▾' : ' ▴') : ''}
      </button>
    </th>
  )
}

function Row({ file: f, scores }: { readonly file: FileRow; readonly scores: readonly string[] }) {
  const page = usePage()
  return (
    <tr>
      <td>
        <button type="button" class="plainlink" onClick={() => page.openFile(f.name, 0)}>
          {shown(f.name)}
        </button>{' '}
        <small>{bytesText(f.bytes)}</small>
      </td>
      {f.problem === undefined ? null : (
        <td colSpan={6 + scores.length} class="bad">
          {shown(f.problem)}
        </td>
      )}
      {f.problem !== undefined ? null : (
        <>
          <td>{shown(f.world ?? '')}</td>
          <td title={shown(f.title ?? '')}>{shown(f.scenario ?? '')}</td>
          <td>{shown(f.seed ?? '')}</td>
          <td>{shown(f.policies ?? '')}</td>
          <td class="number">{f.ticks}</td>
          <td>{f.end ?? 'cut'}</td>
          {scores.map((name) => (
            <td key={name} class="number">
              {f.scores?.[name] === undefined ? '' : numberText(f.scores[name])}
            </td>
          ))}
        </>
      )}
    </tr>
  )
}

const OWN = ['name', 'world', 'scenario', 'seed', 'policies', 'end']
const isScore = (name: string): boolean => !OWN.includes(name)

const scoreNames = (files: readonly FileRow[]): string[] =>
  [...new Set(files.flatMap((f) => Object.keys(f.scores ?? {})))]
    .filter((name) => !OWN.includes(name) && name !== 'ticks')
    .sort()
    .slice(0, 16)

/** What the address says of the list. */
const asked = (): URLSearchParams => new URLSearchParams(location.hash.replace(/^#/, ''))

/** Writes what is shown into the address. */
function keep(find: string, order: Order): void {
  const q = asked()
  // The address of a replay is its own.
  if (q.has('f')) return
  q.delete('find')
  q.delete('sort')
  if (find !== '') q.set('find', find)
  if (orderText(order) !== 'name') q.set('sort', orderText(order))
  const hash = String(q)
  history.replaceState(null, '', hash === '' ? location.pathname : `#${hash}`)
}
