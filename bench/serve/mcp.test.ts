import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleCli, root, runCli } from '../testing/cli.node.js'

// Each test starts processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let [home, near, cli] = ['', '', '']
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'coact-mcp-'))
  near = mkdtempSync(join(root, '.tmp-mcp-'))
  cli = await bundleCli(join(near, 'dist'))
})
afterAll(() => {
  for (const folder of [home, near]) rmSync(folder, { recursive: true, force: true })
})

type Told = Readonly<Record<string, never>> & {
  readonly status: string
  readonly turn: { readonly tick: number; readonly obs: unknown; readonly text: string }
  readonly actions: readonly object[]
}
type Call = (name: string, args?: object) => Promise<Told>

const ERAS = [['2025', 'legacy'] as const, ['2026', 'auto'] as const]
const newClient = (mode: 'legacy' | 'auto'): Client =>
  new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })

/** Calls tools; an error of a tool is thrown with its text. */
const calling =
  (client: Client): Call =>
  async (name, args = {}) => {
    const { content, structuredContent, isError } = await client.callTool({
      name,
      arguments: args as Record<string, unknown>,
    })
    const [first] = content as { readonly text: string }[]
    if (isError === true) throw new Error(first!.text)
    expect(JSON.parse(first!.text)).toEqual(structuredContent)
    return structuredContent as Told
  }

/** Plays the first legal action until it is over; what was told last. */
async function playOut(call: Call): Promise<Told> {
  for (;;) {
    const now = await call('wait')
    if (now.status !== 'act') return now
    expect(now.turn).toMatchObject({ tick: expect.any(Number), text: expect.any(String) })
    const { actions } = await call('legal_actions', { limit: 1 })
    await call('act', { do: actions, why: 'first' })
  }
}

/** A client of a seat over standard input and output. */
async function overStdio(args: readonly string[], mode: 'legacy' | 'auto' = 'legacy') {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [cli, 'serve', '--mcp', ...args],
    cwd: root,
    stderr: 'pipe',
  })
  const errors: unknown[] = []
  const client = newClient(mode)
  client.onerror = (e) => errors.push(e)
  await client.connect(transport)
  return { client, call: calling(client), errors, transport }
}

/** A server of a seat at an address. */
async function overHttp(args: readonly string[]) {
  const server = spawn(process.execPath, [cli, 'serve', '--mcp', '--port', '0', ...args], {
    cwd: root,
  })
  let err = ''
  server.stdout.resume()
  server.stderr.on('data', (text) => {
    err += text
  })
  const ended = new Promise<number | null>((resolve) => server.on('close', resolve))
  const url = await vi.waitFor(() => {
    const [, found] = /played at (http:\S+)/.exec(err) ?? []
    if (found === undefined) throw new Error(`no address yet: ${err}`)
    return found
  }, 20_000)
  const stop = (): Promise<number | null> => {
    server.kill('SIGINT')
    return ended
  }
  return { url, stop }
}

describe.concurrent('a seat over standard input and output', () => {
  test.each(ERAS)(
    'is played to the end by a client of %s, and leaves a replay',
    async (era, mode) => {
      const out = join(home, `stdio-${era}.mcap`)
      const { client, call, errors } = await overStdio(
        ['tic-tac-toe', '--seed', '3', '--out', out],
        mode,
      )
      expect(client.getInstructions()).toContain('You play ada in "Tic-tac-toe"')
      const last = await playOut(call)
      expect(last).toMatchObject({ status: 'over', end: 'done', total: expect.any(Number) })
      await expect(call('act', { do: [] })).rejects.toThrow('seat/over')
      await client.close()
      expect(errors).toEqual([])
      await vi.waitFor(async () => {
        const verified = await runCli(cli, ['verify', out])
        expect(verified).toMatchObject({ code: 0 })
      }, 10_000)
    },
  )

  test('has tools with the schemas of the world, and its rules', async () => {
    const { client } = await overStdio(['moving-day', '--seat', 'bob', '--agents', 'ada=idle'])
    const { tools } = await client.listTools()
    expect(tools.map((t) => t.name)).toEqual(['observe', 'legal_actions', 'act', 'send', 'wait'])
    const act = tools.find((t) => t.name === 'act')!.inputSchema
    expect(act).toMatchObject({ type: 'object', required: ['do'] })
    expect(JSON.stringify(act)).toContain('"const":"grab"')
    const { contents } = await client.readResource({ uri: 'coact://rules' })
    expect(contents[0]).toMatchObject({
      mimeType: 'text/markdown',
      text: expect.stringMatching(/^# Household\n[\s\S]*You are bob, mover/),
    })
    const { messages } = await client.getPrompt({ name: 'play' })
    expect(JSON.stringify(messages)).toContain('Play bob to the end')
    await client.close()
  })

  test('says what came of actions and messages, and refuses what cannot be', async () => {
    const args = ['moving-day', '--agents', 'bob=random', '--horizon', '4']
    const { client, call } = await overStdio(args)
    expect(await call('wait', { seconds: 20 })).toMatchObject({
      agent: 'ada',
      status: 'act',
      tick: 1,
    })
    await expect(call('act', { do: [{ action: 'fly' }] })).rejects.toThrow('Invalid arguments')
    await expect(call('act', {})).rejects.toThrow('Invalid arguments')
    await expect(call('wait', { seconds: 1e9 })).rejects.toThrow('Invalid arguments')
    expect(await call('send', { to: 'bob', text: 'I go to the kitchen' })).toEqual({ queued: 1 })
    expect(await call('send', { to: 'all', type: 'data', body: { n: 1 } })).toEqual({ queued: 2 })
    expect(await call('act', { do: [{ text: 'GOTO kitchen' }] })).toMatchObject({
      came: {
        tick: 1,
        did: [{ command: 'GOTO kitchen', verdict: 'ok' }],
        said: [
          { to: 'bob', type: 'text', verdict: 'ok' },
          { to: 'all', type: 'data', verdict: 'ok' },
        ],
      },
    })
    expect(await call('legal_actions', { filter: 'goto HALL' })).toMatchObject({
      found: 1,
      actions: [{ action: 'goto', args: expect.anything() }],
      commands: ['GOTO hall'],
    })
    await call('wait')
    expect(await call('act', { do: [] })).toMatchObject({ came: { did: [] } })
    for (let i = 0; i < 16; i++) await call('send', { to: 'all', text: 'again' })
    await expect(call('send', { to: 'all', text: 'again' })).rejects.toThrow('seat/too-much')
    await client.close()
  })

  test('keeps standard output clean, whatever policies write there', async () => {
    const noisy = join(home, 'noisy.mjs')
    writeFileSync(
      noisy,
      `export default { kind: 'policy', id: 'noisy', version: 1, world: '*', decide() {
         console.log('noise'); process.stdout.write('more noise\\n') } }`,
    )
    const args = ['moving-day', '--agents', `bob=${noisy}`, '--horizon', '2']
    const { client, call, errors } = await overStdio(args)
    expect(await playOut(call)).toMatchObject({ status: 'over' })
    await client.close()
    expect(errors).toEqual([])
  })

  test('ends when the client goes, and what happened is kept', async () => {
    const out = join(home, 'gone.mcap')
    const { client, call } = await overStdio(['moving-day', '--agents', 'bob=random', '--out', out])
    await call('wait')
    await call('act', { do: [] })
    await client.close()
    await vi.waitFor(async () => {
      const { code, out: told } = await runCli(cli, ['verify', out])
      expect(told).toContain('2 ticks')
      expect(code).toBe(0)
    }, 15_000)
  })
})

describe.concurrent('a seat at an address', () => {
  test.each(ERAS)('is played to the end by a client of %s', async (era, mode) => {
    const out = join(home, `http-${era}.mcap`)
    const { url, stop } = await overHttp(['tic-tac-toe', '--out', out])
    const client = newClient(mode)
    await client.connect(new StreamableHTTPClientTransport(new URL(url)))
    expect(await playOut(calling(client))).toMatchObject({ status: 'over', end: 'done' })
    await client.close()
    // Whoever comes later has the same seat.
    const other = newClient(mode)
    await other.connect(new StreamableHTTPClientTransport(new URL(url)))
    expect(await calling(other)('observe')).toMatchObject({ status: 'over' })
    await other.close()
    expect(await stop()).toBe(0)
    expect(await runCli(cli, ['verify', out])).toMatchObject({ code: 0 })
  })

  test('is of this machine only, and of one path', async () => {
    const { url, stop } = await overHttp(['tic-tac-toe'])
    const { port } = new URL(url)
    const asked = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const sent = request(
          { host: '127.0.0.1', port, path, method: 'POST', headers },
          (answer) => {
            answer.resume()
            resolve(answer.statusCode)
          },
        )
        sent.on('error', reject).end('{}')
      })
    expect(await asked('/mcp', { host: 'evil.example' })).toBe(403)
    expect(await asked('/mcp', { origin: 'https://evil.example' })).toBe(403)
    expect(await asked('/other', {})).toBe(404)
    expect(await asked('/mcp', { 'content-type': 'application/json' })).toBe(400)
    expect(await stop()).toBe(130)
  })

  test('needs a port that is free', async () => {
    const { url, stop } = await overHttp(['tic-tac-toe'])
    const { port } = new URL(url)
    const second = await runCli(cli, ['serve', '--mcp', 'tic-tac-toe', '--port', port])
    expect(second).toMatchObject({ code: 2, err: expect.stringContaining('serve/port') })
    await stop()
  })
})

test.each([
  [['serve', 'tic-tac-toe'], 'usage/serve'],
  [['serve', 'tic-tac-toe', '--mcp', '--stdio'], 'usage/serve'],
  [['serve', 'tic-tac-toe', '--stdio', '--port', '1'], 'usage/serve'],
  [['serve', 'tic-tac-toe', '--mcp', '--seat', 'adda'], 'agent/unknown'],
])('coact %j is refused', async (args, code) => {
  expect(await runCli(cli, args)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining(code),
  })
})
