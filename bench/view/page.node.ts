import { CoactError } from '../../engine/index.js'

const { existsSync, readFileSync } = process.getBuiltinModule('node:fs')

/** Where the built page may be: beside the built program, or where a build put it for the sources. */
const PLACES = ['./viewer.html', '../viewer.html', '../../viewer.html', '../../dist/viewer.html']

/** The viewer's page, as it was built. @throws CoactError `view/no-page` */
export function viewerPage(): string {
  for (const place of PLACES) {
    const url = new URL(place, import.meta.url)
    if (existsSync(url)) return readFileSync(url, 'utf8')
  }
  throw new CoactError('view/no-page', "The viewer's page was not built", {
    next: 'Build the package: npm run build.',
  })
}

/**
 * The page with a replay in it, which needs no server and no other file.
 *
 * @param name what the replay is called; it may hold anything
 */
export function pageWithReplay(html: string, bytes: Uint8Array, name: string): string {
  const attribute = name.slice(0, 200).replace(/[&<>"'\p{Cc}]/gu, (c) => `&#${c.codePointAt(0)};`)
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
  const held = `<script type="application/octet-stream" id="replay" data-name="${attribute}">${data}</script>`
  const at = html.indexOf('<!--replay-->')
  if (at < 0) throw new CoactError('view/no-page', "The viewer's page has no place for a replay")
  return html.slice(0, at) + held + html.slice(at + '<!--replay-->'.length)
}
