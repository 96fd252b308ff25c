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

from tests.hostile.on_desk.inside.kernel import KERNEL_ACTS
from tests.hostile.on_desk.inside.person import KnownPerson, ReachedOutsideError, told_person
from tests.hostile.on_desk.inside.routes import ROUTES, HostileRoute
from tests.hostile.on_desk.inside.session import SESSION_ACTS
from tests.hostile.on_desk.inside.shell import SHELL_ACTS
from tests.hostile.on_desk.inside.verbs import VERBS

_WITHIN_S = 12


def acts(person: KnownPerson) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Yield kind, name and the act itself."""
    for number, ((way, route), (harm, verb)) in enumerate(product(ROUTES.items(), VERBS.items()), start=1):
        yield "files", f"{harm}, by {way}", partial(_on_path, person, route, verb, number)
    for kind, table in (("kernel", KERNEL_ACTS), ("session", SESSION_ACTS), ("shell", SHELL_ACTS)):
        for name, act in table.items():
            yield kind, name, partial(act, person)


def _on_path(person: KnownPerson, route: HostileRoute, verb: Callable[[str], object], number: int) -> None:
    with route(person) as base:
        verb(f"{base}/docs/{number}/letter.txt")


def play(act: Callable[[], object]) -> str:
    """Return how an act ended: done, refused by the system, or broken by a mistake of its own."""
    told, tell = os.pipe()
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
    with os.fdopen(told, "rb") as answer:
        said = answer.read().decode()
    return said or f"done: ended by signal {os.WTERMSIG(status)}"


def _outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except OSError as error:
        return f"refused: {error}"
    except ReachedOutsideError as reached:
        return f"reached: {reached}"
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        return f"broken: {traceback.format_exc()}"
    return "done"


def main(step: int) -> None:
    """Play every act, or each so-manieth of its kind."""
    person = told_person()
    with open(sys.argv[2], "w") as out:
        for number, (kind, name, act) in enumerate(acts(person)):
            if kind == "files" and number % step:
                continue
            out.write(json.dumps([kind, name, play(act)]) + "\n")
            out.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
