"""Who watches in a browser stands in the console, each beside a button that shuts it out."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_agent.runtime.protocol.watching import serve_runs
from desktop_agent.ui.console.watchers import WatchersLine
from tests.fakes.people.web_guest import Served
from tests.fakes.windows.console_desk import Desk
from tests.fakes.windows.qt_app import wait_until
from tests.ui.conftest import said


@pytest.fixture
def served() -> Iterator[Served]:
    with Served() as server:
        serve_runs(server.watch)
        yield server
        serve_runs(None)


@pytest.mark.long
def test_the_console_lists_who_watches_and_ends_it_while_the_run_goes_on(desk: Desk, served: Served) -> None:
    desk.begin()
    run, led = served.run()
    viewer = served.enter("look")
    with served.enter("act").opened(run.id) as page, viewer.opened(run.id) as seen:
        for each in (page, seen):
            each.hear("hello")
        wait_until(lambda: "is watching, and may act." in desk.text())
        assert "A browser at 127.0.0.1 is watching." in desk.text()

        buttons = desk.console.findChildren(QPushButton)
        shuts = [each for each in buttons if each.text() == "End" and each.isVisible()]
        assert len(shuts) == 2
        shuts[0].click()

        assert seen.hear("end")["again"] == "never"
        wait_until(lambda: "is watching." not in desk.text())
        assert page.is_alive()
    wait_until(lambda: "may watch and act. It isn't connected now." in desk.text())
    assert viewer.get().status_code == 403
    assert led.orders() == []


@pytest.mark.long
def test_nobody_is_listed_where_nothing_is_served(desk: Desk, served: Served) -> None:
    line = desk.console.findChild(WatchersLine)
    assert line is not None
    assert not line.isVisible()
    served.enter("look")
    wait_until(line.isVisible)

    serve_runs(None)

    wait_until(lambda: not line.isVisible())


@pytest.mark.long
def test_a_list_that_is_gone_hears_nothing_more(app: QApplication, served: Served) -> None:
    line = WatchersLine()
    served.enter("look")
    wait_until(lambda: "127.0.0.1" in said(line))
    line.deleteLater()
    app.processEvents()

    served.enter("act")
    served.settled()
    app.processEvents()
