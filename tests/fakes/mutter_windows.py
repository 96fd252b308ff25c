"""Windows in a private mutter that tell what reaches them; no such window knows where it is on the screen."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.apps import end, home_of_its_own
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.waiting import wait_until

# Raw, so that all that comes is written; 1004 has the terminal tell when it gets and loses the keyboard.
_PROGRAM = "stty raw -echo; printf '\\033[?1004h'; exec cat >> '{out}'"
_HAS_KEYBOARD, _LOST_KEYBOARD = "\x1b[I", "\x1b[O"


@dataclass(frozen=True, slots=True)
class FootWindow:
    """A terminal that writes all that it gets to a file."""

    process: subprocess.Popen[bytes]
    out: Path

    def text(self) -> str:
        """Return what has been typed into it."""
        text = self.out.read_bytes().decode(errors="replace").replace("\r", "\n")
        return text.replace(_HAS_KEYBOARD, "").replace(_LOST_KEYBOARD, "")

    def has_keyboard(self) -> bool:
        """Tell whether it has the keyboard, as far as it was told."""
        told = self.out.read_text(errors="replace") if self.out.exists() else ""
        return told.rfind(_HAS_KEYBOARD) > told.rfind(_LOST_KEYBOARD)


@contextmanager
def foot_in_mutter(mutter: PrivateMutter, home: Path) -> Iterator[FootWindow]:
    """Start a terminal, and wait until it has the keyboard: there has to be one."""
    home.mkdir(parents=True, exist_ok=True)
    out = home / "foot.out"
    with _running(["foot", "sh", "-c", _PROGRAM.format(out=out)], mutter, home) as process:
        window = FootWindow(process, out)
        wait_until(window.has_keyboard, "a terminal with the keyboard")
        yield window


@contextmanager
def _running(command: list[str], mutter: PrivateMutter, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(
            command, env=mutter.environment() | home_of_its_own(home), cwd=home,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        end(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
