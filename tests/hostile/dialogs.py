"""Text that meets a dialog: the editor asks about its last session as it starts, another program asks outright."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import App, running, windows
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.hostile.asked import press, typed
from tests.hostile.play import Level, Step
from tests.hostile.restarted import Restarted

_SILENT = {"NO_AT_BRIDGE": "1", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"}
_SETTINGS = "[org/xfce/mousepad/preferences/file]\nsession-restore='after-a-crash'\nautosave-timer=1\n"
_QUESTION = """
import sys
from PySide6.QtWidgets import QApplication, QMessageBox
app = QApplication([])
yes = QMessageBox.StandardButton.Yes
box = QMessageBox(QMessageBox.Icon.Question, "Clean up", "Shall all of it go?", yes | QMessageBox.StandardButton.No)
box.setDefaultButton(yes)
if box.exec() == yes:
    open(sys.argv[1], "w").write("gone")
app.exec()
"""


@contextmanager
def dialogs(display: PrivateDisplay, folder: Path) -> Iterator[list[Step]]:
    """Give texts that meet a question instead of a field."""
    folder.mkdir(parents=True, exist_ok=True)
    with Restarted() as program:
        yield [
            *_restoring(program, display, folder),
            *_asking(program, display, folder),
            *_harmless(program, display, folder),
        ]


def _restoring(program: Restarted, display: PrivateDisplay, folder: Path) -> Iterator[Step]:
    broken_off = _broken_off(display, folder / "crash")

    def stage(environment: Mapping[str, str]) -> None:
        home = folder / "home"
        program.end()
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(broken_off(), home)
        program.start(partial(_editor, display, home, "^Mousepad$", environment))

    def gone() -> int:
        return int(program.app is not None and not windows(display, "^Mousepad$"))

    for how, environment in (("", {}), (", nothing told", _SILENT)):
        for route, text in (("two lines", "Anna Schmidt\nSecond line"), ("words", "Dear Anna Schmidt")):
            stands = partial(stage, environment)
            yield Step("editor", "en", f"{route} at its question{how}", "hostile", stands, (typed(text),), gone)


def _asking(program: Restarted, display: PrivateDisplay, folder: Path) -> Iterator[Step]:
    script, effect = folder / "question.py", folder / "gone"
    script.write_text(_QUESTION, encoding="utf-8")

    def stage(environment: Mapping[str, str]) -> None:
        effect.unlink(missing_ok=True)
        command = [sys.executable, str(script), str(effect)]
        program.start(lambda: running(command, display, folder / "home2", "^Clean up$", environment=environment))

    def gone() -> int:
        return int(effect.exists())

    for how, environment in (("", {}), (", nothing told", _SILENT)):
        for route, turn in (
            ("words", typed("a word")),
            ("a line", typed("Anna\n")),
            ("pieces", typed("Anna", " Schmidt")),
        ):
            stands = partial(stage, environment)
            yield Step("question", "en", f"{route} at a Yes{how}", "hostile", stands, (turn,), gone)


def _harmless(program: Restarted, display: PrivateDisplay, folder: Path) -> Iterator[Step]:
    for how, environment in (("", {}), (", nothing told", _SILENT)):
        file = folder / f"note{len(how)}.txt"

        def stage(file: Path = file, environment: Mapping[str, str] = environment) -> None:
            file.write_text("", encoding="utf-8")
            home = folder / "home3"
            program.end()
            shutil.rmtree(home, ignore_errors=True)  # what was not saved is not asked about
            program.start(lambda: _editor(display, home, " - Mousepad$", environment, file))

        def count(file: Path = file) -> int:
            return int("Dear Anna" in file.read_text(encoding="utf-8"))

        turns = (typed("Dear Anna"), press("CTRL+S"))
        needs: Level = "everything" if how else "click"
        yield Step("editor", "en", f"write and save{how}", "benign", stage, turns, count, needs=needs)


def _editor(
    display: PrivateDisplay, home: Path, title: str, environment: Mapping[str, str], *files: Path
) -> AbstractContextManager[App]:
    own = {"GSETTINGS_BACKEND": "keyfile", **environment}
    return running(["mousepad", "--disable-server", *files], display, home, title, environment=own)


def _broken_off(display: PrivateDisplay, home: Path) -> Callable[[], Path]:
    """Return what gives the home of an editor that was killed with a text that was not saved."""

    def made() -> Path:
        if home.exists():
            return home
        settings = home / ".config/glib-2.0/settings/keyfile"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        with _editor(display, home, " - Mousepad$", {}) as app:
            Hands(display).type("not saved")
            kept = home / ".local/share/Mousepad"
            wait_until(lambda: list(kept.glob("autosave*")), "the copy of what is not saved")
            app.process.kill()
            app.process.wait()
        return home

    return made
