"""What the keepers of private displays have in common: one line that says what is there, a session bus, and an end.

A keeper is a process that starts servers for its parent, says in a line of JSON on stdout where they are or what is
missing, and ends them when its stdin closes: so they also end when the parent is killed outright.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.servers import ACCESSIBILITY_ON, bus_command, temporary_parent
from desktop_agent.lib.child_process import ChildProcess, finish, python_command

_log = logging.getLogger(__name__)

START_WITHIN_S = 30.0
END_WITHIN_S = 3.0
CLOSE_WITHIN_S = 10.0
_SHORTEST_PX = 200
_LONGEST_PX = 8192
_SESSION_LEFTOVERS = ("AT_SPI_BUS_ADDRESS", "QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "GDK_SCALE", "QT_IM_MODULE")
_NOTHING_SAID = json.dumps(
    {"error": "The private display didn't start.", "hint": "Try again when the machine is less busy."}
)


def start_keeper(module: str, *arguments: str) -> tuple[ChildProcess, dict[str, str]]:
    """Start a keeper, and return it with what it says of its display; NoScreenError when that did not start."""
    began = time.monotonic()
    keeper = ChildProcess(python_command(module, *arguments), requests=True)
    facts: dict[str, str] = json.loads(keeper.first_line(START_WITHIN_S) or _NOTHING_SAID)
    if "error" in facts:
        keeper.end(END_WITHIN_S)
        _log.info("%s: no private display; it ended with %s", module, keeper.exit_code)
        raise NoScreenError(facts["error"], facts["hint"])
    _log.info("%s: a private display after %d ms", module, (time.monotonic() - began) * 1000)
    return keeper, facts


def check_size(width: int, height: int) -> None:
    """Raise NoScreenError for a size that no private display can have."""
    if not all(_SHORTEST_PX <= side <= _LONGEST_PX for side in (width, height)):
        raise NoScreenError(
            Message("A private display can't be {width}x{height} pixels.", width=width, height=height),
            Message("Choose a width and height between {least} and {most}.", least=_SHORTEST_PX, most=_LONGEST_PX),
        )


def environment_on(
    facts: Mapping[str, str], base: Mapping[str, str], other_screens: Iterable[str], own: Mapping[str, str]
) -> dict[str, str]:
    """Return the whole environment of a program on a private display, made from `base`; `own` says where that is."""
    inherited = {name: value for name, value in base.items() if name not in {*other_screens, *_SESSION_LEFTOVERS}}
    common = {
        "XDG_RUNTIME_DIR": facts["folder"],
        # "disabled:" keeps programs from finding, or starting, the session bus of the person's own desktop.
        "DBUS_SESSION_BUS_ADDRESS": facts["bus"] or "disabled:",
    }
    return {**inherited, **common, **own, **({} if facts["bus"] else {"NO_AT_BRIDGE": "1"})}


@contextmanager
def use_environment(environment: Mapping[str, str]) -> Iterator[None]:
    """Move this process to another environment, whole, for as long as the block lasts."""
    before = dict(os.environ)
    _log.debug("this process moves to display %s", environment.get("DISPLAY"))
    try:
        _set_environment(environment)
        yield
    finally:
        _set_environment(before)


def _set_environment(environment: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)


def serve(start: Callable[[Path, ExitStack], dict[str, str]]) -> int:
    """Serve what `start` starts until stdin closes; return 0, or 1 when it could not start.

    `start` gets a folder of its own, and registers what is to end; NoScreenError from it is reported to the parent.
    """
    signal.signal(signal.SIGTERM, _exit_on_signal)
    with ExitStack() as ending:
        own = tempfile.TemporaryDirectory(prefix="desktop-agent-", dir=temporary_parent())
        folder = Path(ending.enter_context(own))
        try:
            facts = start(folder, ending)
        except NoScreenError as error:
            _print_facts({"error": error.message, "hint": error.hint})
            return 1
        _print_facts(facts)
        sys.stdin.buffer.read()
    return 0


def _print_facts(facts: dict[str, str]) -> None:
    """Say it in a line to the parent, which may have been stopped in the meantime."""
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), json.dumps(facts).encode() + b"\n")


def start_bus(folder: Path, ending: ExitStack) -> str:
    """Start a session bus with accessibility on; return its address, or "" where the programs for it are missing."""
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    if not (shutil.which("dbus-daemon") and shutil.which("dbus-send")):
        return ""
    address = f"unix:path={folder}/bus"
    bus = start_program(bus_command("--session", f"--address={address}"), folder / "bus.log", ending, listens=True)
    if not bus.output.readline():
        return ""
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
    try:
        answer = finish(ACCESSIBILITY_ON, within_s=START_WITHIN_S)
    except subprocess.TimeoutExpired:
        return ""
    with (folder / "bus.log").open("ab") as log:
        log.write(answer.stdout + answer.stderr)
    return address if answer.returncode == 0 else ""


def start_program(
    command: list[str], log: Path, ending: ExitStack, *, keep: tuple[int, ...] = (), listens: bool = False
) -> ChildProcess:
    """Start a program that ends when `ending` does; it writes to `log`, except its output with `listens`."""
    with log.open("ab") as file:
        output = subprocess.PIPE if listens else file
        process = ChildProcess(command, output=output, errors=file, pass_fds=keep)
    ending.callback(process.end, END_WITHIN_S)
    return process


def _exit_on_signal(_signal: int, _frame: object) -> None:
    raise SystemExit(0)
