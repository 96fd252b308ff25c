"""What the console shows while the model is waited for, and what going on would cost."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from desktop_agent.core.events import (
    ActionDone,
    ActionProposed,
    Decided,
    Noticed,
    Reasoned,
    RequestSent,
    Said,
)
from desktop_agent.core.stream_update import Partial
from desktop_agent.ui.console.timeline_table import OUTCOME, STEP
from tests.fakes.console_desk import Desk
from tests.fakes.qt_app import wait_until


def test_the_models_words_grow_under_the_timeline_until_they_are_there_as_a_whole(desk: Desk) -> None:
    desk.begin()
    desk.hear(RequestSent(1, 1, 1, False, None))
    for piece in ("The menu ", "is\n", "open."):
        desk.bridge.pass_on(Partial("reasoning", "r", piece))
    wait_until(lambda: desk.rows() == ["The model thinks: The menu is\nopen."])
    desk.hear(Noticed("info", "Read leniently."))
    noticed = desk.rows()
    desk.hear(Reasoned("The menu is open."), Said("Saved."))

    assert noticed == ["Note: Read leniently.", "The model thinks: The menu is\nopen."]
    whole = ["Note: Read leniently.", "The model thinks: The menu is open.", "The model says: Saved."]
    assert whole == desk.rows()


def test_an_outcome_is_one_word_unless_it_went_wrong(desk: Desk) -> None:
    click = {"kind": "click", "x": 30, "y": 40, "button": "left", "count": 1, "keys": []}
    allowed = Decided("c", 0, "allow", "policy", "free")
    desk.begin()
    desk.hear(ActionProposed("c", 0, click, click), allowed, ActionDone("c", 0, 14))
    desk.hear(ActionProposed("d", 0, click, click), Decided("d", 0, "deny", "policy", "own-window"))

    table = desk.console.findChildren(QTableView)[0]
    done, refused = (table.model().index(row, OUTCOME) for row in range(2))
    assert done.data() == "Done"
    assert done.data(Qt.ItemDataRole.ToolTipRole) == "Allowed: it has no effect on its own\nDone in 14 ms"
    assert refused.data() == "Refused, because it would go to a Desktop Agent window"
    assert table.rowHeight(0) < table.rowHeight(1)


def test_steps_are_the_lines_of_the_task_that_are_done_where_the_built_in_model_follows_them(desk: Desk) -> None:
    desk.begin()
    desk.hear(replace(desk.started(), offline=True), turn=0)
    desk.hear(Reasoned("I look."), turn=7)
    answers = desk.text()
    desk.hear(Reasoned("3 of 18: click “File”. I see it.", 3, 18), turn=30)

    assert "7 of 200" in answers
    assert "3 of 18" in desk.text()
    model = desk.console.findChildren(QTableView)[0].model()
    assert [model.index(row, STEP).data() for row in range(model.rowCount())] == ["7", "3"]
