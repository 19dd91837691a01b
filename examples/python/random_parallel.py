"""Plays episodes with random legal actions: python3 random_parallel.py [SCENARIO] [EPISODES] [SEED]"""

import sys

from coact_env import CoactEnv


def play(env, seed):
    """One episode; what each agent got in it, and how long it was."""
    observations, infos = env.reset(seed=seed)
    totals = {agent: 0.0 for agent in env.agents}
    ticks = 0
    while env.agents:
        actions = {
            agent: env.action_space(agent).sample(infos[agent]["legal"])
            for agent in env.agents
            if infos[agent]["asked"]
        }
        observations, rewards, terminations, truncations, infos = env.step(actions)
        for agent, reward in rewards.items():
            totals[agent] += reward
        ticks += 1
    return totals, ticks


def main(scenario="connect-four", episodes="3", seed="7"):
    with CoactEnv(scenario, infos=["legal"]) as env:
        for agent in env.possible_agents:
            env.action_space(agent).seed(f"{seed}/{agent}")
        for episode in env.seeds(seed, int(episodes)):
            totals, ticks = play(env, episode)
            told = ", ".join(f"{agent} {total:g}" for agent, total in totals.items())
            print(f"seed {episode}: {ticks} ticks, {told}, state {env.state_hash}")


if __name__ == "__main__":
    main(*sys.argv[1:])
