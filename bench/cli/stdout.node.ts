import { Writable } from 'node:stream'

/**
 * Keeps standard output for what is served over it: from here on, whatever else is written there (by the console, a world or
 * a policy) goes to standard error.
 */
export function ownStdout(): Writable {
  const { stdout, stderr } = process
  const write = stdout.write.bind(stdout)
  stdout.write = stderr.write.bind(stderr)
  return new Writable({
    decodeStrings: false,
    write(chunk, encoding, done) {
      write(chunk, encoding, (e) => done(e))
    },
  })
}
