import { createRows, type ListedFile } from './listing.node.js'
import type { ViewOptions } from './server.node.js'

/** What a path of the server holds, made when it is asked for. */
export interface Document {
  readonly type: string
  readonly text: string
  /** Its own content-security policy, where that is not the page's. */
  readonly policy?: string
}

/** A report is tables and pictures; nothing in it runs. */
const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
const HTML = 'text/html; charset=utf-8'

/** The page, the list of files with what else there is, and the report of a sweep's results; undefined where there is none. */
export function documentsOf(
  { html, live, seats, forks, results = async () => undefined }: ViewOptions,
  relist: () => Promise<readonly ListedFile[]>,
): ReadonlyMap<string, () => Promise<Document | undefined>> {
  const rows = createRows()
  return new Map<string, () => Promise<Document | undefined>>([
    ['', async () => ({ type: HTML, text: html })],
    [
      'list.json',
      async () => {
        const scored = await results()
        const told = {
          files: await rows(await relist(), scored),
          live: live !== undefined,
          forks: forks !== undefined,
          report: scored !== undefined,
          ...(seats === undefined ? {} : { seats: seats.places() }),
        }
        return { type: 'application/json', text: JSON.stringify(told) }
      },
    ],
    [
      'report.html',
      async () => {
        const scored = await results()
        if (scored === undefined) return undefined
        return { type: HTML, text: scored.report(), policy: REPORT_POLICY }
      },
    ],
  ])
}
