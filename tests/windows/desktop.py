"""A Windows desktop for tests: Wine on a private X display, its programs, and the X server's own word on them."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.waiting import wait_until
from tests.windows.place import PYTHON, environment, windows_path

INSIDE = Path(__file__).with_name("inside")
_PYTHON = str(PYTHON / "python.exe")
_WITHIN_S = 180
# Wine's desktop goes a second after the last program that uses it. The next one would start it anew, as a child that
# keeps its pipes: whoever reads these would wait for ever.
_STAYS = "import ctypes, sys; ctypes.windll.user32.GetDesktopWindow(); print('stays', flush=True); sys.stdin.read()"


class WineDesktop:
    """All programs of Wine on one display; a context manager."""

    def __init__(self, display: PrivateDisplay, home: Path) -> None:
        self.display = display
        self.home = home
        self._stays = ExitStack()
        self._environment = environment(display.environment(), DESKTOP_AGENT_HOME=windows_path(home), LC_ALL="C.UTF-8")

    def __enter__(self) -> Self:
        """Start what stays: it keeps every open file of who starts it, so it is given none."""
        self._call("wineserver", "-p")
        quiet = subprocess.DEVNULL
        self._notepad = subprocess.Popen(
            ["wine", "notepad.exe"], env=self._environment, stdin=quiet, stdout=quiet, stderr=quiet,
            start_new_session=True,
        )  # fmt: skip
        self.await_window("Untitled - Notepad")
        assert "stays" == self._stays.enter_context(self.running("-c", _STAYS)).line()
        self.end("notepad.exe")
        return self

    def __exit__(self, *_: object) -> None:
        """End every program of this Wine, and no other's: the server knows them by their prefix."""
        self._stays.close()
        self._call("wineserver", "-k")
        self._call("wineserver", "-w")
        self._notepad.wait(_WITHIN_S)

    def end(self, program: str) -> None:
        """End a Windows program by the name of its file, on this desktop alone."""
        self._call("wine", "taskkill", "/f", "/im", program)

    def python(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the interpreter to its end; what it prints comes through pipes, as it takes no files for them."""
        return subprocess.run(
            ["wine", _PYTHON, *words], env=self._environment | more, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, encoding="utf-8", check=False, timeout=_WITHIN_S,
        )  # fmt: skip

    def desktop_agent(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the program to its end."""
        return self.python("-m", "desktop_agent", *words, **more)

    @contextmanager
    def running(self, *words: str, **more: str) -> Iterator["WindowsProgram"]:
        """Give a program of the interpreter while it runs; it ends with its standard input, or is ended."""
        process = subprocess.Popen(
            ["wine", _PYTHON, "-u", *words], env=self._environment | more, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        program = WindowsProgram(process)
        try:
            yield program
        finally:
            process.kill()
            process.communicate()

    def inside(self, name: str) -> str:
        """Return the path of one of our own programs for Windows."""
        return windows_path(INSIDE / f"{name}.py")

    def await_window(self, title: str) -> int:
        """Wait for a window with exactly this title, by the X server; return its number there."""
        found = wait_until(lambda: self._xdotool("search", "--name", f"^{title}$").split(), title, within_s=_WITHIN_S)
        return int(found[0])

    def box_of(self, window: int) -> tuple[int, ...]:
        """Return where the X server has a window: x, y, width, height."""
        done = subprocess.run(
            ["xwininfo", "-id", str(window)], env=self._environment, capture_output=True, text=True, check=True
        )
        facts = dict(line.strip().split(":", 1) for line in done.stdout.splitlines() if ":" in line)
        return tuple(int(facts[name]) for name in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"))

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False, timeout=_WITHIN_S
        )
        return done.stdout

    def _call(self, *words: str) -> None:
        quiet = subprocess.DEVNULL
        subprocess.run(
            words, env=self._environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, check=False,
            timeout=_WITHIN_S,
        )  # fmt: skip


class WindowsProgram:
    """A program that is told things and tells things, one JSON value a line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def line(self) -> str:
        """Return the next line that it prints; what it complained of when there is none."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(self.process.communicate()[1][-2000:])
        return line.rstrip("\n")

    def answer(self) -> object:
        """Return what the next line says."""
        return json.loads(self.line())

    def tell(self, value: object) -> None:
        """Tell it something."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(value) + "\n")
        self.process.stdin.flush()

    def rest(self) -> list[dict[str, object]]:
        """End its input, and return all that it says until its end."""
        words, _ = self.process.communicate(timeout=_WITHIN_S)
        return [json.loads(line) for line in words.splitlines()]


def is_wanted() -> bool:
    """Tell whether these tests are asked for: they need what `sh packaging/setup.sh windows-test` sets up."""
    return bool(os.environ.get("DESKTOP_AGENT_TEST_WINDOWS"))
