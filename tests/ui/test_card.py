"""The card as a window: names, what fits, what a person sees first, and what a click that no person made does to it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from desktop_agent.core.actions.action import Click, Type
from desktop_agent.core.decisions.decision import (
    AppAllowed,
    Approved,
    Edited,
    Question,
    Rejected,
    StopRun,
    Target,
    TookOver,
)
from desktop_agent.core.pictures import ImagePoint, Rect
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.ui.approval.card import CANNOT, UNNOTICED, Card
from desktop_agent.ui.approval.card_windows import EditWindow
from desktop_agent.ui.approval.open_question import OpenQuestion, place_off_pointer
from desktop_agent.ui.approval.secondary_window import DigitsWindow
from desktop_agent.ui.proof.guard import Guard, Proof, ProofOptions
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from tests.fakes.people.card_questions import CHORD, question
from tests.fakes.people.people import Person
from tests.fakes.people.quiet_person import QuietPerson
from tests.fakes.windows.qt_app import nameless, wait_until
from tests.ui.conftest import button, said

AT_FIRST = {"Approve once", "Refuse", "More…"}
MORE = {"Refuse with a reason", "Take over", "Stop run"}
ACTION = AT_FIRST | MORE | {"Approve for this task", "Edit"}
WIDE = QRect(0, 0, 1248, 768)
Make = Callable[..., Card]


def quiet_guard() -> Guard:
    return Guard(Person(), lambda: False, clock=lambda: 100.0)


@pytest.fixture
def answers() -> list[object]:
    return []


@pytest.fixture
def make(app: QApplication, answers: list[object]) -> Iterator[Make]:
    del app
    cards = list[Card]()

    def made(
        asked: Question | str = "action", proof: Proof = "device", room: QRect = WIDE, guard: Guard | None = None
    ) -> Card:
        asked = question("click", asked) if isinstance(asked, str) else asked
        card = Card(asked, guard or quiet_guard(), ProofOptions(proof, CHORD))
        card.rows.answered.connect(answers.append)
        card.rows.proof_wanted.connect(lambda answer, _words: answers.append((proof, answer)))
        card.resize(card.fit(room))
        card.show()
        cards.append(card)
        return card

    yield made
    for card in cards:
        card.blockSignals(True)
        card.close()


def shown_buttons(card: Card) -> set[str]:
    return {one.accessibleName() for one in card.findChildren(QPushButton) if one.isVisible()}


class ShownWindows(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


@pytest.mark.parametrize("proof", ["device", "digits"])
@pytest.mark.parametrize("asked", ["action", "function"])
def test_no_part_of_it_is_shown_as_a_window_that_would_take_the_keyboard(
    app: QApplication, make: Make, asked: str, proof: Proof
) -> None:
    windows = ShownWindows()
    app.installEventFilter(windows)
    card = make(asked, proof)
    app.removeEventFilter(windows)

    assert {card} == {*windows.shown}


def test_three_buttons_are_shown_and_the_others_by_one_press_that_answers_nothing(
    make: Make, answers: list[object]
) -> None:
    card = make()
    at_first = shown_buttons(card)
    before = said(card)
    button(card, "More…").click()
    more = shown_buttons(card)
    words = said(card)
    button(card, "Less").click()

    assert (at_first, more, shown_buttons(card)) == (AT_FIRST, ACTION - {"More…"} | {"Less"}, AT_FIRST)
    assert "Click “Send” in “Mail”?" in before
    assert ("Program\nmail" in before, "Program\nmail" in words) == (False, True)
    assert answers == []


def test_what_more_shows_has_to_be_read_before_a_yes_counts(make: Make) -> None:
    guarded = GuardedWindow(Person())
    card = make(guard=guarded.guard)
    card.outgrown.connect(lambda: card.resize(card.fit(WIDE)))
    guarded.begin(card)
    wait_until(lambda: guarded.guard.arming.armed)
    button(card, "More…").click()

    assert not guarded.guard.arming.armed
    guarded.end()


def test_by_the_chord_alone_no_click_answers_and_the_card_says_for_what_it_is_to_be_held(
    make: Make, answers: list[object]
) -> None:
    card = make(proof="chord")
    card.rows.proof_wanted.connect(lambda _answer, words: card.choose(words))

    assert "hold Ctrl+Alt+Y" in said(card)
    button(card, "Approve for this task").click()
    assert answers == [("chord", Approved(remember=True))]
    assert "Hold Ctrl+Alt+Y on your own keyboard to confirm “Approve for this task”." in said(card)
    button(card, "Refuse").click()
    assert answers[1:] == [Rejected()]


def test_a_function_is_approved_once_or_not_and_shows_no_picture(make: Make) -> None:
    card = make("function")

    assert {one.accessibleName() for one in card.findChildren(QPushButton)} == AT_FIRST | MORE
    assert card.rows.main_yes == Approved()
    assert card.body.crop.isHidden()
    (letters,) = card.findChildren(QPlainTextEdit)
    assert letters.toPlainText().startswith("Runs:   /bin/weather\n")


def test_a_click_by_an_assistive_program_says_no_yes_and_a_no_needs_no_proof(make: Make, answers: list[object]) -> None:
    card = make()
    for name in sorted(ACTION - {"Refuse", "Take over", "Stop run", "More…"}):
        button(card, name).click()
        button(card, name).toggle()
        button(card, name).animateClick()
    assert answers == []
    for name in ("Refuse", "Take over", "Stop run"):
        button(card, name).click()
    card.close()

    assert answers == [Rejected(), TookOver(), StopRun(), Rejected()]


def test_where_nothing_can_be_proved_it_says_so_and_only_a_no_is_left(make: Make, answers: list[object]) -> None:
    card = make(proof="none")
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
def test_a_program_is_let_in_for_the_task_once_always_or_to_be_looked_at(
    make: Make, answers: list[object], name: str, answer: AppAllowed
) -> None:
    card = make("application", "digits")
    assert "Let it work in “Mail” for this task?" in said(card)
    assert "Click “Send” in “Mail”?" in said(card)
    button(card, "More…").click()
    assert button(card, name).isVisible()
    button(card, name).click()

    assert answers == [("digits", answer)]


@pytest.mark.parametrize("more", ["", "More…"])
@pytest.mark.parametrize("kind", ["action", "application"])
def test_it_fits_into_the_room_there_is_and_shows_every_button_whole(make: Make, kind: str, more: str) -> None:
    room = QRect(0, 0, 608, 368)
    card = make(kind, room=room)
    if more:
        button(card, more).click()
        card.resize(card.fit(room))

    assert card.height() <= max(room.height(), card.minimumSizeHint().height())
    for one in (each for each in card.findChildren(QPushButton) if each.isVisible()):
        assert one.width() >= one.minimumSizeHint().width(), one.accessibleName()
        assert card.rect().contains(QRect(one.mapTo(card, one.rect().topLeft()), one.size()))


def test_a_possible_attack_has_refuse_first_and_in_red_and_is_approved_by_a_click_alone(make: Make) -> None:
    check = SafetyCheck("s1", "malicious_instructions", "Somebody gives the model orders.")
    card = make(replace(question("click", "action"), checks=(check,), may_be_remembered=False))
    refuse = button(card, "Refuse")
    approve = button(card, "Approve once")

    assert (refuse.property("role"), approve.property("role")) == ("safest", None)
    assert refuse.x() < approve.x()
    assert not card.rows.may_answer_by_chord
    assert "This may be an attack" in said(card)
    assert "malicious_instructions" not in said(card)
    assert [label for label in card.findChildren(QLabel) if "malicious_instructions" in label.toolTip()]


@pytest.mark.parametrize("name", ["Approve once", "Stop run"])
def test_it_opens_such_that_no_button_lies_under_the_pointer(make: Make, name: str) -> None:
    room = QRect(0, 0, 784, 440)  # where it fills the height
    card = make()
    button(card, "More…").click()
    card.resize(card.fit(room))
    corner = room.bottomRight() - card.rect().bottomRight()
    aim = button(card, name)
    pointer = corner + aim.mapTo(card, aim.rect().center())

    at = place_off_pointer(card, corner, room, pointer)

    assert not isinstance(card.childAt(pointer - at), QPushButton)
    assert room.contains(QRect(at, card.size()))


def test_a_changed_text_is_what_is_approved_and_has_to_be_read_again_before_a_yes_counts(app: QApplication) -> None:
    now = [100.0]
    guard = Guard(Person(), lambda: False, clock=lambda: now[0])
    window = EditWindow(question("type", "action"), guard, ProofOptions("device"))
    now[0] += 10
    armed = guard.arming.armed
    assert window._text is not None
    window._text.setPlainText("Good bye")

    assert (armed, guard.arming.armed) == (True, False)
    assert window.action() == Type("Good bye")
    assert nameless(window) == []


def test_by_digits_the_edit_is_still_to_be_proved(app: QApplication, answers: list[object]) -> None:
    window = EditWindow(question("click", "action"), quiet_guard(), ProofOptions("digits"))
    window.digits_wanted.connect(answers.append)
    window.answered.connect(lambda _answer: answers.append("proved"))
    window._yes.click()

    assert answers == [Edited(Click(ImagePoint(120, 90)))]


@pytest.mark.parametrize("edits", [False, True])
def test_a_card_that_is_open_as_touches_are_hidden_asks_for_digits_and_for_a_click_once_they_are_seen(
    app: QApplication, *, edits: bool
) -> None:
    answers = list[object]()
    person = QuietPerson(reports_source=False, reports_touch=True)
    asked = question("type" if edits else "click", "action")
    opened = OpenQuestion(asked, person, ProofOptions("touch"), Rect(0, 0, 1248, 768), answers.append)
    card = opened.card
    if edits:
        button(card, "Edit").proven.emit()  # type: ignore[attr-defined]
    window: QWidget = opened._secondary.window if edits and opened._secondary.window else card
    yes = button(window, "Approve this instead" if edits else "Approve once")

    yes.click()
    assert [] == answers
    person.reports_touch = False
    wait_until(lambda: UNNOTICED in said(window))
    yes.click()
    assert [] == answers
    digits = opened._secondary.window
    assert isinstance(digits, DigitsWindow)
    person.reports_touch = True
    digits.field.setText(opened._secondary._challenge.digits)
    assert [Edited(asked.actions[0]) if edits else Approved()] == answers
    opened._secondary.close()
    wait_until(lambda: opened._proof.options.by_click)
    assert UNNOTICED not in said(card)
    button(card, "Approve once").click()
    assert 1 == len(answers)
    opened.close()
    del app


def test_where_no_window_can_be_told_from_another_nothing_is_offered_that_could_not_be_kept(
    make: Make, answers: list[object]
) -> None:
    card = make(replace(question("click", "application"), target=Target()))
    at_first = shown_buttons(card)
    button(card, "More…").click()

    assert {"Allow", "Approve once", "Refuse"} < at_first
    assert {"Always", "Look only"}.isdisjoint(shown_buttons(card))
    assert [] == answers
