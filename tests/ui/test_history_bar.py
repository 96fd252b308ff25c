"""History's buttons: what is about to be pressed stays where it is, whatever can be done with the chosen run."""

from itertools import product

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_agent.core.events import Noticed
from desktop_agent.record.store import RunStore
from desktop_agent.ui.console.live_picture import LivePicture
from desktop_agent.ui.history.window import HistoryBar, HistoryWindow
from tests.fakes.history_window import show
from tests.fakes.recorded import START, Story, run_finished, run_started

CHOICES = tuple(product((True, False), repeat=5))


@pytest.mark.parametrize("width", [1_280, 700])
def test_no_button_comes_where_another_was(app: QApplication, width: int) -> None:
    window, bar = QWidget(), HistoryBar()
    window.setLayout(bar)
    window.resize(width, 200)
    window.show()
    bar.make_room(width)
    places: dict[tuple[int, int], set[str]] = {}
    for live, may_go_on, may_repeat, may_delete, kept in CHOICES:
        bar.set_live(live=live, paused=False, may_resume=True)
        bar.show_kept(kept=kept)
        bar.follow(has_run=True, may_go_on=may_go_on, may_repeat=may_repeat, may_delete=may_delete)
        app.processEvents()
        for button in window.findChildren(QPushButton):
            if button.isVisible():
                what = button.text().replace("Keep no longer", "Keep always")
                places.setdefault((button.x(), button.y()), set()).add(what)
    window.close()

    assert len(places) > 8
    assert [names for names in places.values() if len(names) > 1] == []


def test_a_moment_before_the_first_picture_is_not_told_as_a_run_without_pictures(
    opened: list[HistoryWindow], store: RunStore
) -> None:
    recorder = store.create("Save a note", START, "000001")
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir), "Save a note"))
    story.tell(Noticed("warning", "The settings are not yours."))
    story.tell(run_finished(1, 1))
    recorder.close()

    window = show(opened, store)

    picture = window.findChild(LivePicture)
    assert picture is not None
    assert picture.accessibleDescription() == "No screenshot had been taken at this point."
