"""The card as a window: names, what fits, and what a click that no person made does to it."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from desktop_agent.core.decision import AppAllowed, Approved, Rejected, StopRun, TookOver
from desktop_agent.ui.approval.card import CANNOT, TITLE, Card
from desktop_agent.ui.proof.guard import Guard, Proof, ProofOptions
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from tests.fakes.card_questions import CHORD, question
from tests.fakes.people import Person
from tests.fakes.qt_app import qt_without_a_screen, wait_until

AT_FIRST, MORE = {"Approve once", "Refuse", "More…"}, {"Refuse with a reason", "Take over", "Stop run"}
ACTION = AT_FIRST | MORE | {"Approve for this task", "Edit"}


def made(kind: str = "action", proof: Proof = "device", action: str = "click") -> tuple[Card, list[object]]:
    answers: list[object] = []
    guard = Guard(Person(), lambda: False, clock=lambda: 100.0)
    card = Card(question(action, kind), guard, ProofOptions(proof, CHORD))
    card.rows.answered.connect(answers.append)
    card.rows.proof_wanted.connect(lambda answer, _words: answers.append((proof, answer)))
    return card, answers


def button(card: QWidget, name: str) -> QPushButton:
    return next(one for one in card.findChildren(QPushButton) if one.accessibleName() == name)


def test_its_title_and_its_buttons_have_the_names_that_others_rely_on() -> None:
    with qt_without_a_screen():
        card, _ = made()

        assert card.windowTitle() == TITLE
        assert {one.accessibleName() for one in card.findChildren(QPushButton)} == ACTION


def test_three_buttons_are_shown_and_the_others_by_one_press_that_answers_nothing() -> None:
    with qt_without_a_screen():
        card, answers = made()
        at_first, before = shown_buttons(card), said(card)
        button(card, "More…").click()
        more, words = shown_buttons(card), said(card)
        button(card, "Less").click()

        assert (at_first, more, shown_buttons(card)) == (AT_FIRST, ACTION - {"More…"} | {"Less"}, AT_FIRST)
        assert "Click “Send” in “Mail”?" in before
        assert ("Program mail" in before, "Program mail" in words) == (False, True)
        assert answers == []


def test_what_more_shows_has_to_be_read_before_a_yes_counts() -> None:
    with qt_without_a_screen():
        guarded = GuardedWindow(Person())
        arming = guarded.guard.arming
        card = Card(question("click", "action"), guarded.guard, ProofOptions("device", CHORD))
        card.outgrown.connect(lambda: card.resize(card.fit(QRect(0, 0, 1248, 768))))
        card.resize(card.fit(QRect(0, 0, 1248, 768)))
        card.show()
        guarded.begin(card)
        wait_until(lambda: arming.armed)
        button(card, "More…").click()

        assert not arming.armed
        guarded.end()
        card.blockSignals(True)
        card.close()


def test_by_the_chord_alone_no_click_answers_and_the_card_says_for_what_it_is_to_be_held() -> None:
    with qt_without_a_screen():
        card, answers = made(proof="chord")

        card.rows.proof_wanted.connect(lambda _answer, words: card.choose(words))
        assert "hold Ctrl+Alt+Y" in said(card)
        button(card, "Approve for this task").click()
        assert answers == [("chord", Approved(remember=True))]
        assert "Hold Ctrl+Alt+Y on your own keyboard to confirm “Approve for this task”." in said(card)
        button(card, "Refuse").click()
        assert answers[1:] == [Rejected()]


def said(card: Card) -> str:
    """Return all words of a card that are shown, but those on its buttons."""
    return " ".join(one.text() for one in card.findChildren(QLabel) if one.isVisibleTo(card))


def shown_buttons(card: Card) -> set[str]:
    return {one.accessibleName() for one in card.findChildren(QPushButton) if one.isVisibleTo(card)}


def test_a_function_is_approved_once_or_not_and_shows_no_picture() -> None:
    with qt_without_a_screen():
        card, _ = made("function")

        names = {one.accessibleName() for one in card.findChildren(QPushButton)}
        assert names == AT_FIRST | MORE
        assert card.rows.main_yes == Approved()
        assert card.body.crop.isHidden()
        (letters,) = card.findChildren(QPlainTextEdit)
        assert letters.toPlainText().startswith("Runs:   /bin/weather\nWith:   “Paris”\nInput:")


@pytest.mark.parametrize("name", sorted(ACTION - {"Refuse", "Take over", "Stop run", "More…"}))
def test_a_click_by_an_assistive_program_says_no_yes(name: str) -> None:
    with qt_without_a_screen():
        card, answers = made()
        button(card, name).click()
        button(card, name).toggle()
        button(card, name).animateClick()

        assert answers == []


@pytest.mark.parametrize(("name", "answer"), [
    ("Refuse", Rejected()), ("Take over", TookOver()), ("Stop run", StopRun()),
])  # fmt: skip
def test_a_no_needs_no_proof(name: str, answer: object) -> None:
    with qt_without_a_screen():
        card, answers = made()
        button(card, name).click()

        assert answers == [answer]


def test_where_nothing_can_be_proved_it_says_so_and_only_a_no_is_left() -> None:
    with qt_without_a_screen():
        card, answers = made(proof="none")
        for name in ("Approve once", "Approve for this task", "Edit"):
            assert not button(card, name).isEnabled()
            button(card, name).click()
        button(card, "Refuse").click()

        assert card._notice.text() == CANNOT
        assert answers == [Rejected()]


@pytest.mark.parametrize(("name", "answer"), [
    ("Allow", AppAllowed("work", "run")), ("Approve once", AppAllowed("work", "once")),
    ("Always", AppAllowed("work", "always")), ("Look only", AppAllowed("look", "run")),
])  # fmt: skip
def test_a_program_is_let_in_for_the_task_once_always_or_to_be_looked_at(name: str, answer: AppAllowed) -> None:
    with qt_without_a_screen():
        card, answers = made("application", "digits")
        assert "Let it work in “Mail” for this task?" in said(card)
        assert "Click “Send” in “Mail”?" in said(card)
        button(card, "More…").click()
        assert button(card, name).isVisibleTo(card)
        button(card, name).click()

        assert answers == [("digits", answer)]


def test_a_closed_card_is_a_no() -> None:
    with qt_without_a_screen():
        card, answers = made()
        card.close()

        assert answers == [Rejected()]


@pytest.mark.parametrize("more", ["", "More…"])
@pytest.mark.parametrize("kind", ["action", "application"])
def test_it_fits_into_the_room_there_is_and_shows_every_button_whole(kind: str, more: str) -> None:
    room = QRect(0, 0, 608, 368)
    with qt_without_a_screen():
        card, _ = made(kind)
        if more:
            button(card, more).click()
        card.resize(card.fit(room))
        card.show()

        assert card.height() <= max(room.height(), card.minimumSizeHint().height())
        for one in (each for each in card.findChildren(QPushButton) if each.isVisibleTo(card)):
            assert one.width() >= one.minimumSizeHint().width(), one.accessibleName()
            assert card.rect().contains(QRect(one.mapTo(card, one.rect().topLeft()), one.size()))
        card.blockSignals(True)
        card.close()
