"""A window whose controls change when others are used; what was done in it is its own word (`changing_gtk`)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import running

_CREATE = (270, 40)  # the middle of the button in the window


@dataclass(frozen=True, slots=True)
class Changing:
    places: Mapping[str, tuple[int, int]]
    log: Callable[[], Sequence[str]]


@contextmanager
def native(toolkit: str, display: PrivateDisplay, home: Path) -> Iterator[Changing]:
    home.mkdir(parents=True, exist_ok=True)
    log = home / "log"
    log.touch()
    script = Path(__file__).with_name(f"changing_{toolkit}.py")
    with running(["/usr/bin/python3", script, log], display, home, "^Changing$") as app:
        left, top, *_ = app.frame()
        places = {"Create": (left + _CREATE[0], top + _CREATE[1])}
        yield Changing(places, lambda: log.read_text().splitlines())
