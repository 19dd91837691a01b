"""Any Coact world as an environment, in the shape of PettingZoo's parallel API.

Needs nothing but Python 3.9 and the command "coact"::

    from coact_env import CoactEnv

    with CoactEnv("moving-day", infos=["legal"]) as env:
        observations, infos = env.reset(seed=7)
        while env.agents:
            actions = {agent: env.action_space(agent).sample(infos[agent]["legal"]) for agent in env.agents}
            observations, rewards, terminations, truncations, infos = env.step(actions)

Agents that are given a policy play inside: CoactEnv("moving-day", agents={"bob": "planner"}).
"""

import json
import os
import random
import shlex
import subprocess

PROTOCOL = 1


class CoactError(Exception):
    """What Coact refused: ``code`` such as ``agent/unknown``, and what it said of it in ``detail``."""

    def __init__(self, code, message, detail=None):
        self.code = code
        self.detail = detail or {}
        hints = [f"{key}: {self.detail[key]}" for key in ("expected", "got", "next") if key in self.detail]
        super().__init__("; ".join([f"{message} [{code}]", *hints]))


class Space:
    """A plain description of values by a JSON Schema, from which one can sample."""

    def __init__(self, schema, seed=None):
        self.schema = schema
        self._random = random.Random(seed)

    def seed(self, seed=None):
        self._random.seed(seed)

    def sample(self):
        """Any value that fits the schema, as far as the schema tells."""
        return _sample(self.schema, self._random)

    def __repr__(self):
        return f"{type(self).__name__}({json.dumps(self.schema)})"


class ActionSpace(Space):
    """The actions of an agent: ``{"action": name, "args": {…}}``."""

    def __init__(self, actions, seed=None):
        self.actions = {action["name"]: action["args"] for action in actions}
        forms = [
            {
                "type": "object",
                "properties": {"action": {"const": name}, "args": args},
                "required": ["action", "args"],
            }
            for name, args in self.actions.items()
        ]
        super().__init__({"anyOf": forms}, seed)

    def sample(self, legal=None):
        """One of the legal actions, if they are given; None when there are none. Else any action that fits the schema."""
        if legal is None:
            return super().sample()
        return self._random.choice(legal) if legal else None


class CoactEnv:
    """A scenario, driven step by step. All that random numbers are drawn for is drawn from the seed.

    scenario: a name or a path, as ``coact run`` takes it
    agents: who plays inside, by name: a policy as ``coact run --agents`` takes it
    infos: what else ``infos`` is to have: "text" (the observation in words), "legal" (the legal actions)
    command: how Coact is started; else what the variable COACT says, else "coact"
    """

    metadata = {"name": "coact", "is_parallelizable": True}

    def __init__(self, scenario, agents=None, infos=(), seed=0, horizon=None, command=None):
        self._process = None
        self._id = 0
        words = command or os.environ.get("COACT") or "coact"
        words = shlex.split(words) if isinstance(words, str) else list(words)
        words += ["serve", str(scenario), "--stdio", "--seed", str(seed)]
        if horizon is not None:
            words += ["--horizon", str(horizon)]
        if agents:
            words += ["--agents", *(f"{name}={policy}" for name, policy in agents.items())]
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self._infos = list(infos)
        try:
            self.about = self._ask("hello", protocol=PROTOCOL)
        except BaseException:
            self.close()
            raise
        self.metadata = {**self.metadata, "name": self.about["scenario"]}
        self.possible_agents = list(self.about["possible_agents"])
        self.agents = []
        self.state_hash = None
        self.episode_seed = None
        self._actions = {}
        self._observations = {}
        for number, agent in enumerate(self.possible_agents):
            self._actions[agent] = ActionSpace(self.about["actions"], f"{seed}/{number}")
            self._observations[agent] = Space(self.about["observation"], f"{seed}/{number}")

    def action_space(self, agent):
        return self._actions[agent]

    def observation_space(self, agent):
        return self._observations[agent]

    @property
    def num_agents(self):
        return len(self.agents)

    @property
    def max_num_agents(self):
        return len(self.possible_agents)

    def reset(self, seed=None, options=None):
        """Begins an episode; without a seed, the next of a series that follows from the seed of the environment."""
        given = {} if seed is None else {"seed": seed}
        told = self._take(self._ask("reset", infos=self._infos, **given))
        return told["observations"], told["infos"]

    def step(self, actions):
        """One tick. An action is what ``action_space`` samples, an action's integer id, a text command, None for nothing, or
        ``{"do": [...], "say": [{"to": "all", "type": "text", "body": "hi"}]}``."""
        told = self._take(self._ask("step", actions=actions))
        return (
            told["observations"],
            told["rewards"],
            told["terminations"],
            told["truncations"],
            told["infos"],
        )

    def observe(self, agent):
        """What the agent perceives: ``obs``, and ``text`` where the world has words for it."""
        return self._ask("observe", agent=agent)

    def legal(self, agent):
        """Every action that is legal for the agent now."""
        return self._ask("legal", agent=agent)["legal"]

    def seeds(self, seed, count):
        """Seeds for so many episodes, made from one."""
        return self._ask("seeds", seed=seed, count=count)["seeds"]

    def close(self):
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.stdin.close()
            process.wait(timeout=5)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        self.close()

    def _take(self, told):
        self.agents = list(told["agents"])
        self.state_hash = told["state"]
        self.episode_seed = told["seed"]
        return told

    def _ask(self, method, **request):
        if self._process is None:
            raise CoactError("env/closed", "The environment is closed")
        self._id += 1
        line = json.dumps({"id": self._id, "method": method, **request}, allow_nan=False)
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            code = self._process.wait()
            raise CoactError("env/ended", f"Coact has ended with code {code}; it said why above")
        told = json.loads(answer)
        if "error" in told:
            error = told["error"]
            raise CoactError(error.get("code", "?"), error.get("message", "?"), error)
        return told["result"]


def _sample(schema, rng, depth=0):
    """A value for the kinds of schemas that worlds have; what a schema leaves open becomes None."""
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return rng.choice(schema["enum"])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return _sample(rng.choice(schema[key]), rng, depth)
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = rng.choice(kind)
    if kind == "boolean":
        return rng.random() < 0.5
    if kind in ("integer", "number"):
        return _sample_number(schema, rng, kind)
    if kind == "string":
        length = max(schema.get("minLength", 0), min(schema.get("maxLength", 8), 8))
        return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(length))
    if kind == "array":
        if "prefixItems" in schema:
            return [_sample(item, rng, depth + 1) for item in schema["prefixItems"]]
        least = schema.get("minItems", 0)
        count = rng.randint(least, max(least, min(schema.get("maxItems", 3), least + 3)))
        return [_sample(schema.get("items", {}), rng, depth + 1) for _ in range(0 if depth > 16 else count)]
    if kind == "object" or "properties" in schema:
        required = set(schema.get("required", ()))
        return {
            name: _sample(of, rng, depth + 1)
            for name, of in schema.get("properties", {}).items()
            if name in required or (depth < 16 and rng.random() < 0.5)
        }
    return None


def _sample_number(schema, rng, kind):
    low = schema.get("minimum", schema.get("exclusiveMinimum", -1000))
    high = schema.get("maximum", schema.get("exclusiveMaximum", max(low, 1000)))
    if kind == "number":
        return rng.uniform(low, high)
    low += "minimum" not in schema and "exclusiveMinimum" in schema
    high -= "maximum" not in schema and "exclusiveMaximum" in schema
    return rng.randint(low, high)
