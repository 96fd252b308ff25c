"""Plays all acts on a desk, each in a process of its own, and writes how each ended: a line of JSON each."""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import product

from tests.hostile.on_desk.inside.files import ROUTES, VERBS, HostileRoute
from tests.hostile.on_desk.inside.others import ACTS
from tests.hostile.on_desk.inside.person import KnownPerson, told_person

_WITHIN_S = 12


def acts(person: KnownPerson) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the name and the act itself."""
    for number, ((way, route), (harm, verb)) in enumerate(product(ROUTES.items(), VERBS.items())):
        yield f"{harm}, by {way}", partial(_on_path, person, route, verb, number)
    for name, act in ACTS.items():
        yield name, partial(act, person)


def _on_path(person: KnownPerson, route: HostileRoute, verb: Callable[[str], object], number: int) -> None:
    with route(person) as base:
        verb(f"{base}/docs/{number}/letter.txt")


def play(act: Callable[[], object]) -> str:
    """Return how an act ended: done, refused by the system, or broken by a mistake of its own."""
    reported, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        signal.alarm(_WITHIN_S)
        os.write(tell, _outcome(act).encode()[:2000])
        os._exit(0)
    os.close(tell)
    _, status = os.waitpid(pid, 0)
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)  # whatever it has started
    with os.fdopen(reported, "rb") as answer:
        words = answer.read().decode()
    return words or f"done: ended by signal {os.WTERMSIG(status)}"


def _outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except OSError as error:
        return f"refused: {error}"
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        return f"broken: {traceback.format_exc()}"
    return "done"


if __name__ == "__main__":
    with open(sys.argv[1], "w") as out:
        for name, act in acts(told_person()):
            out.write(json.dumps([name, play(act)]) + "\n")
            out.flush()
