"""The offer to go on with a run that was broken off, and to do one again: what the console says, what is ordered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.desk.windows import order_line
from desktop_agent.lib.paths import places
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.record.store import RunStore
from desktop_agent.tasks.saved.kept_values import KeptForms
from desktop_agent.tasks.saved.source import source_of
from desktop_agent.tasks.saved.store import TaskStore, template
from desktop_agent.tasks.windows import values_window
from desktop_agent.tasks.windows.task_window import open_task_window
from desktop_agent.tasks.windows.values_window import ValuesWindow
from desktop_agent.ui.session.task_order import TaskOrder
from desktop_agent.ui.tray.windows import Windows, newest_interrupted_run, started_in
from tests.fakes.runs.broken_run import broken_off
from tests.fakes.runs.recorded import record_played, record_run
from tests.fakes.windows.console_desk import Desk, shown_desk
from tests.fakes.windows.qt_app import wait_until
from tests.ui.conftest import button, said


@pytest.fixture(autouse=True)
def _desks_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_line, "_try_here", lambda: None)
    monkeypatch.setattr(values_window, "how_desks_work", lambda: None)


@pytest.fixture
def desk(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with shown_desk(tmp_path) as made:
        yield made


@pytest.fixture
def windows(desk: Desk) -> Iterator[Windows]:
    made = Windows(desk.bridge, places().config_file, RememberedApprovals())
    yield made
    made.close()


@pytest.fixture
def store(desk: Desk) -> RunStore:
    return RunStore(places().runs)


@pytest.mark.long
def test_a_run_that_was_cut_off_is_found_at_the_start_and_offered_in_the_console(
    windows: Windows, store: RunStore
) -> None:
    broken_off(store)
    orders: list[TaskOrder] = []
    windows.ordered.connect(orders.append)
    windows.resuming.look()
    wait_until(lambda: windows.resuming.offer is not None)
    console = windows.console()
    console.show()

    for words in ("Cut off", "Done last: Click", "Step 2 may or may not have happened"):
        assert words in said(console.resume)
    assert not button(console.resume, "Resume run").isVisible()  # of a click only the person can tell
    assert orders == []

    button(console.resume, "It happened: resume").click()
    (order,) = orders
    assert (order.task, order.continues and order.continues.earlier.was_done) == ('click "New"; click "Send"', True)
    assert "run.allow" not in order.flags or not order.flags["run.allow"]
    assert not console.resume.isVisible()


@pytest.mark.long
def test_a_run_that_was_resumed_or_is_old_is_not_offered(store: RunStore) -> None:
    first = broken_off(store)
    broken_off(store, "bbbbbb", ended="completed", uncertain=False, resumes=first.name)
    record_run(store, "000001")

    assert newest_interrupted_run(store) is None


def shown_forms() -> list[ValuesWindow]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ValuesWindow) and widget.isVisible()
    ]


def test_a_templates_run_is_run_again_in_its_form_with_its_values_and_where_it_was(
    windows: Windows, store: RunStore, tmp_path: Path
) -> None:
    orders: list[TaskOrder] = []
    windows.ordered.connect(orders.append)
    file = template("rename-files")
    (tmp_path / "scan 1.png").touch()
    values = {"folder": str(tmp_path), "name": "Holiday", "manager": "Thunar"}
    run = record_played(store, "000001", source_of(file, values), title=file.title)
    started = started_in(run)
    assert started is not None

    windows.run_again(started)
    (form,) = shown_forms()
    assert not form.on_desk  # nor was the run
    assert form.windowTitle() == "Rename the files in a folder — Desktop Agent"
    button(form, "Start").click()

    (order,) = orders
    assert order.task == "Rename the files in a folder"
    assert order.desk is None
    assert order.source == started.source
    assert order.lines is not None
    assert {name: order.lines.values[name] for name in values} == values


def test_a_run_in_words_is_put_into_the_console_again_and_not_started(windows: Windows, store: RunStore) -> None:
    orders: list[TaskOrder] = []
    windows.ordered.connect(orders.append)
    started = started_in(record_run(store, "000001", 'click "New"'))
    assert started is not None

    windows.run_again(started)

    assert windows.console().entry.field.toPlainText() == 'click "New"'
    assert (orders, shown_forms()) == ([], [])


def test_an_earlier_task_that_is_no_text_opens_its_form_and_not_the_task_field(
    windows: Windows, store: RunStore, tmp_path: Path
) -> None:
    file = template("rename-files")
    source = source_of(file, {"folder": str(tmp_path), "name": "Holiday", "manager": "Thunar"})
    record_run(store, "000001", 'click "New"')
    record_played(store, "000002", source, title=file.title)
    entry = windows.console().entry
    menu = entry.offers.menu()

    menu.aboutToShow.emit()
    actions = {action.text(): action for action in menu.actions()}
    actions['click "New"'].trigger()
    assert entry.field.toPlainText() == 'click "New"'
    entry.field.clear()
    [action for action in menu.actions() if action.text() == file.title][-1].trigger()

    assert entry.field.toPlainText() == ""
    assert [form.on_desk for form in shown_forms()] == [False]


@pytest.mark.long
@pytest.mark.parametrize("ended", ["failed before it began", "failed"])
def test_after_a_templates_run_the_console_runs_it_again_with_one_press(
    desk: Desk, windows: Windows, store: RunStore, tmp_path: Path, ended: str
) -> None:
    file = template("rename-files")
    values = {"folder": str(tmp_path), "name": "Holiday", "manager": "Thunar"}
    KeptForms(places().data).keep(file.name, file.task, values, on_desk=False)
    console = windows.console()
    console.show()
    desk.bridge.source = source_of(file, values)
    if ended == "failed":
        desk.bridge.folder = record_played(store, "000001", desk.bridge.source, status="failed")
    desk.bridge.ended.emit(DesktopAgentError("There is no screen.", "Plug one in."))

    button(console, "Run again").click()

    (form,) = shown_forms()
    assert [line.text() for line in form.findChildren(QLineEdit)][:1] == [str(tmp_path)]


@pytest.mark.long
def test_the_task_of_a_templates_run_is_saved_with_its_variables_and_the_runs_values(
    app: QApplication, store: RunStore, tmp_path: Path
) -> None:
    file = template("rename-files")
    values = {"folder": str(tmp_path), "name": "Holiday", "manager": "Thunar"}
    run = record_played(store, "000001", source_of(file, values), title=file.title)

    for name in ("rename-the-files-in-a-folder", "rename-the-files-in-a-folder-2"):
        window = open_task_window(run)
        window.show()
        window.save()
        window.close()
        kept = TaskStore(places().config).read(name)
        assert {variable.name: variable.default for variable in kept.task.variables} == values
        assert [step.text for step in kept.task.steps] == [step.text for step in file.task.steps]
        assert kept.label == "Rename the files in a folder"
