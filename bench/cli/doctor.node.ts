import { probe } from '../../agents/index.js'
import { CoactError } from '../../engine/index.js'
import { gatewayOptions, type ModelFlags, withEnvironment } from '../models.node.js'
import type { Again } from './again.js'
import { EXIT } from './exit.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.node.js'

export type DoctorFlags = Pick<ModelFlags, 'model' | 'baseUrl' | 'apiKeyEnv'>

/** `coact doctor` */
export async function doctorCommand(
  flags: DoctorFlags,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  const named = withEnvironment(flags)
  if (named.model === undefined) throw noModel()
  const where = named.baseUrl === undefined ? '' : ` at ${named.baseUrl}`
  const options = await gatewayOptions(named)
  terminal.line(printable(`${named.model}${where}`))
  const findings = []
  for await (const finding of probe(options)) {
    findings.push(finding)
    const { what, ok, text, ms } = finding
    const took = ms === undefined ? '' : ` (${ms} ms)`
    terminal.line(
      `  ${ok ? 'yes' : 'no '} ${what.padEnd(12)} ${printable(text, 500)}${took}`,
      ok ? 'good' : 'bad',
    )
  }
  const works = findings.some((f) => f.what === 'text' && f.ok)
  terminal.document({ ...named, works, findings, again: again.line })
  terminal.line(works ? 'It can play.' : 'It cannot play.', works ? 'good' : 'bad')
  return works ? EXIT.fine : EXIT.usage
}

const noModel = (): CoactError =>
  new CoactError('model/none', 'It is not said which model to look at', {
    expected: 'a model, and where it is served',
    next: 'Name them: coact doctor --model NAME --base-url URL, or COACT_MODEL and COACT_BASE_URL.',
  })
