"""A card goes away when the person presses, in the program itself, what it asks about."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Question
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.core.presence import UserInput
from desktop_agent.ui.approval.marker import OwnPress
from tests.fakes.card_questions import question
from tests.fakes.cases import changed
from tests.fakes.quiet_person import QuietPerson

BOX = Rect(100, 80, 60, 30)
ASKED = replace(question("click", "action"), target=changed(question("click", "action").target, box=BOX))
ON, BESIDE = QPoint(120, 90), QPoint(120, 120)


def noticed(app: QApplication, asked: Question | None, at: QPoint, what: UserInput, card_at: QPoint) -> bool:
    """Tell whether it is noticed that the person did this at a place."""
    person, card, seen = QuietPerson(), QWidget(), list[bool]()
    card.setGeometry(card_at.x(), card_at.y(), 50, 50)
    card.show()
    press = OwnPress(asked, person, card)
    press.done.connect(lambda: seen.append(True))
    QCursor.setPos(at)
    person.touch(what)
    app.processEvents()
    press.end()
    card.close()
    assert person.on_hand == []
    return bool(seen)


@pytest.mark.parametrize(
    ("asked", "at", "what", "card_at", "expected"),
    [
        (ASKED, ON, UserInput("button"), QPoint(400, 300), True),
        (None, ON, UserInput("button"), QPoint(400, 300), False),  # of a run on a side desk
        (ASKED, BESIDE, UserInput("button"), QPoint(400, 300), False),
        (ASKED, ON, UserInput("pointer"), QPoint(400, 300), False),
        (ASKED, ON, UserInput("button"), QPoint(90, 70), False),  # on the card, which lies over it
        (replace(ASKED, target=question("click", "action").target), ON, UserInput("button"), QPoint(400, 300), False),
        (replace(ASKED, kind="application"), ON, UserInput("button"), QPoint(400, 300), False),
        (replace(ASKED, actions=ASKED.actions * 2), ON, UserInput("button"), QPoint(400, 300), False),
        (replace(ASKED, actions=(Click(ImagePoint(1, 1), "right"),)), ON, UserInput("button"), QPoint(400, 300), False),
    ],
)
def test_a_press_of_the_person_on_the_very_control_is_noticed(
    app: QApplication, asked: Question | None, at: QPoint, what: UserInput, card_at: QPoint, expected: bool
) -> None:
    assert noticed(app, asked, at, what, card_at) is expected
