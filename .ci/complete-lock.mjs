// `npm ci` (npm 11) rejects a lock in which an optional platform package is missing, and `npm install` leaves out those
// that its registry does not serve. This adds them, so that one lock works on every platform: node .ci/complete-lock.mjs (with --check it only tells).
import { readFileSync, writeFileSync } from 'node:fs'

const platforms = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32']

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))

/** The place npm would look for `name` from the package at `from`, or undefined. */
function resolve(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (lock.packages[place]) return place
    if (at === '') return undefined
  }
}

function entry(name, version, dev) {
  const words = name.split(/[^a-z0-9]+/)
  const os = platforms.filter((p) => words.includes(p))
  const cpu = processors.filter((p) => words.includes(p))
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev }),
    ...(words.includes('musl') && { libc: ['musl'] }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}

const missing = []
for (const [from, pack] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(pack.optionalDependencies ?? {})) {
    if (resolve(from, name) || !/^\d+\.\d+\.\d+/.test(version)) continue
    lock.packages[`node_modules/${name}`] = entry(name, version, pack.dev)
    missing.push(`${name}@${version}`)
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
lock.packages = Object.fromEntries(sorted)

const write = missing.length > 0 && !process.argv.includes('--check')
if (write) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(
  missing.length > 0
    ? `${write ? 'added' : 'lacks'} ${missing.join(', ')}`
    : 'the lock is complete',
)
