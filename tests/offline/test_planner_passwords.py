"""A password is typed into its field and the plan goes on, though nobody can read what stands there."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from desktop_agent.core.controls.boxes import Box
from desktop_agent.offline.picture.fields import holds_dots, is_painted_over
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.planner import End, next_or_end
from desktop_agent.screen.captures.mask import GREY
from desktop_agent.screen.ocr.picture import Picture
from tests.offline.planned import NOW_MS, ended, steps
from tests.offline.seen import Seen, line

FIELD = Box(100, 50, 200, 24)
TYPED = PlanPosition(phase=3, looks=5, mark=FIELD)
LABEL = line("Access code", 20, 100)


@pytest.mark.parametrize(
    ("seen", "success"),
    [
        pytest.param(Seen((LABEL,), hidden=(FIELD,)), True, id="painted over"),
        pytest.param(Seen((LABEL,), dots=9), True, id="as many dots as letters"),
        pytest.param(Seen((LABEL,), dots=8), False, id="a dot too few"),
        pytest.param(Seen((LABEL,)), False, id="empty"),
        pytest.param(Seen((LABEL,), hidden=(Box(100, 90, 200, 24),)), False, id="another field is painted over"),
        pytest.param(Seen((LABEL,), rows=("s3cret-Q9",)), True, id="in clear letters"),
    ],
)
def test_a_password_is_typed_by_plain_steps_where_its_field_shows_none_of_it(seen: Seen, *, success: bool) -> None:
    end = next_or_end(steps('type "s3cret-Q9" into "Access code"'), TYPED, seen, NOW_MS)

    assert isinstance(end, End)
    assert end.success == success


def test_what_is_said_of_a_hidden_field_does_not_tell_what_was_typed() -> None:
    end = ended(
        next_or_end(steps('type "s3cret-Q9" into "Access code"'), TYPED, Seen((LABEL,), hidden=(FIELD,)), NOW_MS)
    )

    assert [one.seen for one in end.thoughts] == [
        "I typed into “Access code”, but I can't tell whether the text was entered."
    ]


def form(colour: int = 255) -> Picture:
    """Draw an empty field with a frame."""
    picture = np.full((120, 400, 3), 240, np.uint8)
    cv2.rectangle(picture, (100, 50), (299, 73), (90, 90, 90), 1)
    picture[51:73, 101:299] = colour
    return picture


def dotted(count: int, *, radius: int = 3, pitch: int = 9, caret: bool = False, dark: bool = False) -> Picture:
    """Draw dots into the field."""
    picture = form(30 if dark else 255)
    for number in range(count):
        cv2.circle(picture, (108 + pitch * number, 62), radius, (230,) * 3 if dark else (20,) * 3, -1, cv2.LINE_AA)
    if caret:
        picture[54:70, 106 + pitch * count] = 0
    return picture


def written(text: str) -> Picture:
    """Draw letters into the field."""
    picture = form()
    cv2.putText(picture, text, (106, 67), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 1, cv2.LINE_AA)
    return picture


@pytest.mark.parametrize(
    ("picture", "held"),
    [
        pytest.param(dotted(9), True, id="dots"),
        pytest.param(dotted(9, caret=True), True, id="dots and a caret"),
        pytest.param(dotted(9, dark=True), True, id="light dots on a dark ground"),
        pytest.param(dotted(9, radius=5, pitch=11), True, id="dots that touch, as Qt's"),
        pytest.param(dotted(8), False, id="one too few"),
        pytest.param(dotted(10), False, id="one too many"),
        pytest.param(form(), False, id="none"),
        pytest.param(written("s3cret-Q9"), False, id="the text itself"),
        pytest.param(form(GREY), False, id="painted over"),
    ],
)
def test_dots_in_a_field_are_counted(picture: Picture, *, held: bool) -> None:
    assert holds_dots(picture, FIELD, 9) == held


def as_jpeg(picture: Picture) -> Picture:
    data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


@pytest.mark.parametrize(
    ("picture", "kept", "is_hidden"),
    [
        (form(GREY), np.asarray, True),
        (form(GREY), as_jpeg, True),
        (form(GREY + 10), np.asarray, False),
        (form(), as_jpeg, False),
        (dotted(9), np.asarray, False),
    ],
    ids=["painted over", "painted over, compressed", "another grey", "empty", "dots"],
)
def test_a_field_that_is_painted_over_is_known(
    picture: Picture, kept: Callable[[Picture], Picture], *, is_hidden: bool
) -> None:
    assert is_painted_over(kept(picture), FIELD) == is_hidden
