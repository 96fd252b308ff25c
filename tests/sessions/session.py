"""A whole desktop session on an X server of its own; `keeper.py` owns it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Self

from PIL import Image

from desktop_agent.lib.child_process import ChildProcess
from tests.fakes.processes import environment, find
from tests.fakes.programs.apps import end, windows
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.sessions.environments import ENVIRONMENTS
from tests.sessions.keeper import Login

_LOOKS = 25
_PANEL_PX = 60
_START_WITHIN_S = 120.0
_END_WITHIN_S = 20.0
_COMM_LENGTH = 15
_OF_DESKTOPS = ("QT_", "GDK_", "GTK_", "KDE_", "PLASMA_", "XDG_")
_OTHER_SCREENS = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "SWAYSOCK", "I3SOCK", "AT_SPI_BUS_ADDRESS",
                  "QT_QPA_PLATFORM")  # fmt: skip


class DesktopSession:
    """One session; a context manager. `home` is its user's, and `name` its display's."""

    def __init__(self, login: Login) -> None:
        """Start it and wait for its panel; AssertionError with the session’s words where it does not start."""
        self.size = login.size
        self.kind = ENVIRONMENTS[login.environment]
        command = [sys.executable, "-m", "tests.sessions.keeper", json.dumps(asdict(login))]
        self._keeper = ChildProcess(command, requests=True, environment=_bare(os.environ))
        reported = json.loads(self._keeper.first_line(_START_WITHIN_S) or '{"error": "it said nothing"}')
        if "error" in reported:
            self.close()
            message = f"{login.environment} did not start: {reported['error']}"
            raise AssertionError(message)
        self._told: dict[str, str] = reported
        self.name = reported["DISPLAY"]
        self.home = Path(reported["HOME"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def xauthority(self) -> Path:
        """The file with the cookie that lets a program connect."""
        return Path(self._told["XAUTHORITY"])

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the whole environment of a program in the session, made from `base`."""
        return _bare(base) | self._told | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}

    def of_the_menu(self) -> dict[str, str]:
        """Return what the program that starts others hands on to them: which desktop it is, how toolkits draw there."""
        name = self.kind.menu[:_COMM_LENGTH]
        here = (f"HOME={self.home}", f"DISPLAY={self.name}")
        menu, *_ = wait_until(lambda: find(name=name, variables=here), f"{self.kind.menu} in this session")
        return {name: value for name, value in environment(menu).items() if name.startswith(_OF_DESKTOPS)}

    @contextmanager
    def running(
        self, command: Sequence[str | Path], title: str, environment: Mapping[str, str] | None = None
    ) -> Iterator[int]:
        """Start a program, give its window, by its title (a regular expression), and end it at the end."""
        log = self.home.parent / f"{Path(command[0]).name}.log"
        with log.open("ab") as words:
            process = subprocess.Popen(
                [str(word) for word in command], env=environment or self.environment(), cwd=self.home,
                stdin=subprocess.DEVNULL, stdout=words, stderr=words,
            )  # fmt: skip
        try:
            yield wait_until(lambda: next(iter(windows(self, title)), 0), f"a window “{title}”")
        finally:
            end(process)

    def close(self) -> None:
        self._keeper.end(_END_WITHIN_S)


def screen(session: DesktopSession) -> Image.Image:
    """Return what somebody else's program sees on the screen."""
    shot = ["scrot", "--overwrite", str(session.home.parent / "screen.png")]
    subprocess.run(shot, env=session.environment(), check=True)
    return Image.open(session.home.parent / "screen.png").convert("RGB")


def is_at_rest(session: DesktopSession) -> bool:
    """Say whether the middle of some pictures in a row is the same: panels have clocks, and a background comes late."""
    width, height = session.size
    middle = (0, _PANEL_PX, width, height - _PANEL_PX)
    first = screen(session).crop(middle)
    return all(screen(session).crop(middle) == first for _ in range(_LOOKS))


def _bare(base: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in base.items() if name not in _OTHER_SCREENS}
