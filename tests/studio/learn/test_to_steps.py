"""What was shown becomes plain steps: words, anchors, variables, waits and a check; and no secret."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.reading import TextLine
from desktop_agent.screen.window import Control
from desktop_agent.studio.learn.demonstration import (
    Clicked,
    Demonstration,
    Dragged,
    Gesture,
    Moment,
    PressedKeys,
    Scrolled,
    ShownAct,
    TypedWords,
)
from desktop_agent.studio.learn.to_steps import to_steps
from desktop_agent.studio.steps.step import Step
from desktop_agent.studio.steps.text import parse_steps, write_steps

WINDOW = Window(7, "mailer", "Letter — Mailer", 42)
BOX, DESKTOP = Rect(100, 50, 600, 400), Rect(0, 0, 1280, 800)
NAME = Control("Name", "text", Rect(200, 100, 300, 24))
SEND = Control("Send", "push button", Rect(200, 300, 80, 24))


def _lines(*texts: str, top: int = 0) -> tuple[TextLine, ...]:
    return tuple(TextLine(text, 10, top + 20 * n, 9 * len(text), 18, 0.95) for n, text in enumerate(texts))


def _moment(control: Control | None = None, *, lines: Sequence[TextLine] = (), window: Window = WINDOW) -> Moment:
    return Moment(window, BOX, DESKTOP, control or Control(), "", b"png", tuple(lines))


def _click(at: tuple[int, int] = (210, 110), *, button: str = "left", count: int = 1, time_ms: int = 0) -> Clicked:
    return Clicked(ScreenPoint(*at), button, count, (), time_ms, 0)  # type: ignore[arg-type]  # one of its names


def _typed(text: str, *, secret: bool = False, time_ms: int = 0) -> TypedWords:
    return TypedWords(text, secret, doubt=False, time_ms=time_ms, moment=0)


def _keys(*keys: str, times: int = 1, time_ms: int = 0) -> PressedKeys:
    return PressedKeys(keys, times, time_ms, 0)


def _steps(*acts: tuple[Gesture, Moment], end: Moment | None = None) -> tuple[Step, ...]:
    """Return the steps, which have to come out of their own text as they went in."""
    shown = Demonstration(tuple(ShownAct(*act) for act in acts), end or _moment())
    file = to_steps(shown, "A task").file

    assert parse_steps(write_steps(file)) == file

    return file.steps


def _words(*acts: tuple[Gesture, Moment], end: Moment | None = None) -> list[str]:
    return [step.text for step in _steps(*acts, end=end)]


def test_a_click_into_a_field_and_the_text_after_it_are_one_step_with_a_variable() -> None:
    shown = Demonstration((ShownAct(_click(), _moment(NAME)), ShownAct(_typed("Ada"), _moment(NAME))), _moment())

    book = to_steps(shown, "Greet")

    assert [step.text for step in book.file.steps] == ['type "{{name}}" into text field "Name"']
    assert [(one.name, one.value) for one in book.file.variables] == [("name", "Ada")]
    assert book.file.title == "Greet"
    step = book.file.steps[0]
    assert step.place is not None
    assert (step.place.points, step.place.of_screen) == (((110, 60),), False)
    assert step.target is not None
    assert step.target.box == (100, 50, 300, 24)
    assert book.png(step.picture) == b"png"
    assert step.window is not None
    assert (step.window.title, step.window.program) == ("Letter — Mailer", "mailer")


def test_a_click_that_did_something_stays_a_step_of_its_own_before_a_text() -> None:
    assert _words((_click((210, 310)), _moment(SEND)), (_typed("hello there"), _moment())) == [
        'click button "Send"', 'type "hello there"',
    ]  # fmt: skip


def test_a_secret_becomes_a_name_after_its_field_and_has_no_value() -> None:
    password = Control("Your Password", "password text", Rect(200, 130, 300, 24))
    words = _words(
        (_typed("", secret=True), _moment(password)),
        (_keys("tab"), _moment()),
        (_typed("", secret=True), _moment(password)),
        (_keys("tab"), _moment()),
        (_typed("", secret=True), _moment()),
    )

    assert [one for one in words if "tab" not in one] == [
        'type "{{secret:your-password}}"', 'type "{{secret:your-password-2}}"', 'type "{{secret:secret}}"',
    ]  # fmt: skip


def test_a_comment_says_how_a_secret_gets_its_value() -> None:
    password = Control("Your Password", "password text", Rect(200, 130, 300, 24))
    steps = _steps(
        (_typed("", secret=True), _moment(password, window=replace(WINDOW, program="/opt/mail it"))),
        (_typed("", secret=True), _moment(replace(password, in_page=True))),
        (_keys("return"), _moment(password)),
    )

    asked = [one.comments[0].rpartition(": ")[2] if one.comments else "" for one in steps if "secret" in one.text]
    assert asked == [
        "desktop-agent secrets set your-password --for '/opt/mail it'",
        "desktop-agent secrets set your-password-2 --for SITE",
    ]
    assert [one.comments for one in steps if "secret" not in one.text] == [()] * (len(steps) - 2)


@pytest.mark.parametrize(
    ("gesture", "words"),
    [
        (_click((210, 310), button="right"), 'right click button "Send"'),
        (_click((210, 310), count=2), 'double click button "Send"'),
        (_click((210, 310), count=3), 'triple click button "Send"'),
        (Scrolled(ScreenPoint(210, 310), 0, 3, (), 0, 0), 'scroll 300 px down at button "Send"'),
        (Scrolled(ScreenPoint(210, 310), -1, 0, (), 0, 0), 'scroll 100 px left at button "Send"'),
        (Dragged(ScreenPoint(210, 310), ScreenPoint(400, 310), "left", (), 0, 0), 'drag button "Send" to there'),
        (_keys("ctrl", "s"), "press ctrl+s"),
        (_keys("down", times=3), "press down 3 times"),
        (_typed("some words of a letter"), 'type "some words of a letter"'),
    ],
)
def test_every_gesture_has_its_plain_words(gesture: Gesture, words: str) -> None:
    control = Control() if isinstance(gesture, TypedWords) else SEND

    assert _words((gesture, _moment(control))) == [words]


def test_a_text_that_looks_like_data_is_a_variable_without_a_field_too() -> None:
    assert _words((_typed("2026-11-21"), _moment())) == ['type "{{text}}"']


def test_a_typed_text_that_comes_again_is_named_by_its_variable() -> None:
    letter = replace(WINDOW, title="report.ods — Sheets")

    steps = _steps((_typed("report.ods"), _moment(NAME)), (_click((210, 310)), _moment(SEND, window=letter)))

    assert steps[1].window is not None
    assert steps[1].window.title == "{{name}} — Sheets"


def test_where_no_program_tells_a_name_it_is_read_at_the_place() -> None:
    lines = (TextLine("Send now", 100, 250, 80, 18, 0.9), TextLine("Elsewhere", 300, 250, 80, 18, 0.9))

    assert _words((_click((230, 310)), _moment(lines=lines))) == ['click "Send now"']


def test_a_field_without_a_name_is_called_by_its_label() -> None:
    field = Control("", "entry", Rect(300, 100, 200, 24))
    beside = (TextLine("Street:", 120, 52, 60, 18, 0.9), TextLine("Other", 300, 200, 60, 18, 0.9))
    above = (TextLine("Town", 202, 25, 60, 18, 0.9),)

    assert _words((_click((310, 110)), _moment(field, lines=beside))) == ['click field "Street"']
    assert _words((_click((310, 110)), _moment(field, lines=above))) == ['click field "Town"']


def test_a_step_keeps_whether_its_check_box_was_on() -> None:
    news = Control("News", "check box", Rect(200, 300, 20, 20), checked=False)

    (step,) = _steps((_click((205, 305)), _moment(news)))

    assert step.target is not None
    assert step.target.checked is False


def test_what_is_as_large_as_the_window_gives_no_name() -> None:
    page = Control("A whole page", "document web", Rect(100, 80, 600, 370))

    assert _words((_click(), _moment(page))) == ["click here"]


def test_a_drag_out_of_its_window_has_its_places_on_the_screen_and_no_picture() -> None:
    (step,) = _steps((Dragged(ScreenPoint(210, 310), ScreenPoint(1000, 700), "left", (), 0, 0), _moment(SEND)))

    assert step.place is not None
    assert (step.place.of_screen, step.place.points) == (True, ((210, 310), (1000, 700)))
    assert not step.picture


def test_keys_for_a_window_that_came_up_wait_for_what_came_with_it() -> None:
    dialog = Window(9, "mailer", "Save As", 42)
    words = _words(
        (_keys("ctrl", "s"), _moment(lines=_lines("Letter", "Dear all"))),
        (_typed("x"), _moment(lines=_lines("Letter", "Dear all", "File name", "Save As"), window=dialog)),
    )

    assert words == ["press ctrl+s", 'wait for "Save As"', 'type "x"']


def test_keys_after_a_long_while_wait_for_what_was_waited_for() -> None:
    words = _words(
        (_click((210, 310)), _moment(SEND, lines=_lines("Letter"))),
        (_keys("enter", time_ms=9000), _moment(lines=_lines("Letter", "Ready to go"))),
    )

    assert words == ['click button "Send"', 'wait for "Ready to go"', "press enter"]


def test_at_the_end_is_checked_what_came_last_and_was_not_typed() -> None:
    acts = (
        (_click(), _moment(NAME, lines=_lines("Letter"))),
        (_typed("Ada"), _moment(NAME, lines=_lines("Letter"))),
        (_click((210, 310)), _moment(SEND, lines=_lines("Letter", "Ada"))),
    )
    end = _moment(lines=_lines("Letter", "Ada", "At 10:15", "Sent to Ada", "It was sent"))

    assert _words(*acts, end=end)[-1] == 'check that "It was sent" is visible'


def test_where_only_what_was_typed_came_its_variable_is_checked() -> None:
    end = _moment(lines=_lines("Letter", "Lovelace"))

    words = _words((_click(), _moment(NAME, lines=_lines("Letter"))), (_typed("Lovelace"), _moment(NAME)), end=end)

    assert words[-1] == 'check that "{{name}}" is visible'


def test_nothing_shown_is_no_step() -> None:
    assert _steps() == ()
