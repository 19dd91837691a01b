import type { Frame } from '../../engine/index.js'
import type { ModelFlags } from '../models.node.js'
import { openGateway } from '../models.node.js'
import { begunPlayers } from '../resume/command.node.js'
import { begunModels } from '../resume/models.node.js'
import { resume } from '../resume/resume.js'
import type { Again } from './again.js'
import { interruptible } from './interrupt.node.js'
import { openPeople, type People } from './people.node.js'
import { openRegistry, type PluginFlags } from './registry.node.js'
import { exitCode, reporter, tell } from './run.node.js'
import type { Terminal } from './terminal.node.js'

export interface ResumeFlags extends PluginFlags, ModelFlags {
  readonly agents?: readonly string[]
  readonly scenario?: string
  readonly timeout?: number
  readonly verify?: boolean
  readonly quiet?: boolean
}

/** `coact resume` */
export async function resumeCommand(
  file: string,
  flags: ResumeFlags,
  terminal: Terminal,
  again: Again,
): Promise<number> {
  const registry = await openRegistry(flags)
  const path = file.replace(/\.(tmp|journal)$/, '')
  const stop = interruptible()
  let known = 0
  let show: (frame: Frame) => void = () => {}
  let title = ''
  let people: People | undefined
  const result = await resume(
    path,
    async (run) => {
      const players = await begunPlayers(run, flags, registry)
      known = run.ticks
      title = players.scenario.title
      show = reporter(players.scenario, flags, terminal, players.agents)
      const models = await openGateway(begunModels(run, flags))
      people = await openPeople(players.scenario, players.agents ?? {}, {}, terminal)
      const { agents, watch } = people
      terminal.line(`resumed after tick ${known}, which the journal holds`)
      return {
        ...players,
        agents,
        ...(watch === undefined ? {} : { watch }),
        ...(models === undefined ? {} : { models }),
      }
    },
    {
      signal: stop.signal,
      onFrame(frame) {
        people?.see(frame)
        // What was told before is not told again.
        if (frame.tick > known) show(frame)
      },
      verify: flags.verify === true,
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
    },
  ).catch(async (e) => {
    await people?.close(AbortSignal.abort())
    throw e
  })
  people?.end(result.end)
  tell(result, title, path, terminal, again.line)
  await people?.close(stop.signal)
  stop.end()
  return exitCode(result)
}
