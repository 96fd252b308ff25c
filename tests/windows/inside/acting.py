"""Runs on Windows: acts as it is told, and tells what the watch over the person's input makes of that.

It reads one JSON list a line, such as ["move", 10, 20], and answers {"did": "move"}; between these come {"hand": …} and
{"stop": …}.
"""

import json
import sys
import threading

from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.input.choose import choose
from desktop_agent.presence.choose import choose_presence

_line = threading.Lock()


def main() -> None:
    """Watch, act until the input ends, and let go of everything."""
    presence = choose_presence()
    backend = choose(own=presence.own)
    presence.watch(lambda hand: tell(hand=hand.what), lambda why: tell(stop=why))
    tell(did=backend.name)
    for line in sys.stdin:
        what, *words = json.loads(line)
        match what:
            case "move":
                backend.move(ScreenPoint(*words))
            case "button":
                backend.button(words[0], down=words[1])
            case "notch":
                backend.notch(*words)
            case "key":
                backend.key(words[0], down=words[1])
            case "type":
                backend.routes()[0].enter(words[0], threading.Event(), lambda: True)
        tell(did=what)
    backend.close()
    presence.close()


def tell(**what: str) -> None:
    """Print one line, whole."""
    with _line:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
