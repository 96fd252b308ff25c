"""A whole Wayland session of its own, which `keeper.py` owns, and what its desktop does and says when it is asked."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from PIL import Image

from desktop_agent.core.pictures import Rect
from desktop_agent.lib.child_process import ChildProcess
from desktop_agent.lib.dbus import Target, answer_to, call_of, connected
from tests.fakes.programs.apps import end
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.sessions.wayland.keeper import Login

SINK = Path(__file__).with_name("sink.py")
_START_WITHIN_S = 180.0
_END_WITHIN_S = 20.0
_NOT_INHERITED = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "SWAYSOCK", "AT_SPI_BUS_ADDRESS",
                  "QT_QPA_PLATFORM", "GDK_BACKEND")  # fmt: skip
_SHELL: Target = ("org.gnome.Shell", "/org/gnome/Shell", "org.gnome.Shell")
_SHOT: Target = ("org.gnome.Shell.Screenshot", "/org/gnome/Shell/Screenshot", "org.gnome.Shell.Screenshot")
_CONFIG: Target = (
    "org.gnome.Mutter.DisplayConfig",
    "/org/gnome/Mutter/DisplayConfig",
    "org.gnome.Mutter.DisplayConfig",
)
_KWIN: Target = ("org.kde.KWin", "/KWin", "org.kde.KWin")
_LOCKS: Mapping[str, Target] = {
    "gnome": ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
    "kde": ("org.freedesktop.ScreenSaver", "/ScreenSaver", "org.freedesktop.ScreenSaver"),
}
# From the lowest window to the highest, as the compositor draws them.
_FRAMES = """JSON.stringify(global.get_window_actors().map(a => a.meta_window).filter(w => !w.minimized).map(w => {
 const r = w.get_frame_rect(); return {title: w.title, pid: w.get_pid(), box: [r.x, r.y, r.width, r.height]}}))"""


class WaylandSession:
    """One session; a context manager. `name` is its desktop's, and `home` its person's."""

    def __init__(self, login: Login) -> None:
        """Start it; AssertionError with its words where it does not start."""
        self.name = login.desktop
        self.monitors = login.monitors
        command = [sys.executable, "-m", "tests.sessions.wayland.keeper", json.dumps(asdict(login))]
        self._keeper = ChildProcess(command, requests=True, environment=_bare(os.environ) | {"PYTHONPATH": str(ROOT)})
        self._told: dict[str, str] = json.loads(
            self._keeper.first_line(_START_WITHIN_S) or '{"error": "it said nothing"}'
        )
        if "error" in self._told:
            self.close()
            message = f"{login.desktop} did not start: {self._told['error']}"
            raise AssertionError(message)
        self.home = Path(self._told["HOME"])
        self.pid = int(self._told.pop("pid"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def bus(self) -> str:
        """The address of its session bus."""
        return self._told["DBUS_SESSION_BUS_ADDRESS"]

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the whole environment of a program in the session, made from `base`."""
        return _bare(base) | self._told | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}

    def ask(self, target: Target, member: str, signature: str = "", *body: object) -> list[Any]:
        """Call a service of the session."""

        async def asked() -> list[Any]:
            async with connected(self.bus) as bus:
                return list((await answer_to(bus, call_of(target, member, signature, body))).body)

        return asyncio.run(asyncio.wait_for(asked(), 30))

    def close(self) -> None:
        self._keeper.end(_END_WITHIN_S)

    @property
    def gives_pictures(self) -> bool:
        """Whether its compositor draws in a way of which pictures can be had."""
        return self.name != "kde" or "Type: QPainter" not in str(self.ask(_KWIN, "supportInformation")[0])

    def screen(self) -> Image.Image:
        """Return what somebody else's program sees on the screen."""
        file = self.home / "screen.png"
        if self.name == "gnome":
            self.ask(_SHOT, "Screenshot", "bbs", False, False, str(file))
        else:
            self._run("grim", str(file))
        return Image.open(file).convert("RGB")

    def scale(self, factor: float) -> None:
        """Draw everything larger, as a person sets it."""
        if self.name == "gnome":
            serial, ((known, modes, _), *_), _logical, _more = self.ask(_CONFIG, "GetCurrentState")
            placed: list[tuple[object, ...]] = [(0, 0, factor, 0, True, [(known[0], modes[0][0], {})])]
            self.ask(_CONFIG, "ApplyMonitorsConfig", "uua(iiduba(ssa{sv}))a{sv}", serial, 1, placed, {})
        elif self.name == "kde":
            self._run("kscreen-doctor", f"output.1.scale.{factor}")
        else:
            self._run("wlr-randr", "--output", "HEADLESS-1", "--scale", str(factor))

    def lock(self) -> None:
        """Lock the screen, as a person does it."""
        if self.name in _LOCKS:
            self.ask(_LOCKS[self.name], "Lock")
        else:
            self._run("swaylock", "--daemonize")

    def unlock(self) -> None:
        """Unlock the screen, as the right password does."""
        if self.name in _LOCKS:
            self.ask(_LOCKS[self.name], "SetActive", "b", False)
        else:
            self._run("pkill", "-USR1", "-x", "swaylock")

    def frames(self) -> list[dict[str, Any]]:
        """Return GNOME's word on its windows: title, pid and box of each, the lowest first."""
        done, words = self.ask(_SHELL, "Eval", "s", _FRAMES)
        assert done, words
        frames: list[dict[str, Any]] = json.loads(json.loads(words))
        return frames

    @contextmanager
    def running(self, *command: str, more: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
        """Start a program as its person, and end it at the end."""
        with (self.home / f"{Path(command[0]).name}.log").open("ab") as words:
            process = subprocess.Popen(
                command, env=self.environment() | dict(more or {}), cwd=self.home,
                stdin=subprocess.DEVNULL, stdout=words, stderr=words,
            )  # fmt: skip
        try:
            yield process
        finally:
            end(process)

    def _run(self, *command: str) -> None:
        subprocess.run(command, env=self.environment(), check=True, timeout=60, stdout=subprocess.DEVNULL)


def is_still(session: WaylandSession) -> bool:
    """Say whether some pictures in a row are the same, below a panel with a clock."""
    below = (0, 60, *session.monitors[0])
    first = session.screen().crop(below)
    return all(session.screen().crop(below) == first for _ in range(3))


def _bare(base: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in base.items() if name not in _NOT_INHERITED}


class Sink:
    """A window of GTK 3 that writes down what reaches it: an area for the pointer on the left, a field on the right."""

    def __init__(self, session: WaylandSession, name: str) -> None:
        self.log = session.home / f"{name}.events"
        self.file = session.home / f"{name}.txt"

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [event for event in map(json.loads, lines) if not kinds or event["kind"] in kinds]

    def text(self) -> str:
        return self.file.read_text() if self.file.exists() else ""


@contextmanager
def sink(session: WaylandSession, title: str = "Sink", *, monitor: int = 0, box: Rect | None = None) -> Iterator[Sink]:
    """Show one that fills a monitor, or one of some size, and give it once it is there."""
    made = Sink(session, f"{title}-{len(list(session.home.glob('*.events')))}")
    size = "full" if box is None else f"{box.width}x{box.height}"
    words = ("/usr/bin/python3", str(SINK), str(made.log), str(made.file), title, str(monitor), size)
    with session.running(*words, more={"GDK_BACKEND": "wayland"}):
        wait_until(lambda: made.events("drawn"), f"the window “{title}”")
        if session.gives_pictures:
            with suppress(AssertionError):  # a window moves as it comes up, and a caret blinks for as long as it likes
                wait_until(lambda: is_still(session), within_s=10)
        yield made
