"""Starts programs that hold keys, kills them, and asks the X server, as another client, what is down."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from Xlib import XK, X, display
from Xlib.ext import xtest

from tests.fakes.processes import find, is_stopped, status
from tests.fakes.waiting import wait_until

ROOT = Path(__file__).parents[2]
X11_WATCHDOG = "x11.input.watchdog"


class Onlooker:
    """Another client of a display: says what is down there, and can hold a key of its own, as a person would."""

    def __init__(self, name: str) -> None:
        self._display = display.Display(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._display.close()

    def down(self) -> set[str]:
        """Return what the server says is down: keys by the name of their symbol, buttons 1 to 5 as "button 1"."""
        keys = (
            8 * n + bit for n, byte in enumerate(self._display.query_keymap()) for bit in range(8) if byte >> bit & 1
        )
        mask = self._display.screen().root.query_pointer().mask
        return {self._name(code) for code in keys} | {
            f"button {n}" for n in range(1, 6) if mask & X.Button1Mask << n - 1
        }

    def key(self, name: str, *, down: bool) -> None:
        code = self._display.keysym_to_keycode(XK.string_to_keysym(name))
        xtest.fake_input(self._display, X.KeyPress if down else X.KeyRelease, code)
        self._display.sync()

    def release_all(self) -> None:
        """Release whatever programs have pressed, so that the next test begins with nothing down."""
        for kind, numbers in ((X.KeyRelease, range(8, 256)), (X.ButtonRelease, range(1, 10))):
            for number in numbers:
                xtest.fake_input(self._display, kind, number)
        self._display.sync()

    def _name(self, code: int) -> str:
        symbol = self._display.keycode_to_keysym(code, 0)
        return next((name[3:] for name in dir(XK) if name.startswith("XK_") and getattr(XK, name) == symbol), str(code))


@dataclass(frozen=True, slots=True)
class Victim:
    process: subprocess.Popen[bytes]

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def hear(self, word: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline().decode().strip() == word

    def watchdog(self, module: str = X11_WATCHDOG) -> int:
        return wait_until(lambda: next(iter(watchdogs(self.process.pid, module)), 0))

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def watchdogs(parent: int, module: str = X11_WATCHDOG) -> list[int]:
    return find(words=(module,), below=parent)


def await_no_suspension(pid: int) -> None:
    """Return once a SIGSTOP that has been sent has suspended a process, and that goes on."""
    sent = 1 << signal.SIGSTOP - 1
    wait_until(lambda: not int(status(pid)["ShdPnd"], 16) & sent, "the suspension")
    wait_until(lambda: not is_stopped(pid), "the process to go on")


@contextlib.contextmanager
def victim(mode: str, environment: Mapping[str, str], ledgers: Path | str = "", seed: int = 0) -> Iterator[Victim]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.input.restless", mode, str(seed), str(ledgers)],
        env=dict(environment), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    yours = Victim(process)
    try:
        yield yours
    finally:
        yours.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def victims(count: int, environment: Mapping[str, str]) -> Iterator[Victim]:
    """Return programs that are ready to work at random, one after the other; the next one starts meanwhile."""
    with contextlib.ExitStack() as stack:
        following = stack.enter_context(victim("on", environment))
        for n in range(1, count + 1):
            yours = following
            yours.hear("ready")
            if n < count:
                following = stack.enter_context(victim("on", environment, seed=n))
            yield yours
