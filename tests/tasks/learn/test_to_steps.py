"""What was shown becomes plain steps: words, anchors, variables, waits and a check; and no secret."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.pictures import Rect, ScreenPoint, Window
from desktop_agent.screen.controls.window import Control
from desktop_agent.tasks.learn.demonstration import (
    Clicked,
    DemonstratedAct,
    Demonstration,
    Dragged,
    Gesture,
    PressedKeys,
    ScreenBefore,
    Scrolled,
    TypedWords,
)
from desktop_agent.tasks.learn.to_steps import to_steps
from desktop_agent.tasks.saved.text import parse_task, write_task
from desktop_agent.tasks.task import Step

WINDOW = Window(7, "mailer", "Letter — Mailer", 42)
BOX = Rect(100, 50, 600, 400)
DESKTOP = Rect(0, 0, 1280, 800)
NAME = Control("Name", "text", Rect(200, 100, 300, 24))
SEND = Control("Send", "push button", Rect(200, 300, 80, 24))


def _lines(*texts: str, top: int = 0) -> tuple[TextLine, ...]:
    return tuple(TextLine(text, 10, top + 20 * n, 9 * len(text), 18, 0.95) for n, text in enumerate(texts))


def _moment(control: Control | None = None, *, lines: Sequence[TextLine] = (), window: Window = WINDOW) -> ScreenBefore:
    return ScreenBefore(window, BOX, DESKTOP, control or Control(), "", b"png", tuple(lines))


def _click(at: tuple[int, int] = (210, 110), *, button: str = "left", count: int = 1, time_ms: int = 0) -> Clicked:
    return Clicked(ScreenPoint(*at), button, count, (), time_ms, 0)  # type: ignore[arg-type]  # one of its names


def _typed(text: str, *, secret: bool = False, time_ms: int = 0) -> TypedWords:
    return TypedWords(text, secret, doubt=False, time_ms=time_ms, moment=0)


def _keys(*keys: str, times: int = 1, time_ms: int = 0) -> PressedKeys:
    return PressedKeys(keys, times, time_ms, 0)


def _steps(*acts: tuple[Gesture, ScreenBefore], end: ScreenBefore | None = None) -> tuple[Step, ...]:
    """Return the steps, which have to come out of their own text as they went in."""
    shown = Demonstration(tuple(DemonstratedAct(*act) for act in acts), end or _moment())
    task = to_steps(shown, "A task").task

    assert parse_task(write_task(task), "x.task") == task

    return task.steps


def _words(*acts: tuple[Gesture, ScreenBefore], end: ScreenBefore | None = None) -> list[str]:
    return [step.text for step in _steps(*acts, end=end)]


def test_a_click_into_a_field_and_the_text_after_it_are_one_step_with_a_variable() -> None:
    shown = Demonstration(
        (DemonstratedAct(_click(), _moment(NAME)), DemonstratedAct(_typed("Ada"), _moment(NAME))), _moment()
    )

    book = to_steps(shown, "Greet")

    assert [step.text for step in book.task.steps] == ['type "{name}" into text field "Name"']
    assert [(one.name, one.default) for one in book.task.variables] == [("name", "Ada")]
    assert book.task.title == "Greet"
    step = book.task.steps[0]
    assert step.place is not None
    assert (step.place.points, step.place.of_screen) == (((110, 60),), False)
    assert step.target is not None
    assert step.target.box == (100, 50, 300, 24)
    assert book.png(step.picture) == b"png"
    assert step.window is not None
    assert (step.window.title, step.window.program) == ("Letter — Mailer", "mailer")


def test_a_comment_says_how_a_secret_gets_its_value() -> None:
    password = Control("Your Password", "password text", Rect(200, 130, 300, 24))
    steps = _steps(
        (_typed("", secret=True), _moment(password, window=replace(WINDOW, program="/opt/mail it"))),
        (_typed("", secret=True), _moment(replace(password, in_page=True))),
        (_keys("return"), _moment(password)),
    )

    asked = [step.comments[0].rpartition(": ")[2] if step.comments else "" for step in steps if "secret" in step.text]
    assert asked == [
        "desktop-agent secrets set your-password --for '/opt/mail it'",
        "desktop-agent secrets set your-password-2 --for SITE",
    ]
    assert [step.comments for step in steps if "secret" not in step.text] == [()] * (len(steps) - 2)


@pytest.mark.parametrize(
    ("gesture", "words"),
    [
        (_click((210, 310), button="right"), 'right click button "Send"'),
        (_click((210, 310), count=3), 'triple click button "Send"'),
        (Scrolled(ScreenPoint(210, 310), 0, 3, (), 0, 0), 'scroll 300 px down at button "Send"'),
        (Dragged(ScreenPoint(210, 310), ScreenPoint(400, 310), "left", (), 0, 0), 'drag button "Send" to there'),
        (_keys("ctrl", "s"), "press ctrl+s"),
        (_keys("down", times=3), "press down 3 times"),
        (_typed("some words of a letter"), 'type "some words of a letter"'),
    ],
)
def test_every_gesture_has_its_plain_words(gesture: Gesture, words: str) -> None:
    control = Control() if isinstance(gesture, TypedWords) else SEND

    assert _words((gesture, _moment(control))) == [words]


def test_a_step_keeps_whether_its_check_box_was_on() -> None:
    news = Control("News", "check box", Rect(200, 300, 20, 20), checked=False)

    (step,) = _steps((_click((205, 305)), _moment(news)))

    assert step.target is not None
    assert step.target.checked is False


def test_keys_for_a_window_that_came_up_wait_for_what_came_with_it() -> None:
    dialog = Window(9, "mailer", "Save As", 42)
    words = _words(
        (_keys("ctrl", "s"), _moment(lines=_lines("Letter", "Dear all"))),
        (_typed("x"), _moment(lines=_lines("Letter", "Dear all", "File name", "Save As"), window=dialog)),
    )

    assert words == ["press ctrl+s", 'wait for "Save As"', 'type "x"']


def test_at_the_end_is_checked_what_came_last_and_was_not_typed() -> None:
    acts = (
        (_click(), _moment(NAME, lines=_lines("Letter"))),
        (_typed("Ada"), _moment(NAME, lines=_lines("Letter"))),
        (_click((210, 310)), _moment(SEND, lines=_lines("Letter", "Ada"))),
    )
    end = _moment(lines=_lines("Letter", "Ada", "At 10:15", "Sent to Ada", "It was sent"))

    assert _words(*acts, end=end)[-1] == 'check that "It was sent" is visible'
