"""Files that are dropped, pasted or chosen go with the next task, and with that alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton

from desktop_agent.run.result import RunResult
from desktop_agent.ui.tray.windows import about
from tests.fakes.console_desk import Desk
from tests.fakes.qt_app import nameless


def files(*paths: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return data


def drop(desk: Desk, data: QMimeData) -> None:
    """Drop something on the window as Qt tells it."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    desk.console.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))


def attached(desk: Desk) -> object:
    return desk.console.order("t").flags.get("run.attach")


def button(desk: Desk, name: str) -> QPushButton:
    return next(one for one in desk.console.findChildren(QPushButton) if one.accessibleName() == name)


def test_what_is_dropped_or_pasted_goes_with_the_task_and_can_be_removed(desk: Desk) -> None:
    desk.console.entry.field.put("Read it")

    drop(desk, files("/srv/a/letter.txt", "/srv/a/b.pdf"))
    desk.console.entry.field.insertFromMimeData(files("/srv/a/letter.txt", "/srv/a/c.png"))

    assert attached(desk) == ("/srv/a/letter.txt", "/srv/a/b.pdf", "/srv/a/c.png")
    assert desk.console.entry.field.toPlainText() == "Read it"
    assert button(desk, "Attach…").isVisible()
    assert nameless(desk.console) == []
    button(desk, "Remove b.pdf").click()
    assert attached(desk) == ("/srv/a/letter.txt", "/srv/a/c.png")


def test_during_a_run_nothing_can_be_attached_or_removed_and_after_it_nothing_is(desk: Desk, tmp_path: Path) -> None:
    drop(desk, files("/srv/a/letter.txt"))
    desk.begin()

    assert not button(desk, "Attach…").isVisible()
    assert not button(desk, "Remove letter.txt").isVisible()

    desk.bridge.running = False
    desk.bridge.ended.emit(RunResult("completed", "Done.", "r", tmp_path, 1, 1, None, 1.0, 0))
    assert attached(desk) is None


def test_where_it_goes_is_said_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    flags = {"run.attach": ("/srv/a/letter.txt",), "provider.name": "ollama"}

    assert "letter.txt is sent to 127.0.0.1:11434 with the task." in about(flags).disclosure
    assert (
        "This run doesn't have a model that can read attached files or follow earlier steps."
        in about({"run.attach": ("/srv/a/letter.txt",)}).problem
    )
