"""No command opens a file that lies in the folder that it is started in: the kernel tells what is opened there."""

import ctypes
import importlib.metadata
import json
import os
import re
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.cli.main import COMMANDS
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.waiting import PATIENCE_S, line_of, wait_until

PROGRAM = Path(sys.executable).with_name("desktop-agent")
BY_MODULE = (sys.executable, "-P", "-m", "desktop_agent")
# What is read where a program starts without anybody's having asked for it: settings, hooks, fonts, other programs.
READ_BY_NAME = (
    ".env", ".netrc", "config.toml", "conftest.py", "desktop_agent.py", "ffmpeg", "fonts.conf", "pip.conf",
    "pyproject.toml", "pyvenv.cfg", "qt.conf", "setup.cfg", "sitecustomize.py", "usercustomize.py", "xdg-open",
)  # fmt: skip
IN_OPEN, IN_NONBLOCK = 0x20, 0o4000  # linux/inotify.h
EVENT = struct.Struct("iIII")
# What each command is called with. None: it is tried by a test of its own.
WORDS: Mapping[str, tuple[str, ...] | None] = {
    "run": ("run", "press escape", "--approver", "none", "--mode", "auto"),
    "demo": ("demo", "--seed", "3"),
    "learn": None,  # waits for a person
    "runs": ("runs", "guide", "{run}", "--pdf", "-o", "{home}/guide.pdf"),
    "doctor": ("doctor",),
    "tray": None,
    "stop": ("stop",),
    "resume": ("resume", "{run}", "--approver", "none"),
    "replay": ("replay", "{run}", "--approver", "none", "--mode", "auto"),
    "run-steps": ("run-steps", "no-such.steps"),
    "tasks": ("tasks", "save", "again", "--from", "{run}"),
    "schedule": ("schedule", "list"),
    "film": ("film", "no-such.steps", "-o", "film"),
    "desk": ("desk", "list"),
    "mcp": None,
    "providers": ("providers", "test", "local"),
    "notify": ("notify", "test"),
    "secrets": ("secrets", "list"),
    "config": ("config", "show"),
    "guide": ("guide", "how-it-works"),
    "screenshot": ("screenshot", "-o", "{home}/picture.png"),
    "setup": ("setup",),
    "update": ("update",),
    "serve": None,
}
# A desk, a file or a task that is not there; a run that has ended well.
CODES = {"resume": 1, "run-steps": 2, "film": 2, "notify": 2, "update": 2}


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a file for each module of the standard library and of every package that is installed."""
    folder = tmp_path_factory.mktemp("traps")
    modules = {*sys.stdlib_module_names, *importlib.metadata.packages_distributions()} - {"desktop_agent"}
    for name in modules:
        (folder / f"{name}.py").write_text("import os\nos._exit(99)\n")
    for name in READ_BY_NAME:
        (folder / name).write_text("#!/bin/sh\nexit 99\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def environment(display: PrivateDisplay, traps: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a person who has had a task done, with its run in `RUN`; it opened nothing either."""
    home = tmp_path_factory.mktemp("home")
    found = {**display.environment(), "HOME": str(home), "DESKTOP_AGENT_HOME": str(home / "own"), "RUN": ""}
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    with watched(traps) as opened:
        assert 0 == called((str(PROGRAM), *(WORDS["run"] or ())), traps, found).returncode
        assert set() == opened.names()
    (run,) = (home / "own" / "data" / "runs").iterdir()
    return {**found, "RUN": run.name}


class Opened:
    """The names of the files in a folder that have been opened since the last look."""

    def __init__(self, folder: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._libc.inotify_init1(IN_NONBLOCK)
        assert self._libc.inotify_add_watch(self._fd, os.fsencode(folder), IN_OPEN) >= 0

    def names(self) -> set[str]:
        """Return them; a folder that is listed has no name."""
        found = set[str]()
        while data := self._read():
            while data:
                _, _, _, length = EVENT.unpack_from(data)
                found.add(os.fsdecode(data[EVENT.size : EVENT.size + length].rstrip(b"\0")))
                data = data[EVENT.size + length :]
        return found - {""}

    def close(self) -> None:
        """Hear no more."""
        os.close(self._fd)

    def _read(self) -> bytes:
        try:
            return os.read(self._fd, 1 << 16)
        except BlockingIOError:
            return b""


@contextmanager
def watched(folder: Path) -> Iterator[Opened]:
    """Watch a folder."""
    opened = Opened(folder)
    try:
        yield opened
    finally:
        opened.close()


def called(words: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    words = tuple(word.format(home=environment["HOME"], run=environment["RUN"]) for word in words)
    return subprocess.run(
        words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180,
        check=False,
    )  # fmt: skip


def test_the_watch_tells_what_is_opened(traps: Path) -> None:
    with watched(traps) as opened:
        (traps / "select.py").read_bytes()

        assert {"select.py"} == opened.names()


def test_python_itself_runs_a_file_of_the_folder_when_it_is_not_told_otherwise(traps: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "json.tool"], cwd=traps, input=b"1", capture_output=True, check=False)

    assert done.returncode


def test_every_command_has_its_words() -> None:
    assert {*COMMANDS} == {*WORDS}


def test_no_process_that_a_person_starts_opens_a_file_of_the_folder(traps: Path, environment: dict[str, str]) -> None:
    """Start one of each kind; a run, with what reads the screen for it, has been started by `environment`."""
    with watched(traps) as opened:
        assert 0 == called((*BY_MODULE, "runs", "list"), traps, environment).returncode
        assert set() == opened.names()
        started((str(PROGRAM), "tray"), traps, environment)
        assert set() == opened.names()
        answered_over_mcp(traps, environment)
        assert set() == opened.names()


@pytest.mark.parametrize("command", sorted(filter(WORDS.get, WORDS)))
def test_no_command_opens_a_file_of_the_folder(traps: Path, environment: dict[str, str], command: str) -> None:
    with watched(traps) as opened:
        done = called((str(PROGRAM), *(WORDS[command] or ())), traps, environment)

        assert set() == opened.names()
    assert CODES.get(command, 0) == done.returncode, done.stderr


@pytest.mark.parametrize("words", [("serve", "--port", "0"), ("learn", "Report")], ids=["serve", "learn"])
def test_what_goes_on_until_it_is_ended_opens_none(
    traps: Path, environment: dict[str, str], words: tuple[str, ...]
) -> None:
    with watched(traps) as opened:
        started((str(PROGRAM), *words), traps, environment)

        assert set() == opened.names()


def started(words: tuple[str, ...], folder: Path, environment: dict[str, str]) -> None:
    """Start what goes on until it is ended, and end it once it serves or has loaded its windows."""
    with subprocess.Popen(
        words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        if "serve" in words and process.stdout is not None:
            assert line_of(process.stdout).startswith(b"http://")
        else:
            maps = Path(f"/proc/{process.pid}/maps")
            wait_until(lambda: "PySide6" in maps.read_text(), what="its window library is loaded")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_S)


def answered_over_mcp(folder: Path, environment: dict[str, str]) -> None:
    """Have a look taken by an agent's client."""
    messages = (
        {"id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "look", "arguments": {}}},
    )  # fmt: skip
    with subprocess.Popen(
        [str(PROGRAM), "mcp"], cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for message in messages:
            process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        process.stdin.flush()
        answer = json.loads(line_of(process.stdout))
        while answer.get("id") != 2:
            answer = json.loads(line_of(process.stdout))
        process.communicate(timeout=PATIENCE_S)
    assert re.search("image", json.dumps(answer["result"]))
