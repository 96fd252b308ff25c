"""The note beside a person's first card: it is where nothing of the card is, and goes away with it."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from desktop_agent.core.geometry import Rect
from desktop_agent.ui.approval.open_question import CardGuide, OpenQuestion
from desktop_agent.ui.proof.guard import ProofOptions
from desktop_agent.ui.qt.screen_units import pixels_of
from tests.fakes.card_questions import question
from tests.fakes.qt_app import wait_until
from tests.fakes.quiet_person import QuietPerson

SCREEN, PART = Rect(0, 0, 800, 800), QRect(0, 0, 800, 600)


def guides() -> list[CardGuide]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, CardGuide) and one.isVisible()]


def opened(*, explained: bool) -> OpenQuestion:
    asked = question("click", "action")
    return OpenQuestion(asked, QuietPerson(), ProofOptions(), SCREEN, lambda _answer: None, explained=explained)


def test_it_stands_beside_the_card_and_goes_away_with_it(app: QApplication) -> None:
    shown = opened(explained=True)
    (guide,) = guides()
    inside = app.primaryScreen().availableGeometry().contains(guide.geometry())
    apart, pixels = not guide.geometry().intersects(shown.card.geometry()), pixels_of(guide)
    covered = shown.close()

    assert (inside, apart) == (True, True)
    assert pixels in covered
    wait_until(lambda: not guides())


@pytest.mark.parametrize(
    ("card", "side"),
    [(QRect(0, 50, 500, 400), "right"), (QRect(300, 50, 500, 400), "left"), (QRect(100, 50, 600, 400), "none")],
)
def test_it_is_on_the_side_with_room_or_not_at_all(app: QApplication, card: QRect, side: str) -> None:
    guide = CardGuide("device")
    guide.stand_beside(card, PART)
    box, there = guide.geometry(), guide.isVisible()
    guide.deleteLater()

    assert there is (side != "none")
    assert not there or (PART.contains(box) and not box.intersects(card))
    assert not there or (box.left() > card.right()) is (side == "right")
