"""A window whose controls change when others are used.

What was done in it is its own word. `changing_gtk` is the window's program.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from json import loads
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.waiting import wait_until

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Changing:
    """A window whose controls change; `log` tells what was done in it since it was reset."""

    places: Mapping[str, Place]
    reset: Callable[[], object]
    log: Callable[[], Sequence[str]]


@contextmanager
def native(toolkit: str, display: PrivateDisplay, home: Path) -> Iterator[Changing]:
    home.mkdir(parents=True, exist_ok=True)
    where, log = home / "places.json", home / "log"
    script = str(Path(__file__).with_name(f"changing_{toolkit}.py"))
    log.touch()
    with running(["/usr/bin/python3", script, where, log], display, home, "^Changing$", talking=True) as app:

        def placed() -> dict[str, Place]:
            told: dict[str, list[int]] = loads(where.read_text()) if where.exists() else {}
            corner = told.pop("window", None)
            return {name: (at[0], at[1]) for name, at in told.items()} if corner == [*app.frame()[:2]] else {}

        known: Mapping[str, Place] = wait_until(placed, "the places of the controls")

        def reset() -> None:
            log.write_text("")
            assert app.process.stdin is not None
            app.process.stdin.write(b"\n")
            app.process.stdin.flush()
            wait_until(lambda: "reset" in log.read_text(), "the window as it was")
            log.write_text("")

        yield Changing(known, reset, lambda: log.read_text().splitlines())
