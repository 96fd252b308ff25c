"""gvim in insert mode on a file with no name; its answer to an expression is the oracle."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import Application
from tests.fakes.apps import running
from tests.fakes.fields import Answer, Field, inside
from tests.fakes.waiting import wait_until

# Two clicks of ours at one place within half a second would else select a word.
_ONE_CLICK_A_TIME = ("--cmd", "set mousetime=1")


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    server = f"FIELDS{home.name}{display.name}".upper()
    command = ["gvim", "-f", "--servername", server, *_ONE_CLICK_A_TIME, "+startinsert"]
    with running(command, display, home, f" - {server}$") as app:

        def ask(order: str) -> Answer:
            return _asked(display, server, order)

        wait_until(lambda: ask("text"), "gvim's answer")
        yield [Field("gvim", app, ask, inside(app))]


def _asked(display: PrivateDisplay, server: str, order: str) -> Answer:
    deed = 'deletebufline("%", 1, "$")' if order == "empty" else "0"
    told = subprocess.run(
        ["gvim", "--servername", server, "--remote-expr", f'[{deed}, join(getline(1, "$"), "\\n")][1]'],
        env=display.environment(), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return {"text": told.stdout.removesuffix("\n")} if told.returncode == 0 else {}


APPLICATION = Application(
    "gvim", "gvim, insert mode", "build", "vim-gtk3", lambda: shutil.which("gvim"), _opens, ("gvim", "--version"),
    in_the_gate=True,
)  # fmt: skip
