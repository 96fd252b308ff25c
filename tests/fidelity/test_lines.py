"""Several lines in one text come to real programs in a terminal as they read them, by what these then write."""

import shutil
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.core.programs import last_part
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.programs import executable_of
from desktop_agent.lib.terminals import foreground_of
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.spec import HostParts, RunSpec
from desktop_agent.screen.ocr.reader import OcrReader
from tests.fakes.programs.apps import App, running
from tests.fakes.servers.script import Answer, asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.fidelity.cells import LOOK, Body, notes_in, settings_for

CODE = "def f(a):\n    if a:\n        for i in a:\n            print(i)\n    return 0\n"
SQL = "create table t(\n  a int\n);\ninsert into t values (7);\n.output out\nselect a from t;\n.quit\n"
GDB = "set confirm off\nset logging file out\nset logging enabled on\nprint 6*7\nquit\n"
SHELL = "cat > out <<'X'\nall:\n\techo hi\nX\n"
VIM = "vim -u NONE -N --cmd 'set notitle'"
INDENTING = f"{VIM} --cmd 'filetype plugin indent on | set autoindent smartindent'"
ESCAPE = {"type": "keypress", "keys": ["escape"]}


NEEDED = frozenset({"sqlite3", "gdb", "tmux", "vim", "less"})


@pytest.fixture(scope="module")
def reader() -> Iterator[OcrReader]:
    with OcrReader() as one:
        one.start()
        yield one


def foreground(app: App) -> set[str]:
    return {last_part(executable_of(process)).partition(".")[0] for process in foreground_of(app.process.pid)}


def typed(text: str) -> Mapping[str, object]:
    return {"type": "type", "text": text}


@pytest.mark.parametrize(
    ("program", "command", "texts", "came"),
    [
        ("bash", "bash --norc", [SHELL], "all:\n\techo hi\n"),
        ("sqlite3", "sqlite3", [SQL], "7\n"),
        ("gdb", "gdb -q", [GDB], "$1 = 42\n"),
        ("tmux", "tmux -S tmux new sqlite3", [SQL], "7\n"),
        ("vim", f"echo a > out; {VIM} out", [":%s/a/b/g\n:wq\n"], "b\n"),
        ("less", "less /etc/services; echo done > out; cat", ["/tcp\nq"], "done\n"),
        ("vim", f"{INDENTING} out", ["i" + CODE, "", ":wq\n"], CODE + "\n"),
    ],
    ids=["shell", "sqlite3", "gdb", "sqlite3 in tmux", "vim's commands", "less", "vim's text"],
)
def test_lines_come_to_the_program_in_a_terminal_as_it_reads_them(
    on_display: PrivateDisplay,
    reader: OcrReader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    command: str,
    texts: list[str],
    came: str,
) -> None:
    if missing := [name for name in {program, command.rsplit(maxsplit=1)[-1]} & NEEDED if not shutil.which(name)]:
        pytest.skip(", ".join(missing))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    home = tmp_path / "home"
    out = home / "out"
    notes: list[str] = []

    def conversation(app: App) -> Generator[Answer, Body, None]:
        yield Answer()
        wait_until(lambda: program in foreground(app), program)
        yield asks(LOOK)
        for text in texts:
            notes.extend(notes_in((yield asks(typed(text) if text else ESCAPE))))
        yield says("Done.")

    with running(["xterm", "-u8", "-T", "lines", "-e", "sh", "-c", command], on_display, home, "^lines$") as app:
        talk = conversation(app)
        next(talk)
        with ScriptedServer([talk.send] * 100, strict=False) as server:
            settings = settings_for(server.base_url, **{"builtin.shell": "allow"})
            prepare(RunSpec("Work.", settings), parts=HostParts(reader)).run()
        wait_until(lambda: out.exists() and out.read_text() == came, f"{came!r} in the file, and not {notes}")

    assert not [note for note in notes if "couldn't be done" in note]
