import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createEpisode } from '../../engine/index.js'
import { loadScenario } from '../load.node.js'
import { shipped } from '../registry.js'
import { bundleCli, type Ended, root, runCli } from '../testing/cli.node.js'

vi.setConfig({ testTimeout: 60_000 })

const found = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'])
const hasPython = found.status === 0
const examples = join(root, 'examples/python')

let [home, near, cli] = ['', '', '']
beforeAll(async () => {
  if (!hasPython) return
  home = mkdtempSync(join(tmpdir(), 'coact-python-'))
  near = mkdtempSync(join(root, '.tmp-python-'))
  cli = await bundleCli(join(near, 'dist'))
})
afterAll(() => {
  for (const folder of [home, near])
    if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

/** Runs Python, with Coact at hand. */
function python(...args: readonly string[]): Ended {
  const env = {
    ...process.env,
    COACT: `"${process.execPath}" "${cli}"`,
    PYTHONPATH: examples,
    PYTHONDONTWRITEBYTECODE: '1',
  }
  const { status, stdout, stderr } = spawnSync('python3', args, {
    env,
    cwd: root,
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

const script = (name: string, text: string): Ended => {
  const path = join(home, name)
  writeFileSync(path, `from coact_env import *\n${text}`)
  return python(path)
}

describe.skipIf(!hasPython)('in Python (needs python3, 3.9 or later)', () => {
  test('the agent of the examples plays', async () => {
    const agent = `ada=exec:python3 "${join(examples, 'my_agent.py')}"`
    const args = ['run', 'moving-day', '--agents', agent, 'bob=idle', '--horizon', '6', '--json']
    const { out, err } = await runCli(cli, args)
    expect(err).toBe('')
    expect(JSON.parse(out)).toMatchObject({
      ticks: 6,
      agents: { ada: { policy: 'exec:python3 my_agent.py', actions: 6, failures: {} } },
    })
  })

  test('the example of an environment plays, the same each time', () => {
    const args = [join(examples, 'random_parallel.py'), 'connect-four', '2', '7']
    const { code, out, err } = python(...args)
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(out).toMatch(
      /^seed 7\/0: \d+ ticks, ada -?\d+, bob -?\d+, state [0-9a-f]{16}\nseed 7\/1: .*\n$/,
    )
    expect(python(...args).out).toBe(out)
  })

  test('an environment has the shape of a parallel one', () => {
    const { code, err } = script(
      'shape.py',
      `
env = CoactEnv("moving-day", infos=["legal", "text"], horizon=3)
assert env.possible_agents == ["ada", "bob"] and env.agents == [] and env.max_num_agents == 2
assert env.metadata["name"] == "moving-day" and env.metadata["is_parallelizable"]
observations, infos = env.reset(seed=7)
assert env.agents == env.possible_agents and env.num_agents == 2 and env.episode_seed == "7"
assert set(observations) == set(infos) == {"ada", "bob"}
assert infos["ada"]["asked"] and infos["ada"]["legal"] and "Rooms" in infos["ada"]["text"]
assert env.legal("ada") == infos["ada"]["legal"]
assert env.observe("ada")["obs"] == observations["ada"]
for tick in range(3):
    actions = {agent: env.action_space(agent).sample(infos[agent]["legal"]) for agent in env.agents}
    assert all(action in infos[agent]["legal"] for agent, action in actions.items())
    observations, rewards, terminations, truncations, infos = env.step(actions)
    for part in (observations, rewards, terminations, truncations, infos):
        assert set(part) == {"ada", "bob"}
assert truncations == {"ada": True, "bob": True} and not any(terminations.values())
assert env.agents == []
for actions, code in (({"ada": None}, "env/over"), ({"bib": None}, "agent/unknown")):
    try:
        env.step(actions)
        raise AssertionError(code)
    except CoactError as error:
        assert error.code in (code, "env/over"), error
env.reset()
first = env.episode_seed
env.reset()
assert (first, env.episode_seed) == ("0/1", "0/2")
env.step({"ada": "GOTO kitchen", "bob": {"do": [], "say": {"to": "all", "type": "text", "body": "grüß dich"}}})
env.close()
env.close()
try:
    env.reset()
    raise AssertionError("closed")
except CoactError as error:
    assert error.code == "env/closed"
`,
    )
    expect(err).toBe('')
    expect(code).toBe(0)
  })

  test('spaces give values that fit, again from the same seed', () => {
    const { code, err } = script(
      'spaces.py',
      `
env = CoactEnv("moving-day", agents={"bob": "idle"})
assert env.possible_agents == ["ada"]
space = env.action_space("ada")
space.seed(1)
samples = [space.sample() for _ in range(200)]
space.seed(1)
assert samples == [space.sample() for _ in range(200)]
assert {sample["action"] for sample in samples} == set(space.actions)
assert space.sample([]) is None
env.reset(seed=1)
for sample in samples[:50]:
    env.step({"ada": sample}) if env.agents else env.reset(seed=1)
assert isinstance(env.observation_space("ada").sample(), dict)
env.close()
number = Space({"type": "integer", "minimum": 2, "maximum": 3}, seed=1)
assert {number.sample() for _ in range(50)} == {2, 3}
assert Space({"type": "array", "prefixItems": [{"const": 1}, {"enum": ["a"]}]}).sample() == [1, "a"]
assert Space({"type": "number", "minimum": 0, "maximum": 1}).sample() <= 1
`,
    )
    expect(err).toBe('')
    expect(code).toBe(0)
  })

  test('a seed gives what it gives everywhere', async () => {
    const { scenario } = await loadScenario('moving-day', await shipped())
    const states = [createEpisode(scenario, { seed: 'a' }).first!.state]
    const { out } = script(
      'state.py',
      'env = CoactEnv("moving-day")\nenv.reset(seed="a")\nprint(env.state_hash)\nenv.close()',
    )
    expect(out.trim().split('\n')).toEqual(states)
  })

  test('what Coact cannot begin is told', () => {
    const { code, err } = script('none.py', 'CoactEnv("no-such-scenario")')
    expect(code).toBe(1)
    expect(err).toContain('scenario/unknown')
    expect(err).toContain('env/ended')
  })
})
