"""Lines and indents come into an editor and a shell in a terminal as they are; the file on disk tells."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Press, Type
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.waiting import wait_until
from tests.input.targets import Target

Act = Callable[[Action], None]
TEXTS = {
    "code": "def f(a):\n    if a:\n        for i in a:\n            print('é')\n        return 1\n    return 0\n",
    "makefile": "all: a\n\techo 'x'\n\t@true\n",
    "line with a Tab": "al\tb\n",
}
INDENTING = "filetype plugin indent on | set autoindent smartindent"


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("program", ["vim", "bash"])
def test_lines_and_indents_come_into_a_program_in_a_terminal_as_they_are(
    display: PrivateDisplay, tmp_path: Path, act: Act, program: str, name: str
) -> None:
    file, text = tmp_path / "f.py", TEXTS[name]
    commands: dict[str, list[str | Path]] = {
        "vim": ["vim", "-u", "NONE", "-N", "--cmd", INDENTING, "-c", "startinsert", "-c", "set title", file],
        "bash": ["bash", "--norc", "-i"],
    }
    title = {"vim": "f\\.py", "bash": "^a shell$"}[program]
    with running(["xterm", "-T", "a shell", "-e", *commands[program]], display, tmp_path, title) as app:
        field = Target("xterm", app, file).field()
        if program == "vim":
            act(Type(text, at=field, entry="one place"))
            act(Press(("escape",)))
            act(Type(":wq\n", entry="one place"))
        else:
            line = f"printf '{text.strip()}' > {file}\n"
            here = f"cat > {file} <<'END'\n{text}END\n"
            act(Type(line if "\n" not in text.strip() else here, at=field, entry="one place"))

        wait_until(lambda: file.exists() and file.read_text(), "the file")

    # vim's own last line break comes behind the one that was typed, and printf adds none.
    assert text == file.read_text().rstrip() + "\n"
