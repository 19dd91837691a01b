"""An agent in Python: coact run moving-day --agents ada=exec:"python3 my_agent.py"

It reads a message a line and answers a line; docs/remote.md has all of them. Standard output belongs to the protocol: to
say something while developing, print to sys.stderr.
"""

import json
import random
import sys


def answer(message):
    print(json.dumps(message), flush=True)


def decide(turn, luck):
    """What to do in a tick: any legal action."""
    legal = turn["legal"]
    return luck.choice(legal) if legal else None


def main():
    luck = random.Random(0)
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "hello":
            # Its world, role, team-mates, rules and actions are in this message.
            luck.seed(message["agent"])
            answer({"type": "ready", "protocol": 1, "wants": ["obs", "legal"]})
        elif message["type"] == "turn":
            answer(
                {
                    "type": "decision",
                    "tick": message["tick"],
                    "do": decide(message, luck),
                    "why": "luck",
                }
            )
        elif message["type"] == "end":
            print(f"over: {message['reason']}", file=sys.stderr)


if __name__ == "__main__":
    main()
