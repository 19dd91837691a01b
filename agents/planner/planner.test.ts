import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { run } from '../../bench/index.js'
import { defineScenario, defineWorld } from '../../engine/index.js'
import { harvest } from '../../examples/harvest.js'
import { planner } from './planner.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('a world without an action model is refused before the first tick, with what it lacks', async () => {
  const setup = vi.fn(harvest.setup)
  const world = defineWorld({ ...harvest, setup })
  const scenario = defineScenario(world, { agents: { ada: {}, bob: {} }, horizon: 5 })
  const onFrame = vi.fn()
  await expect(run(scenario, { agents: { '*': planner }, onFrame })).rejects.toMatchObject({
    code: 'planner/no-model',
    message: expect.stringMatching(/cannot plan in harvest: it exports no action model/),
    detail: {
      expected: expect.stringMatching(
        /model\(profile\).*perceive.*aims.*operators.*ways, needs, effects/,
      ),
      next: expect.stringMatching(/Export an ActionModel from the world/),
    },
  })
  expect(onFrame).not.toHaveBeenCalled()
  expect(setup).not.toHaveBeenCalled()
})

test('the command line says the same', async () => {
  const args = [
    '--import',
    'tsx',
    'bench/cli.node.ts',
    'run',
    'examples/harvest.ts',
    '--agents',
    '*=planner',
  ]
  const { code, err } = await new Promise<{ code: unknown; err: string }>((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (e, _out, err) =>
      resolve({ code: e?.code, err }),
    )
  })
  expect(code).toBe(2)
  expect(err).toMatch(/planner\/no-model/)
  expect(err).toMatch(/Export an ActionModel from the world/)
}, 30_000)
