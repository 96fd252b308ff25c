"""How the program in a terminal takes input, by real programs in real terminals."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.core.decisions.decision import TerminalReader
from desktop_agent.lib.terminals import foreground_of, reader_of
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program

# Holds the near end of a terminal, as the window of one does, until its input ends.
EMULATOR = """
import os, pty, sys, threading
for words in " ".join(sys.argv[1:]).split(" -- "):
    pid, near = pty.fork()
    if not pid:
        os.execvp(words.split()[0], words.split())
    threading.Thread(target=lambda end=near: [*iter(lambda: os.read(end, 9999), b"")], daemon=True).start()
sys.stdin.read()
"""


@contextmanager
def terminal(*commands: Sequence[str], home: Path) -> Iterator[int]:
    """Run each command in a terminal of its own, all held by one process; give that one's id."""
    words = " -- ".join(" ".join(command) for command in commands).split()
    environment = {"PATH": "/usr/bin:/bin", "TERM": "xterm", "HOME": str(home), "TMUX_TMPDIR": str(home)}
    with subprocess.Popen(
        [sys.executable, "-c", EMULATOR, *words],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=home,
    ) as process:
        yield process.pid
        process.kill()


@pytest.mark.parametrize(
    ("command", "reader"),
    [
        ("cat", "lines"),
        ("bash --norc", "lines"),
        ("dash", "lines"),
        ("sqlite3", "lines"),
        ("less /etc/passwd", "lines"),
        ("script -qc cat log", "lines"),
        ("vim -u NONE", "vi"),
        ("nano", "text"),
        ("emacs -nw -Q", "text"),
        ("node", ""),
    ],
)
def test_the_mode_of_a_terminal_tells_how_input_is_taken(command: str, reader: TerminalReader, tmp_path: Path) -> None:
    words = command.split()
    if not shutil.which(words[0]):
        pytest.skip(words[0])
    with terminal(words, home=tmp_path) as pid:
        wait_until(lambda: reader_of(pid) == reader, f"{reader!r} of {command}")


@pytest.mark.skipif(not shutil.which("tmux"), reason="tmux")
@pytest.mark.parametrize(
    ("command", "reader"),
    [
        ("sqlite3", "lines"),
        ("vim", "vi"),
        ("sqlite3 ; split-window vim", "vi"),
        ("sqlite3 ; split-window -d vim", "lines"),
    ],
)
def test_the_pane_of_tmux_that_has_the_keyboard_tells_it(command: str, reader: TerminalReader, tmp_path: Path) -> None:
    def tmux(*words: str) -> str:
        environment = {"TMUX_TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
        asked = subprocess.run(["tmux", *words], env=environment, capture_output=True, text=True, check=False)
        return asked.stdout

    with terminal(["tmux", "new", *command.split()], home=tmp_path) as pid:
        wait_until(lambda: tmux("list-clients"), "a client")
        try:
            wait_until(lambda: reader_of(pid) == reader, f"{reader!r} of {command}")
        finally:
            tmux("kill-server")


def test_several_terminals_of_a_window_tell_only_what_they_agree_on(tmp_path: Path) -> None:
    with terminal(["cat"], ["dash"], home=tmp_path) as alike:
        wait_until(lambda: reader_of(alike) == "lines", "two that read lines")
    with terminal(["cat"], ["vim", "-u", "NONE"], home=tmp_path) as apart:
        wait_until(lambda: reader_of(apart) == "", "two that differ")


def test_nothing_is_known_of_a_process_that_is_gone_or_holds_no_terminal() -> None:
    assert reader_of(None) == ""
    assert foreground_of(None) == ()
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        assert reader_of(process.pid) == ""
        assert foreground_of(process.pid) == ()
        process.communicate()
