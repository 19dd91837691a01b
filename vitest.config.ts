import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  resolve: {
    // Examples and documentation import the package by its name; here that means the sources.
    alias: [
      { find: /^coact$/, replacement: `${root}index.ts` },
      { find: /^coact\/replays\/node$/, replacement: `${root}replays/index.node.ts` },
      { find: /^coact\/(\w+)$/, replacement: `${root}$1/index.ts` },
    ],
  },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    setupFiles: ['./vitest.setup.ts'],
    // `npm run types` reports errors in sources; here only the assertions of *.test-d.ts count.
    typecheck: { enabled: true, include: ['**/*.test-d.ts'], ignoreSourceErrors: true },
  },
})
