"""Emacs in text mode; its own server tells what the buffer holds."""

import json
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

_START = '(progn (require \'json) (setq server-name "fields" server-socket-dir "{home}") (server-start) (text-mode))'
_TEXT = '(with-current-buffer "fields.txt" {deed} (json-encode (buffer-string)))'


@contextmanager
def _opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)  # else Emacs would not have its socket there
    title = ["--eval", '(setq frame-title-format "Emacs fields")']
    command = ["emacs", "-Q", *title, "fields.txt", "--eval", _START.format(home=home)]
    with running(command, display, home, "^Emacs fields$") as app:

        def ask(order: str) -> Answer:
            expression = _TEXT.format(deed="(erase-buffer)" if order == "empty" else "")
            told = subprocess.run(
                ["emacsclient", "-s", home / "fields", "--eval", expression],
                env=display.environment(), capture_output=True, text=True, check=False, timeout=60,
            )  # fmt: skip
            # A Lisp string around a JSON string.
            return {"text": json.loads(json.loads(told.stdout))} if told.returncode == 0 else {}

        wait_until(lambda: ask("text"), "the answer of Emacs")
        yield [Field("emacs", app, ask, inside(app))]


APPLICATION = Application(
    "emacs", "Emacs, text mode", "measure", "emacs-gtk", lambda: shutil.which("emacs"), _opens, ("emacs", "--version")
)
