"""A line's act is recognised among a person's clicks and keys, and nothing else is taken for it."""

from collections.abc import Sequence

import pytest

from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.films.guided.lead import ActWatch, LineTarget, PersonEvent
from desktop_agent.tasks.steps.words import act_of

INSIDE = ScreenPoint(20, 20)
OUTSIDE = ScreenPoint(200, 20)
SPOT = LineTarget((INSIDE,), Rect(10, 10, 40, 20))
DEL = PersonEvent("backspace")


def press(at: ScreenPoint = INSIDE, button: str = "left", *held: str) -> PersonEvent:
    return PersonEvent(button, held, at)


def chord(*keys: str) -> PersonEvent:
    return PersonEvent(keys[-1], keys[:-1])


def typed(text: str) -> list[PersonEvent]:
    names = {"\n": "enter", "\t": "tab"}
    return [PersonEvent(names.get(char, char), char="" if char in names else char) for char in text]


@pytest.mark.parametrize(
    ("words", "events", "done_at"),
    [
        ('click "Save"', [press()], 0),
        ('click "Save"', [press(OUTSIDE), press(button="right"), PersonEvent("left", at=INSIDE, down=False)], None),
        ('click "Save"', [*typed("s"), chord("ctrl", "s")], None),
        ('right click "Save"', [press(), press(button="right")], 1),
        ('double click "Save"', [press(), press()], 1),
        ('double click "Save"', [press(), press(OUTSIDE), press()], None),
        ("click here with ctrl held", [press(), press(INSIDE, "left", "ctrl")], 1),
        ("press ctrl+s", [PersonEvent("s", char="s"), chord("ctrl", "s")], 1),
        ("press ctrl+s", [press(), chord("ctrl", "shift", "s")], 1),
        ("press Escape", [PersonEvent("escape")], 0),
        ("press Down 2 times", [PersonEvent("down"), PersonEvent("down")], 1),
        ('type "Ada"', [*typed("Ada")], 2),
        ('type "Ada"', [*typed("Bda"), DEL, DEL, DEL, *typed("Ada")], 8),
        ('type "Ada"', [*typed("\tBea\t")], 4),  # with the first Tab they came to the field
        ('type "Ada"', [*typed("Bea"), press(), press(OUTSIDE)], None),
        ('type "Ada\\n"', [*typed("Ada\n")], 3),
        ('type "a\\tb"', [*typed("x\ty\n")], 3),
        ('drag "Save" to there', [press(), PersonEvent("left", at=OUTSIDE, down=False)], None),
    ],
)
def test_an_act_is_done_with_one_event(words: str, events: Sequence[PersonEvent], done_at: int | None) -> None:
    act = act_of(words)
    assert act is not None
    watch = ActWatch(act, SPOT)

    done = [at for at, event in enumerate(events) if watch.take(event)]

    assert next(iter(done), None) == done_at


def test_a_secret_is_done_with_the_key_after_it_and_its_letters_are_not_kept() -> None:
    act = act_of('type "{{secret:bank}}"')
    assert act is not None
    watch = ActWatch(act, LineTarget(), secret=True)

    done = [watch.take(event) for event in typed("hunter2\n")]

    assert done == [False] * 7 + [True]
    assert "hunter" not in repr([getattr(watch, name) for name in ("_text", "_count", "has_begun")])
