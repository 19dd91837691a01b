import {
  type AgentInput,
  createEpisode,
  createTurns,
  type Frame,
  type Policy,
  type Scenario,
  type TurnOptions,
} from '../../../engine/index.js'

type Caller = NonNullable<TurnOptions['call']>

/** Plays some ticks with one policy in all seats, those of a team together where it commands several. */
export async function playTicks(
  scenario: Scenario,
  policy: Policy,
  call: Caller,
  ticks: number,
): Promise<Frame[]> {
  const agents = Object.fromEntries(
    Object.entries(scenario.agents).map(([name, { team, role }]) => [name, { team, role, policy }]),
  )
  const episode = createEpisode({ ...scenario, agents }, { seed: 1 })
  const turns = createTurns(episode, { call })
  const frames: Frame[] = []
  // Turns of chance do not count: nobody decides in them.
  for (let decided = 0; decided < ticks && episode.end === undefined; ) {
    const asked = episode.asked()
    if (asked.length > 0) decided += 1
    const inputs: (AgentInput | null)[] = episode.seats.map(() => null)
    const opened = asked.map((agent) => ({
      agent,
      open: turns.open(agent, () => new AbortController().signal),
    }))
    const teams = new Map<string, typeof opened>()
    for (const one of opened) {
      const key = policy.decideMany === undefined ? one.open.turn.agent : one.open.turn.team
      teams.set(key, [...(teams.get(key) ?? []), one])
    }
    for (const team of teams.values()) {
      const turnsOf = team.map(({ open }) => open.turn)
      const decisions =
        policy.decideMany === undefined
          ? { [turnsOf[0]!.agent]: await policy.decide(turnsOf[0]!) }
          : await policy.decideMany(turnsOf)
      for (const { agent, open } of team) inputs[agent] = open.close(decisions[open.turn.agent])
    }
    frames.push(episode.step(inputs))
  }
  return frames
}
