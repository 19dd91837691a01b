import { createRequire } from 'node:module'
import type { Readable, Writable } from 'node:stream'
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server'
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Json } from '../../engine/index.js'
import { rulesPage } from './rules.js'
import type { OuterSeat } from './seat.js'
import { type SeatTool, seatTools, toldError } from './tools.js'
import { type Served, serveFetch } from './web.node.js'

const { version } = createRequire(import.meta.url)('coact/package.json') as {
  readonly version: string
}

/** What a client may do with a seat, as a server of the Model Context Protocol. All servers of a seat are the same seat. */
function seatServer(seat: OuterSeat): McpServer {
  const { agent } = seat.view()
  const page = rulesPage(seat.manual, agent)
  const server = new McpServer(
    { name: 'coact', version },
    {
      instructions: `You play ${agent} in "${seat.manual.title}". Call wait; while the status is "act", look at the turn (and legal_actions), then call act, and wait again, until the status is "over". The resource coact://rules has the rules.`,
    },
  )
  for (const tool of seatTools(seat)) addTool(server, tool)
  server.registerResource(
    'rules',
    'coact://rules',
    { title: `Rules: ${seat.manual.title}`, mimeType: 'text/markdown' },
    async (uri) => ({ contents: [{ uri: uri.href, mimeType: 'text/markdown', text: page }] }),
  )
  server.registerPrompt(
    'play',
    { title: `Play ${agent}`, description: 'The rules, and how to play by the tools' },
    async () => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'text',
            text: `${page}\nPlay ${agent} to the end with the tools: wait, then act, then wait again, until the status is "over".`,
          },
        },
      ],
    }),
  )
  return server
}

function addTool(
  server: McpServer,
  { name, description, input, isReadOnly, call }: SeatTool,
): void {
  server.registerTool(
    name,
    {
      description,
      inputSchema: fromJsonSchema<Readonly<Record<string, unknown>>>(input as never),
      annotations: { readOnlyHint: isReadOnly, openWorldHint: false },
    },
    async (args, { mcpReq }) => {
      try {
        const told = plain(await call(args, mcpReq.signal))
        return { content: [{ type: 'text', text: JSON.stringify(told) }], structuredContent: told }
      } catch (e) {
        return { content: [{ type: 'text', text: toldError(e) }], isError: true }
      }
    },
  )
}

const plain = (told: object): { [key: string]: Json } => JSON.parse(JSON.stringify(told))

/** Serves a seat over two streams, until the client ends the first. @returns a promise of that, and how to end it before */
export function seatOverStdio(seat: OuterSeat, input: Readable, output: Writable): Served {
  const gone = new Promise<void>((resolve) => {
    input.once('end', resolve).once('close', resolve)
  })
  const handle = serveStdio(() => seatServer(seat), {
    transport: new StdioServerTransport(input, output),
  })
  return { gone, address: undefined, close: () => handle.close() }
}

/** Serves a seat by streamable HTTP, at `/mcp` of this machine only. @param port 0: any that is free */
export async function seatOverHttp(seat: OuterSeat, port: number): Promise<Served> {
  const handler = createMcpHandler(() => seatServer(seat), { keepAliveMs: 15_000 })
  return serveFetch(port, '/mcp', handler.fetch, handler.close)
}
