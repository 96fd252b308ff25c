"""The offer to go on with a run that was broken off, and to do one again: what the console says, what is ordered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_agent.lib.paths import places
from desktop_agent.policy.remembered import RememberedApprovals
from desktop_agent.record.store import RunStore
from desktop_agent.ui.session.task_order import TaskOrder
from desktop_agent.ui.tray.windows import Windows, newest_cut_off
from tests.fakes.broken_run import broken_off
from tests.fakes.console_desk import Desk, shown_desk
from tests.fakes.qt_app import wait_until
from tests.fakes.recorded import record_run
from tests.ui.conftest import button, said


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


def test_a_run_that_was_resumed_or_is_old_is_not_offered(store: RunStore) -> None:
    first = broken_off(store)
    broken_off(store, "bbbbbb", ended="completed", uncertain=False, resumes=first.name)
    record_run(store, "000001")

    assert newest_cut_off(store) is None
