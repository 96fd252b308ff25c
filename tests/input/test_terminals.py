"""Lines and indents come into an editor in a terminal as they are; the file on disk tells."""

from collections.abc import Callable
from pathlib import Path

from desktop_agent.core.actions import Action, Press, Type
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.waiting import wait_until
from tests.input.targets import Target

Act = Callable[[Action], None]
TEXT = "def f(a):\n    if a:\n        for i in a:\n            print('é')\n        return 1\n    return 0\n"
INDENTING = "filetype plugin indent on | set autoindent smartindent"


def test_lines_and_indents_come_into_an_editor_in_a_terminal_as_they_are(
    display: PrivateDisplay, tmp_path: Path, act: Act
) -> None:
    file = tmp_path / "f.py"
    command: list[str | Path] = [
        "vim",
        "-u",
        "NONE",
        "-N",
        "--cmd",
        INDENTING,
        "-c",
        "startinsert",
        "-c",
        "set title",
        file,
    ]
    with running(["xterm", "-e", *command], display, tmp_path, "f\\.py") as app:
        act(Type(TEXT, at=Target("xterm", app, file).field(), entry="one place"))
        act(Press(("escape",)))
        act(Type(":wq\n", entry="one place"))

        wait_until(lambda: file.exists() and file.read_text(), "the file")

    # vim's own last line break comes behind the one that was typed.
    assert TEXT == file.read_text().rstrip() + "\n"
