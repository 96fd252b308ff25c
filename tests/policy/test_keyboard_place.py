"""“Approve text here”: which place of the keyboard it is for, and what has to look as it did."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Press, Type
from desktop_agent.core.decision import Case, ReadLine, Reason, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.rule_id import RuleId
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.policy.keyboard_place import KeyboardPlace, guarded, is_within, may_last, new_in, place_of
from tests.fakes.cases import changed, target_of

AT = ImagePoint(50, 60)
LED = Click(AT)
BAR = Press(("ctrl", "l"))
VIEWPORT = Viewport(Rect(0, 0, 1000, 700), Size(1000, 700))
WINDOW = Window(7, "mailer", "*Letter", 70, "/usr/bin/mailer")
BROWSER = Window(8, "chromium", "Shop", 80, "/usr/bin/chromium")
SEND, BODY = ReadLine("Send", Rect(10, 600, 40, 20)), ReadLine("Dear Ada", Rect(10, 100, 90, 20))
TARGET = target_of(WINDOW, lines=(SEND, BODY))
CASE = Case(Type("one two\n"), VIEWPORT, TARGET)
BOX = Rect(0, 0, 800, 660)


def place(action: Action = CASE.action, led: Click | Press | None = LED, target: Target = TARGET) -> KeyboardPlace:
    found = place_of(Case(action, VIEWPORT, target), led)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("action", "keys"),
    [
        (Type("one two\n"), {"enter", "space"}),
        (Type("one two"), {"space"}),
        (Press(("enter",)), {"enter"}),
        (Press(("ctrl", "m")), {"enter"}),
    ],
)
def test_a_place_is_a_window_and_the_press_that_has_put_the_keyboard_there(action: Action, keys: set[str]) -> None:
    assert place(action) == KeyboardPlace(WINDOW, LED, frozenset(keys), (SEND, BODY))


@pytest.mark.parametrize(
    ("case", "led"),
    [
        (CASE, None),
        (replace(CASE, action=Press(("space",))), LED),
        (replace(CASE, action=Type("one\ttwo")), LED),
        (replace(CASE, action=Click(AT)), LED),
        (replace(CASE, held=("ctrl",)), LED),
        (replace(CASE, checks=(SafetyCheck("1", "code", "words"),)), LED),
        (replace(CASE, target=changed(TARGET, window=None)), LED),
        (replace(CASE, target=changed(TARGET, window=replace(WINDOW, pid=None))), LED),
        (replace(CASE, target=changed(TARGET, focus_role="push button")), LED),
        (replace(CASE, target=changed(TARGET, role="entry")), LED),
        (replace(CASE, target=changed(TARGET, ours=True)), LED),
        (replace(CASE, target=replace(TARGET, also=target_of(BROWSER))), LED),
        (replace(CASE, target=replace(TARGET, also=target_of(WINDOW, role="link"))), LED),
        (replace(CASE, target=changed(TARGET, lines=())), LED),
        (replace(CASE, target=changed(TARGET, window=replace(WINDOW, app="xterm", program="/usr/bin/xterm"))), LED),
    ],
)
def test_there_is_no_such_place_where_a_yes_could_not_last(case: Case, led: Click | Press | None) -> None:
    assert place_of(case, led) is None


@pytest.mark.parametrize(
    ("rules", "lasts"), [(["unknown-effect"], True), (["unknown-effect", "credential"], False), (["form"], False)]
)
def test_it_is_a_yes_to_nothing_but_an_unknown_effect(rules: list[RuleId], lasts: bool) -> None:
    assert may_last(tuple(Reason(rule, "It asks.") for rule in rules)) is lasts


OTHERS = [
    place(target=changed(TARGET, window=replace(WINDOW, id=9))),
    place(target=changed(TARGET, window=replace(WINDOW, pid=71))),
    place(target=changed(TARGET, window=replace(WINDOW, program="/tmp/mailer"))),
    place(target=changed(TARGET, window=replace(WINDOW, title="Order"))),
    place(led=Click(ImagePoint(50, 70))),
    place(led=Click(ImagePoint(60, 60))),
    place(led=BAR),
]


@pytest.mark.parametrize("now", OTHERS)
def test_another_window_title_or_press_is_another_place(now: KeyboardPlace) -> None:
    assert not is_within(now, place())


def test_the_same_place_is_one_however_the_title_marks_what_is_not_saved() -> None:
    saved = place(led=Click(ImagePoint(52, 59)), target=changed(TARGET, window=replace(WINDOW, title="Letter")))

    assert is_within(saved, place())
    assert is_within(place(led=BAR), place(led=BAR))


def test_what_may_be_a_button_is_guarded_with_its_frame_and_in_a_browser_the_address() -> None:
    assert guarded(place(), BOX) == (Rect(6, 584, 48, 52),)
    assert guarded(place(target=target_of(BROWSER, lines=(BODY,))), BOX) == (Rect(0, 0, 800, 110),)


@pytest.mark.parametrize(
    ("text", "is_new"),
    [
        ("Dear Ada", False),
        ("DearAda", False),
        ("Many thanks for the 1etter", False),
        ("Thanks", False),
        ("|", False),
        ("Carry on", True),
        ("Ok", True),
        ("Send", True),  # another one, or the same: the picture tells
    ],
)
def test_what_is_read_is_new_unless_it_stood_there_or_was_typed(text: str, is_new: bool) -> None:
    line = ReadLine(text, Rect(5, 5, 60, 20))
    now = place(target=changed(TARGET, lines=(BODY, line)))

    assert new_in(now, place(), ["Many thanks for the letter\n"]) == ((line.box,) if is_new else ())


def test_text_at_a_point_puts_the_keyboard_there_itself() -> None:
    assert place(Type("one\n", AT), led=None).led == LED
