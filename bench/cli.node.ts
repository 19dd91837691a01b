import { createRequire } from 'node:module'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { againLine } from './cli/again.js'
import { EXIT } from './cli/exit.js'

// Everything that does work is imported by the command that needs it, so that `--help` answers at once.

const words = process.argv.slice(2)
const isJson = words.includes('--json')

process.exitCode = await main()
const { stdout, stderr } = process
stdout.write('', () => stderr.write('', () => process.exit()))
