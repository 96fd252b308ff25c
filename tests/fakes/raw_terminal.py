"""A terminal in whose window a program writes all that it gets to a file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.fields import Answer, Field, inside
from tests.fakes.waiting import wait_until

_PASTED = ("\x1b[200~", "\x1b[201~")


@contextmanager
def raw_terminal(
    name: str, command: Sequence[str], display: PrivateDisplay, home: Path, *, bracketed: bool = False
) -> Iterator[Field]:
    """Start a terminal by the words before its program; `bracketed`: it is to put marks around what is pasted."""
    home.mkdir(parents=True, exist_ok=True)
    out = home / "raw.out"
    marks = "printf '\\033[?2004h'; " if bracketed else ""
    program = ["sh", "-c", f"{marks}stty raw -echo; touch '{out}'; exec cat >> '{out}'"]

    def ask(order: str) -> Answer:
        if order == "empty":
            out.write_bytes(b"")
        text = out.read_bytes().decode(errors="replace").replace("\r", "\n")
        for mark in _PASTED:
            text = text.replace(mark, "")
        return {"text": text}

    with running([*command, *program], display, home, "^raw terminal$") as app:
        wait_until(out.exists, "the terminal's program")
        yield Field(name, app, ask, inside(app))
