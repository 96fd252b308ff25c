"""Windows in a private mutter that tell what reaches them; no such window knows where it is on the screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path

from desktop_agent.core.pictures import ScreenPoint
from tests.fakes.desktops.private_mutter import PrivateMutter
from tests.fakes.orders import Orders
from tests.fakes.programs.sway_windows import HERE, TOLD, told
from tests.fakes.waiting import wait_until

_LATE_BY = 7  # places


class MutterWindow(Orders):
    __slots__ = ()

    def seen(self, kind: str) -> list[dict[str, int]]:
        return [one for one in self.ask("seen")["seen"] if one["kind"] == kind]

    def corner(self, move: Callable[[ScreenPoint], None]) -> ScreenPoint:
        def corner_by(x: int, y: int) -> ScreenPoint | None:
            self.ask("forget")
            move(ScreenPoint(x, y))
            with suppress(AssertionError):  # the news was of an earlier place
                last = wait_until(lambda: self.seen("motion"), "a motion", within_s=0.5)[-1]
                return ScreenPoint(x - last["x"], y - last["y"])
            return None

        def met() -> ScreenPoint | None:
            self.ask("forget")
            passed = list[tuple[int, int]]()
            for place in product(range(100, 1280, 150), range(100, 800, 100)):
                move(ScreenPoint(*place))
                passed.append(place)
                if self.seen("motion"):
                    break
            # A busy compositor tells of a motion some places later.
            for x, y in passed[:-_LATE_BY:-1]:
                if (first := corner_by(x + 1, y + 1)) is not None:
                    return first if first == corner_by(x + 4, y + 3) else None
            return None

        corner = wait_until(met, "the pointer on the area")
        assert corner is not None
        return corner


@contextmanager
def told_in_mutter(
    toolkit: str, mutter: PrivateMutter, home: Path, tap: Callable[[str], None]
) -> Iterator[MutterWindow]:
    program, file, _ = TOLD[toolkit]
    with told([program, str(HERE / file)], mutter.environment(), home) as process:
        window = MutterWindow(process)

        def is_pressed() -> bool:  # nothing is removed meanwhile: a busy window takes one of them late
            tap("x")
            return bool(window.text())

        wait_until(is_pressed, "the keyboard")
        tap("y")
        wait_until(lambda: window.text().endswith("y"), "the last of it")
        yield window
