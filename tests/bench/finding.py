"""What `find` lists and what a `name` leads to, by the window's own log: `python -m tests.bench.finding`.

`[--times N] [TOOLKIT ...]`; TOOLKIT is gtk, qt or page, on which it was built, or tk (which names nothing) or
firefox, on which it is measured. N times each form is filled in without a look at a picture: `find`, the field by its
name, text, the button by its name; and every control whose place the window tells is looked for in a list. Prints how
many were listed where they are, how many elsewhere, what was pressed, and how long a list took.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.agents.test_finding import ALLOWED, are_near, named, places
from tests.bench.changing_page import BROWSERS, changing_page
from tests.bench.meant import Changing, native
from tests.fakes.mcp_agent import Agent, agent, environment

_ALLOWED = (*ALLOWED, "--allow", "firefox-esr=everything")


async def _measured(caller: Agent, window: Changing, times: int) -> str:
    seconds, right, wrong, missing, done = list[float](), 0, 0, 0, 0
    for _ in range(times):
        window.reset()
        await caller.call("look")
        began = time.perf_counter()
        found = places((await caller.call("find")).text)
        seconds.append(time.perf_counter() - began)
        for told, place in window.places.items():
            name = told.partition(" ")[2] if told[0].islower() else told  # “row Photos”; others are no names
            if not name:
                continue
            right += any(are_near(at, place) for at in found.get(name, ()))
            wrong += name in found and not any(are_near(at, place) for at in found[name])
            missing += name not in found
        await caller.act(named("Name"), {"action": "type", "text": "Ada"})
        await caller.act(named("Create"))
        done += [line for line in window.log() if line != "reset"] == ["Create"]
    worst = quantiles([*seconds, seconds[-1]], n=20)[-1] * 1000
    return (
        f"listed in place {right:>3}, elsewhere {wrong}, not at all {missing:>3}; forms filled in {done} of {times};"
        f" a list in {median(seconds) * 1000:.0f} ms, p95 {worst:.0f} ms"
    )


async def _with_agent(surroundings: dict[str, str], window: Changing, times: int) -> str:
    async with agent(surroundings, *_ALLOWED) as caller:
        return await _measured(caller, window, times)


def main(words: list[str]) -> int:
    """Print a line for each toolkit."""
    asked = argparse.ArgumentParser()
    asked.add_argument("toolkits", nargs="*", default=["gtk", "qt", "page", "tk", "firefox"])
    asked.add_argument("--times", type=int, default=10)
    given = asked.parse_args(words)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for toolkit in given.toolkits:
            home = Path(folder) / toolkit
            opened = changing_page if toolkit in BROWSERS else native
            with PrivateDisplay() as display, opened(toolkit, display, home / "app") as window:
                line = asyncio.run(_with_agent(environment(display, home / "own"), window, given.times))
                print(f"{toolkit:<8} {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
