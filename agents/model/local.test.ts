import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallRecord } from '../../engine/index.js'
import { createGateway } from './gateway.js'
import { localTransport } from './local.node.js'
import { asking, moveRequest } from './testing/ask.js'
import { writeRandomModel } from './testing/gguf.node.js'

// The package is optional and large: `npm install --no-save node-llama-cpp@3.22.1` somewhere, and
// COACT_LLAMA=…/node_modules/node-llama-cpp, or install it here.
const PACKAGE = 'node-llama-cpp'
const where = process.env['COACT_LLAMA']
const load = (): Promise<unknown> =>
  import(where === undefined ? PACKAGE : pathToFileURL(join(where, 'dist/index.js')).href)
const library = await load().catch(() => undefined)

let home = ''
let file = ''
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'coact-gguf-'))
  file = join(home, 'random.gguf')
  writeRandomModel(file)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('a model of this machine', () => {
  test('needs its file, and the package that runs it', async () => {
    await expect(localTransport(join(home, 'none.gguf'))).rejects.toMatchObject({
      code: 'model/no-file',
    })
    const missing = () => Promise.reject(new Error("Cannot find package 'node-llama-cpp'"))
    await expect(localTransport(file, missing)).rejects.toThrow(
      /npm install node-llama-cpp@3\.22\.1/,
    )
  })
  test.skipIf(library !== undefined)('is told apart from a server by its name', async () => {
    const { call } = createGateway({ model: `local:${file}` })
    await expect(call(asking(), moveRequest())).rejects.toMatchObject({ code: 'model/no-llama' })
  })
  const title = library === undefined ? ' (skipped: node-llama-cpp is not installed)' : ''
  test.skipIf(library === undefined)(
    `answers by a grammar, random as it is${title}`,
    { timeout: 120_000 },
    async () => {
      const records: CallRecord[] = []
      const model = await localTransport(file, load)
      const { call } = createGateway({ model, maxTokens: 200, onCall: (r) => records.push(r) })
      const request = moveRequest('Where to?', { answer: { name: 'move', schema: SCHEMA } })
      const replies = await Promise.all([call(asking(0), request), call(asking(1), request)])
      for (const { value } of replies)
        expect(['n', 'e', 's', 'w']).toContain((value as { readonly dir: string }).dir)
      expect(replies[0]!.value).toEqual(replies[1]!.value)
      expect(records[0]).toMatchObject({ by: 'schema', attempts: 1 })
      expect(records[0]!.usage.input).toBeGreaterThan(10)
      expect(records[0]!.usage.output).toBeGreaterThan(3)
      const turn = new AbortController()
      const calling = call(asking(0, 2, turn.signal), moveRequest('And now?'))
      setTimeout(() => turn.abort(), 5)
      await expect(calling).rejects.toMatchObject({ code: 'model/aborted' })
    },
  )
})

const SCHEMA = {
  type: 'object',
  properties: {
    dir: { enum: ['n', 'e', 's', 'w'] },
    far: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
  },
  required: ['dir', 'far'],
  additionalProperties: false,
}
