// A program that plays by what it is given, and misbehaves in the ticks that its arguments name: 3=crash 5=garbage …
// It decides by the tick alone, so that what it does in a tick is the same whatever happened to it before.
import { createInterface } from 'node:readline'

const misdeeds = new Map(process.argv.slice(2).map((word) => word.split('=')))
const write = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)
const decide = ({ tick, legal }) =>
  write({ type: 'decision', tick, do: legal[tick % legal.length] })
const hold = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

const deeds = {
  exit: () => process.exit(3),
  raise: () => {
    throw new Error('\u001b[31mit broke\u001b[0m\u0007')
  },
  signal: () => process.kill(process.pid, 'SIGKILL'),
  hang: () => {
    for (;;) hold(1000)
  },
  silent: () => {},
  garbage: () => process.stdout.write('this is no JSON \u001b[2J\n'),
  list: () => write([1, 2]),
  'other-type': () => write({ type: 'desicion' }),
  'no-tick': (turn) => write({ type: 'decision', do: turn.legal[0] }),
  future: (turn) => write({ type: 'decision', tick: turn.tick + 1 }),
  binary: () => process.stdout.write(Buffer.from([0xff, 0xfe, 0, 10])),
  'long-line': () => process.stdout.write(`${'x'.repeat(3 << 20)}\n`),
  'long-answer': (turn) => {
    process.stdout.write(`${'x'.repeat(3 << 20)}\n`)
    decide(turn)
  },
  flood: () => {
    for (let i = 0; i < 200; i++) process.stdout.write('\n'.repeat(1 << 16))
  },
  late: (turn) => {
    hold(1500)
    decide(turn)
  },
  after: (turn) => {
    decide(turn)
    setTimeout(() => process.exit(0), 1)
  },
  twice: (turn) => {
    decide(turn)
    decide({ ...turn, legal: turn.legal.slice().reverse() })
  },
  stderr: (turn) => {
    process.stderr.write('word '.repeat(1 << 18))
    decide(turn)
  },
  old: (turn) => {
    write({ type: 'decision', tick: turn.tick - 1, do: turn.legal[0] })
    decide(turn)
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line)
  if (message.type === 'hello')
    write({
      type: 'ready',
      protocol: Number(misdeeds.get('protocol') ?? 1),
      wants: ['legal'],
      more: 1,
    })
  if (message.type === 'end' && misdeeds.get('end') === 'linger') setInterval(() => {}, 1000)
  if (message.type !== 'turn') continue
  const deed = misdeeds.get(String(message.tick)) ?? misdeeds.get('always')
  if (deed === undefined) decide(message)
  else deeds[deed](message)
}
