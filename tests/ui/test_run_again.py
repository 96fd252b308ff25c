"""*Run again* in History puts the task and its terms into the console, where a person starts it, or does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_agent.lib.paths import places
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.record.store import RunStore
from desktop_agent.ui.console.task import TaskHistory
from desktop_agent.ui.history.window import HistoryWindow
from desktop_agent.ui.tray.windows import Windows
from tests.fakes.console_desk import Desk, shown_desk
from tests.fakes.history_window import button, tasks
from tests.fakes.qt_app import wait_until
from tests.fakes.recorded import record_run


@pytest.fixture
def desk(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with shown_desk(tmp_path) as made:
        yield made


def test_the_console_comes_with_the_task_and_its_terms_and_starts_nothing(desk: Desk, app: QApplication) -> None:
    record_run(RunStore(places().runs), "000001", "Save a note\nand another")
    windows = Windows(desk.bridge, TaskHistory(list), places().config_file, RememberedApprovals())
    ordered: list[object] = []
    windows.ordered.connect(ordered.append)
    windows.history()
    history = next(one for one in app.topLevelWidgets() if isinstance(one, HistoryWindow) and one.isVisible())
    wait_until(lambda: tasks(history) == ["Save a note"] and button(history, "Run again").isEnabled())

    button(history, "Run again").click()
    console = windows.console()

    assert console.isVisible()
    assert console.entry.field.toPlainText() == "Save a note\nand another"
    assert console.terms.flags == {
        "provider.name": "local", "run.mode": "guard", "run.max_steps": 200, "run.max_minutes": 60,
    }  # fmt: skip
    assert (ordered, desk.bridge.running) == ([], False)
    windows.close()
