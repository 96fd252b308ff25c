"""Real applications for tests: started on a private display, in a home of their own, found by their window's title."""

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.display import Display, Reachable
from tests.fakes.waiting import wait_until


@dataclass(frozen=True, slots=True)
class App:
    process: subprocess.Popen[bytes]
    window: int  # the X window id of its own (client) window
    display: PrivateDisplay

    def title(self) -> str:
        return title_of(self.display, self.window)

    def frame(self) -> tuple[int, int, int, int]:
        return box_of(self.display, self.window)


def box_of(display: Display, window: int) -> tuple[int, int, int, int]:
    reported = wait_until(lambda: _placed(display, window), f"window {window} to be managed")
    words = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
    left, top, width, height = (int(re.findall(rf"{word}: +(-?\d+)", reported)[0]) for word in words)
    return left, top, width, height


def framed_box_of(display: Display, window: int) -> tuple[int, int, int, int]:
    left, top, width, height = box_of(display, window)
    reported = _run(display, "xprop", "-id", str(window), "-notype", "_NET_FRAME_EXTENTS")
    sides = [int(found) for found in re.findall(r"(?<=[ ,=])\d+", reported)] or [0, 0, 0, 0]
    return left - sides[0], top - sides[2], width + sides[0] + sides[1], height + sides[2] + sides[3]


@contextmanager
def running(
    command: Sequence[str | Path], display: PrivateDisplay, home: Path, title: str,
    *, environment: Mapping[str, str] | None = None, talking: bool = False,
) -> Iterator[App]:  # fmt: skip
    """Start a program, wait until a window whose title matches the regular expression is seen, end it at the end.

    Its HOME and XDG folders are under `home`, so that it starts as for a new user and changes nothing else.
    `talking`: its stdin and stdout are pipes, else it hears nothing and what it says goes to its log.
    """
    words = [str(word) for word in command]
    log = home / f"{Path(words[0]).name}.log"
    home.mkdir(parents=True, exist_ok=True)
    whole = display.environment() | home_of_its_own(home) | dict(environment or {})
    with log.open("ab") as text:
        received, answered = (subprocess.PIPE, subprocess.PIPE) if talking else (subprocess.DEVNULL, text)
        process = subprocess.Popen(words, env=whole, cwd=home, stdin=received, stdout=answered, stderr=text)
    try:
        window = wait_until(
            lambda: _ended(process, log) or next(iter(windows(display, title)), 0), f"a window “{title}”"
        )
        yield App(process, window, display)
    finally:
        end(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def home_of_its_own(home: Path) -> dict[str, str]:
    folders = {"XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".local/share", "XDG_CACHE_HOME": ".cache"}
    # Our own package must be found from any folder, installed or not.
    own = {"HOME": str(home), "LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[3])}
    return own | {name: str(home / folder) for name, folder in folders.items()}


def windows(display: Reachable, title: str) -> tuple[int, ...]:
    return _searched(display, "--name", title)


def windows_of(display: Display, name: str) -> tuple[int, ...]:
    return _searched(display, "--classname", f"^{name}$")


def titles(display: Display) -> tuple[str, ...]:
    return tuple(title_of(display, window) for window in managed(display))


def managed(display: Display) -> tuple[int, ...]:
    reported = root_property(display.environment(), "_NET_CLIENT_LIST")
    return tuple(int(found, 16) for found in re.findall(r"0x[0-9a-f]+", reported))


def title_of(display: Display, window: int) -> str:
    return _xdotool(display, "getwindowname", str(window)).strip()


def active(display: Display) -> int:
    """Return the window that the window manager gives the keyboard now; 0 for none."""
    return int(_xdotool(display, "getactivewindow").strip() or 0)


def root_property(environment: Mapping[str, str], name: str) -> str:
    asked = subprocess.run(
        ["xprop", "-root", name], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    return asked.stdout + asked.stderr


def end(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _ended(process: subprocess.Popen[bytes], log: Path) -> int:
    if process.poll() not in {None, 0}:
        message = f"{process.args!r} ended with {process.returncode}: {log.read_text(errors='replace')[-800:]}"
        raise AssertionError(message)
    return 0


def _placed(display: Display, window: int) -> str:
    """Return what the server says of a window's place; empty while the manager that is to give it one has not."""
    state = _run(display, "xprop", "-id", str(window), "-notype", "WM_STATE")
    # Not xdotool: it counts the width of the frame twice.
    reported = _run(display, "xwininfo", "-id", str(window))
    return reported if "window state" in state or "Override Redirect State: yes" in reported else ""


def _run(display: Display, *words: str) -> str:
    return subprocess.run(
        words, env=display.environment(), capture_output=True, text=True, check=True, timeout=60
    ).stdout


def _searched(display: Reachable, *words: str) -> tuple[int, ...]:
    """Search again where xdotool failed: a window that goes while it looks ends it, and says nothing of the others."""

    def search() -> list[str]:
        asked = _asked(display, "search", "--onlyvisible", *words)
        return [] if asked.stderr else ["found", *asked.stdout.split()]

    return tuple(int(word) for word in wait_until(search, "a search that ends")[1:])


def _xdotool(display: Display, *words: str) -> str:
    return _asked(display, *words).stdout


def _asked(display: Reachable, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["xdotool", *words], env=display.environment(), capture_output=True, text=True, check=False, timeout=60
    )
