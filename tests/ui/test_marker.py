"""Marks on the real screen, around a control and of an act; and the person's own press on what a card asks about."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.actions.action import Click
from desktop_agent.core.decisions.decision import Question
from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import ImagePoint, Rect, ScreenPoint
from desktop_agent.core.presence import UserInput
from desktop_agent.ui.approval.card_words import hit_boxes
from desktop_agent.ui.approval.open_question import Marker, OpenQuestion, TargetPress, targets_of
from desktop_agent.ui.overlay.windows import ActMark, screen_box
from desktop_agent.ui.proof.guard import ProofOptions
from desktop_agent.ui.qt.screen_units import in_units
from tests.fakes.people.card_questions import SCREEN, question
from tests.fakes.people.quiet_person import QuietPerson
from tests.fakes.runs.cases import changed

AT = ScreenPoint(300, 200)
ASKED = question("click", "action")
KNOWN = replace(ASKED, target=changed(ASKED.target, box=Rect(100, 80, 60, 30)))
ON = QPoint(120, 90)
BESIDE = QPoint(120, 120)
AWAY = QPoint(400, 300)
PRESS = UserInput("button")


def covered(mark: QWidget, box: QRect) -> int:
    """Return how many pixels of a part of the screen a mark covers."""
    shape = mark.mask().translated(mark.pos())
    within = range(box.left(), box.right() + 1)
    return sum(shape.contains(QPoint(x, y)) for x in within for y in range(box.top(), box.bottom() + 1))


def test_a_known_control_is_framed_and_neither_it_nor_what_stands_beside_it_is_covered(app: QApplication) -> None:
    mark = Marker(AT, Rect(280, 190, 60, 20))

    assert covered(mark, QRect(280, 190, 60, 20)) == 0
    assert covered(mark, QRect(200, 190, 70, 20)) == covered(mark, QRect(350, 190, 70, 20)) == 0
    assert covered(mark, QRect(270, 180, 80, 40)) > 0


@pytest.mark.parametrize("fact", ["box", "read_at"])
def test_words_that_were_read_are_framed_on_the_screen_and_on_the_card_as_a_control_is(fact: str) -> None:
    asked = replace(ASKED, target=changed(ASKED.target, **{fact: Rect(100, 80, 60, 30)}))

    assert [*targets_of(asked).values()] == [*hit_boxes(asked)] == [Rect(100, 80, 60, 30)]


def test_what_is_asked_of_a_side_desk_marks_nothing_on_the_persons_own_screen(app: QApplication) -> None:
    here, elsewhere = (
        OpenQuestion(ASKED, QuietPerson(), ProofOptions("device"), SCREEN, lambda _answer: None, elsewhere=one)
        for one in (False, True)
    )

    assert (len(here._marks), len(elsewhere._marks)) == (1, 0)
    assert elsewhere.card.isVisible()
    for one in (here, elsewhere):
        one.close()


@pytest.mark.parametrize(
    "target", [Rect(380, 290, 90, 30), Rect(1183, 5000, 86, 36), Rect(-900, -90, 90, 30), Rect(0, 0, 5000, 5000)]
)
def test_the_words_of_a_key_lie_on_the_screen_wherever_its_target_is(app: QApplication, target: Rect) -> None:
    (caption,) = ActMark(Announcement("Press enter on “Save”", (), target, (target,))).windows

    assert screen_box(caption.geometry().center()).contains(caption.geometry())
    caption.close()


@pytest.mark.parametrize("following", [Rect(290, 340, 300, 40), Rect(100, 60, 500, 90), Rect(0, 0, 5000, 170)])
def test_the_words_cover_neither_the_control_nor_the_next_one(app: QApplication, following: Rect) -> None:
    control = Rect(290, 190, 60, 130)

    way, caption = ActMark(Announcement("Click “Save”", (AT,), control, (control, following))).windows

    assert not [place for place in (control, following) if in_units(place).intersects(caption.geometry())]
    for window in (way, caption):
        window.close()


@pytest.mark.parametrize(
    ("asked", "at", "what", "card_at", "expected"),
    [
        (KNOWN, ON, PRESS, AWAY, True),
        (None, ON, PRESS, AWAY, False),  # of a run on a side desk
        (KNOWN, BESIDE, PRESS, AWAY, False),
        (KNOWN, ON, UserInput("pointer"), AWAY, False),
        (KNOWN, ON, PRESS, QPoint(90, 70), False),  # on the card, which lies over it
        (ASKED, ON, PRESS, AWAY, False),
        (replace(KNOWN, kind="application"), ON, PRESS, AWAY, False),
        (replace(KNOWN, actions=KNOWN.actions * 2), ON, PRESS, AWAY, False),
        (replace(KNOWN, actions=(Click(ImagePoint(1, 1), "right"),)), ON, PRESS, AWAY, False),
    ],
)
def test_a_press_of_the_person_on_the_very_control_is_noticed(
    app: QApplication, asked: Question | None, at: QPoint, what: UserInput, card_at: QPoint, expected: bool
) -> None:
    person = QuietPerson()
    card = QWidget()
    seen = list[bool]()
    card.setGeometry(card_at.x(), card_at.y(), 50, 50)
    card.show()
    press = TargetPress(asked, person, card)
    press.done.connect(lambda: seen.append(True))
    QCursor.setPos(at)
    person.touch(what)
    app.processEvents()
    press.end()
    card.close()

    assert bool(seen) is expected
    assert person.on_user_input == []
