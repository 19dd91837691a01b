import { type Cursor, PANELS, type PanelName } from './cursor.js'

/** What an address tells: the lasting part of the cursor, and which files are shown. */
export interface Address {
  readonly file: string | undefined
  readonly other: string | undefined
  readonly tick: number | undefined
  readonly selected: number | undefined
  readonly panel: PanelName | undefined
  /** Agents by name, since these say more than numbers. */
  readonly eyes: string | undefined
  readonly agent: string | undefined
  readonly loop: readonly [number, number] | undefined
  /** The agent whose seat a person takes. */
  readonly seat: string | undefined
}

const whole = (text: string | null, pattern = /^\d{1,9}$/): number | undefined =>
  text !== null && pattern.test(text) ? Number(text.replace(/^e/, '')) : undefined

/** Reads `#t=120&sel=e42&panel=messages`; what it does not know or understand is left out. */
export function readAddress(hash: string): Address {
  const q = new URLSearchParams(hash.replace(/^#/, ''))
  const panel = PANELS.find((name) => name === q.get('panel'))
  const loop = /^(\d{1,9})-(\d{1,9})$/.exec(q.get('loop') ?? '')
  return {
    file: q.get('f') ?? undefined,
    other: q.get('b') ?? undefined,
    tick: whole(q.get('t')),
    selected: whole(q.get('sel'), /^e\d{1,9}$/),
    panel,
    eyes: q.get('eyes') ?? undefined,
    agent: q.get('agent') ?? undefined,
    loop: loop === null ? undefined : [Number(loop[1]), Number(loop[2])],
    seat: q.get('seat') ?? undefined,
  }
}

/** Writes what {@link readAddress} reads. */
export function writeAddress(
  cursor: Pick<Cursor, 'tick' | 'selected' | 'panel' | 'eyes' | 'agent' | 'loop'>,
  agents: readonly { readonly name: string }[],
  files: Partial<Pick<Address, 'file' | 'other' | 'seat'>>,
): string {
  const q = new URLSearchParams()
  if (files.seat !== undefined) q.set('seat', files.seat)
  if (files.file !== undefined) q.set('f', files.file)
  if (files.other !== undefined) q.set('b', files.other)
  q.set('t', String(cursor.tick))
  if (cursor.selected !== undefined) q.set('sel', `e${cursor.selected}`)
  if (cursor.panel !== 'now') q.set('panel', cursor.panel)
  const eyes = cursor.eyes === undefined ? undefined : agents[cursor.eyes]?.name
  if (eyes !== undefined) q.set('eyes', eyes)
  const agent = agents[cursor.agent]?.name
  if (cursor.panel === 'agent' && agent !== undefined) q.set('agent', agent)
  if (cursor.loop !== undefined) q.set('loop', cursor.loop.join('-'))
  return `#${q}`
}
