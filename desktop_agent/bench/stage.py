"""The desk of one task: a home of its own at the path that tasks name, what is set up there, and the way inside.

Nothing of the person's is on it: their home is not shown, and all that the task leaves lies in a folder that is thrown
away. Every command of a task runs inside of the desk's walls, by the stage hand (`inside/hand.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from desktop_agent.bench import inside
from desktop_agent.bench.sets import BenchError, TaskSet
from desktop_agent.bench.task import HOME, STAND_INS, Json, SetUpStep, asset_of, stand_in
from desktop_agent.core.events import Announce, DeskEnd
from desktop_agent.core.function import Function
from desktop_agent.core.message import Message
from desktop_agent.desk.hidden_list import HomePlaces
from desktop_agent.desk.sandbox.desk_ending import ENDED_WORDS
from desktop_agent.desk.sandbox.plan import DeskLimits, ExtraBind
from desktop_agent.desk.sandbox.side_desk import DeskWish, SideDesk
from desktop_agent.desk.sandbox.walls import PROGRAMS_INSIDE
from desktop_agent.run.control import StopSource
from desktop_agent.run.ending import RunEnding
from desktop_agent.run.ports import Approver

if TYPE_CHECKING:
    from desktop_agent.run.control import ThreadStop
    from desktop_agent.run.stream import Stream

SIZE = (1920, 1080)
TOOLS = "/run/bench"
_HAND_WITHIN_S, _ASK_WITHIN_S, _WINDOWS_WITHIN_S, _REST_WITHIN_S = 20.0, 150.0, 30.0, 10.0
_LOOK_EVERY_S, _AT_REST_S = 0.1, 1.0
_LONGEST_SLEEP_S = 10.0
_FOLDERS = ("Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos", ".config", ".local/share", ".local/bin")
_SIZES: Mapping[str, str] = {
    "{SCREEN_WIDTH_HALF}": str(SIZE[0] // 2),
    "{SCREEN_HEIGHT_HALF}": str(SIZE[1] // 2),
    "{SCREEN_WIDTH}": str(SIZE[0]),
    "{SCREEN_HEIGHT}": str(SIZE[1]),
    "{CLIENT_PASSWORD}": "password",
}


class Stage:
    """A desk for one task, and a run's `OwnDesktop`; a context manager."""

    def __init__(self, tasks: TaskSet, name: str, packages: Path | None, *, minutes: float) -> None:
        """Open it, with packages for the Python of set-up steps.

        DeskError where this computer can have no desk, BenchError where nobody answers inside.
        """
        self.notes: list[str] = []  # what of the set-up did not go as told
        self.outside: dict[str, str] = {}  # nobody is told outside
        self.waits = True  # and nothing of it ever counts
        self._tasks = tasks
        self._scratch = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
        root = Path(self._scratch.name)
        self.home = root / "home"
        self.hand = root / "hand"
        for folder in (*(self.home / one for one in _FOLDERS), self.hand, root / "nobody", root / "desks"):
            folder.mkdir(parents=True)
        (self.home / ".bashrc").write_text("PS1='\\w\\$ '\n")
        try:
            self.side = SideDesk(_wish(root, name, packages, minutes))
        except BaseException:
            self._scratch.cleanup()
            raise
        self._over: DeskEnd | None = None

    def __enter__(self) -> Self:
        try:
            self._wait_for_hand()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it and throw away all that is on it."""
        self.side.close()
        self._scratch.cleanup()

    # What is told to the stage hand.

    def ask(self, address: str, /, **told: object) -> Json:
        """Have something done or looked up inside; BenchError with its words where that cannot be."""
        connection = _Connection(self.hand / "socket")
        try:
            connection.request("POST", address, json.dumps(told), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content: Json = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise BenchError(Message("The desk isn't responding: {error}.", error=error)) from error
        finally:
            connection.close()
        if answer.status != http.client.OK:
            raise BenchError(str(content.get("message", answer.status)))
        return content

    def set_up(self, steps: Iterable[SetUpStep], *, rests: bool = False) -> None:
        """Carry out steps of a set-up; as in OSWorld, one that fails is noted and the next is done.

        Steps press keys and click blindly, with pauses for an idle computer: with `rests` the desk comes to rest after
        each.
        """
        launched = 0
        for step in steps:
            try:
                launched += step.kind in {"launch", "open"}
                self._do(step)
            except BenchError as error:
                self.notes.append(f"{step.kind}: {error.message}")
            if rests and step.kind != "sleep":
                self._rested(_REST_WITHIN_S)
        if launched and not self._rested(_WINDOWS_WITHIN_S, with_window=True):
            self.notes.append("no window came, or the desk did not come to rest")

    def _do(self, step: SetUpStep) -> None:
        told = _filled(step.parameters)
        match step.kind:
            case "upload_file" | "download":
                for file in told.get("files") or ():
                    self._put(str(file.get("local_path") or file.get("url")), str(file["path"]))
            case "execute" | "command":
                done = self.ask("/execute", command=told.get("command"), shell=bool(told.get("shell")))
                if done.get("returncode"):
                    self.notes.append(f"{step.kind}: {done['returncode']} {str(done.get('error'))[:200]}")
            case "launch":
                self.ask("/setup/launch", command=told.get("command"), shell=bool(told.get("shell")))
            case "open":
                self.ask("/setup/open_file", path=told.get("path"))
            case "sleep":
                time.sleep(min(float(told.get("seconds", 0)), _LONGEST_SLEEP_S))
            case "activate_window" | "close_window":
                self.ask(f"/setup/{step.kind}", **told)
            case kind:
                raise BenchError(Message("set-up step {kind}", kind=kind))

    def _put(self, source: str, path: str) -> None:
        asset = asset_of(source, self._tasks)
        if asset is None:
            raise BenchError(Message("missing asset {name}", name=source))
        inside_home = path.startswith(f"{HOME}/")
        place = self.home / path.removeprefix(f"{HOME}/") if inside_home else self.home / ".put"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(asset, place)
        if not inside_home:
            self.ask("/execute", command=["install", "-D", "-m", "644", f"{HOME}/.put", path])
            place.unlink()

    def _wait_for_hand(self) -> None:
        until = time.monotonic() + _HAND_WITHIN_S
        while True:
            try:
                self.ask("/screen_size")
            except BenchError:
                if time.monotonic() > until or self.side.has_ended:
                    raise
                time.sleep(_LOOK_EVERY_S)
            else:
                return

    def _rested(self, within_s: float, *, with_window: bool = False) -> bool:
        """Wait until for a second no window comes or goes and nothing is at work; tell whether that came."""
        until = time.monotonic() + within_s
        seen: object = None
        since = time.monotonic()
        while time.monotonic() < until:
            told = self.ask("/windows")
            if told["windows"] != seen or told["busy"]:
                seen, since = told["windows"], time.monotonic()
            elif (seen or not with_window) and time.monotonic() - since > _AT_REST_S:
                return True
            time.sleep(_LOOK_EVERY_S)
        return False

    # What a run asks of a desktop of its own.

    @property
    def id(self) -> str:
        """The desk's name."""
        return self.side.id

    def begin(self, run: str) -> None:
        """Take note of nothing: the results name the run."""

    def programs(self, task: str, environment: Mapping[str, str]) -> Mapping[str, Function]:
        """Return nothing: what is there is set up by the task."""
        del task, environment
        return {}

    def staged(self, path: Path) -> Path | None:
        """Return where a file of the task's home lies; None where it is none."""
        if path.is_relative_to(HOME):
            return self.home / path.relative_to(HOME)
        return None

    def watch(self, stop: Callable[[StopSource, str], None]) -> None:
        """Stop the run as soon as the desk ends by itself."""
        import threading

        threading.Thread(target=partial(self._watch, stop), name="bench-desk-watch", daemon=True).start()

    def join(self, approver: Approver, questions: asyncio.Lock, stop: ThreadStop, stream: Stream) -> None:
        """Ask nobody: nothing leaves it."""

    async def end(self, ending: RunEnding, announce: Announce) -> RunEnding:
        """Stay: the judge looks at it once the run is over."""
        del announce
        return ending

    def _watch(self, stop: Callable[[StopSource, str], None]) -> None:
        while (by := self.side.over) is None:
            time.sleep(_LOOK_EVERY_S)
        with contextlib.suppress(OSError, ValueError):
            stop("signal", ENDED_WORDS[by])


def _wish(root: Path, name: str, packages: Path | None, minutes: float) -> DeskWish:
    tools = root / "tools"
    here = Path(inside.__file__).parent
    (tools / "bin").mkdir(parents=True)
    (tools / "python").mkdir()
    for seen in ("hand", "packages"):  # where the socket and packages are seen
        (tools / seen).mkdir()
    shutil.copyfile(here / "hand.py", tools / "hand.py")
    for module in ("pyautogui.py", "x11.py"):
        shutil.copyfile(here / module, tools / "python" / module)
    for program in ("python", "python3"):
        _write_program(
            tools / "bin" / program, f'PYTHONPATH={TOOLS}/python:{TOOLS}/packages exec /usr/bin/python3 "$@"'
        )
    for program in STAND_INS:
        if other := stand_in(program, _has):
            _write_program(tools / "bin" / program, _STARTS.get(program, 'exec {other} "$@"').format(other=other))
    return DeskWish(
        root / "desks",
        HomePlaces(root / "nobody"),
        task=name,
        size=SIZE,
        limits=DeskLimits(minutes=minutes),
        programs=((f"{TOOLS}/bin/python3", f"{TOOLS}/hand.py", f"{TOOLS}/hand/socket"),),
        environment={
            "HOME": HOME,
            "USER": "user",
            "LOGNAME": "user",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PATH": f"{HOME}/.local/bin:{TOOLS}/bin:{PROGRAMS_INSIDE}",
        },
        binds=(
            ExtraBind(str(root / "home"), HOME, writable=True),
            ExtraBind(str(tools), TOOLS),
            ExtraBind(str(root / "hand"), f"{TOOLS}/hand", writable=True),
            *(() if packages is None else (ExtraBind(str(packages), f"{TOOLS}/packages"),)),
        ),
    )


# How a stand-in takes the arguments of what it stands for, where they differ.
_STARTS: Mapping[str, str] = {
    "gnome-terminal": (
        "folder=$HOME\nwhile [ $# -gt 0 ]; do case $1 in\n  --working-directory=*) folder=${{1#*=}};;\n"
        "  --working-directory) folder=$2; shift;;\n  --) shift; break;;\n  -*) ;;\n  *) break;;\nesac; shift; done\n"
        'cd "$folder" || exit\nif [ $# -gt 0 ]; then exec {other} -T Terminal -fa Monospace -e "$@"; fi\n'
        "exec {other} -T Terminal -fa Monospace -e bash"
    ),
    "google-chrome": 'exec {other} --no-first-run --no-default-browser-check "$@"',
}


def _write_program(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def _has(name: str) -> bool:
    return shutil.which(name, path=PROGRAMS_INSIDE) is not None


def _filled(told: Json) -> Json:
    text = json.dumps(told)
    for name, value in _SIZES.items():
        text = text.replace(name, value)
    filled: Json = json.loads(text)
    return filled


class _Connection(http.client.HTTPConnection):
    """A connection to a socket in a folder."""

    def __init__(self, place: Path) -> None:
        super().__init__("desk", timeout=_ASK_WITHIN_S)
        self._place = str(place)

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._place)
