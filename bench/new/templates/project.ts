import type { Names } from '../names.js'

/** What a package needs besides its code; the keyword is how `coact` finds it once it is installed. */
export const packageText = ({ id }: Names, versions: Versions): string =>
  `${JSON.stringify(
    {
      name: id,
      version: '0.1.0',
      type: 'module',
      keywords: ['coact-plugin'],
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
      files: ['dist'],
      scripts: { build: 'tsc', test: 'vitest run', prepack: 'tsc' },
      peerDependencies: { coact: `^${versions.coact}`, zod: '^4.0.0' },
      devDependencies: {
        coact: `^${versions.coact}`,
        // Loads TypeScript where Node itself does not.
        tsx: versions.tsx,
        typescript: versions.typescript,
        vitest: versions.vitest,
        zod: versions.zod,
      },
    },
    null,
    2,
  )}\n`

/** Versions of the packages that a project begins with. */
export interface Versions {
  readonly coact: string
  readonly tsx: string
  readonly typescript: string
  readonly vitest: string
  readonly zod: string
}

export const tsconfigText = (): string =>
  `${JSON.stringify(
    {
      compilerOptions: {
        target: 'ES2022',
        module: 'NodeNext',
        moduleResolution: 'NodeNext',
        strict: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: true,
        declaration: true,
        rootDir: '.',
        outDir: 'dist',
      },
      exclude: ['dist', 'node_modules', '**/*.test.ts'],
    },
    null,
    2,
  )}\n`

/** What the package exports. */
export const indexText = (module: string): string => `export * from '${module}'\n`
