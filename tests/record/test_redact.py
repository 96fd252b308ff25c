"""What is taken out of a recording before it is shared: words, windows and places, in its events and its pictures."""

import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from desktop_agent.core.errors import RecordError
from desktop_agent.core.geometry import Rect
from desktop_agent.core.reading import TextLine
from desktop_agent.record.redact import (
    TAKEN_OUT,
    Redaction,
    painted_over,
    places_by_picture,
    places_of_words,
    with_outlines,
)

NAME = "Ada Lovelace"
KINDS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


def picture(kind: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 140)).save(file, kind)
    return file.getvalue()


def frame(path: str, *, screen: bool = True) -> dict[str, object]:
    shown = {"screen": {"x": 100, "y": 0, "width": 2000, "height": 1000}} if screen else {}
    return {"event": "frame", "path": path, "width": 1000, "height": 500, **shown}


def act(window: str, left: int) -> dict[str, object]:
    box = {"x": left, "y": 50, "width": 400, "height": 300}
    return {"event": "decision", "target": {"name": "Send", "role": "button", "window": window, "window_rect": box}}


def test_words_go_from_every_text_of_an_event_in_any_case() -> None:
    event = {"text": f"Mail to {NAME}", "more": [{"deep": "ada lovelace's"}, 3, None], NAME: True}

    cleaned = Redaction(words=(NAME, "")).event(event)

    assert "lovelace" not in json.dumps({key: one for key, one in cleaned.items() if key != NAME}).lower()
    assert cleaned["more"] == [{"deep": f"{TAKEN_OUT}'s"}, 3, None]


def test_of_a_hidden_window_no_name_is_left() -> None:
    cleaned = Redaction(windows=("*bank*",)).event(act("My Bank — Browser", 200))

    assert cleaned["target"] == {
        "name": TAKEN_OUT, "role": "button", "window": TAKEN_OUT,
        "window_rect": {"x": 200, "y": 50, "width": 400, "height": 300},
    }  # fmt: skip
    assert Redaction(windows=("*bank*",)).event(act("News", 200)) == act("News", 200)


def test_a_hidden_window_is_painted_from_the_picture_before_it_on() -> None:
    events = [frame("1.png"), act("News", 9), frame("2.png"), act("Bank", 300), frame("3.png"), act("Bank", 500),
              frame("4.png")]  # fmt: skip

    places = places_by_picture(Redaction(windows=("bank",)), events)

    first, moved = Rect(100, 25, 200, 150), Rect(200, 25, 200, 150)
    assert places == {"1.png": (), "2.png": (first,), "3.png": (first, moved), "4.png": (moved,)}


def test_a_region_is_painted_in_every_picture_in_its_pixels() -> None:
    places = places_by_picture(Redaction(regions=(Rect(0, 990, 203, 99),)), [frame("1.png"), frame("2.png")])

    assert places == {"1.png": (Rect(0, 495, 52, 5),), "2.png": (Rect(0, 495, 52, 5),)}


def test_a_picture_that_does_not_say_what_it_shows_is_painted_whole() -> None:
    places = places_by_picture(Redaction(regions=(Rect(0, 0, 9, 9),)), [frame("1.png", screen=False)])

    assert places == {"1.png": (Rect(0, 0, 1000, 500),)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dear Ada Lovelace,", True),
        ("DEAR ADALOVELACE", True),
        ("ada l0velace@example.org", True),
        ("Ada Lovelaoe", True),
        ("Ada Love", False),
        ("Grace Hopper", False),
        ("", False),
    ],
)
def test_a_word_is_found_in_a_line_that_was_read(text: str, found: bool) -> None:
    line = TextLine(text, 10, 20, 100, 12, 0.9)

    assert places_of_words(Redaction(words=(NAME,)), [line]) == ((Rect(7, 17, 106, 18),) if found else ())


def test_a_short_word_has_to_be_read_as_it_is() -> None:
    lines = [TextLine(text, 0, 0, 9, 9, 1) for text in ("Ada", "Ade", "Canada")]

    assert len(places_of_words(Redaction(words=("Ada",)), lines)) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_painted_is_solid_and_nothing_else_is_touched(kind: str) -> None:
    done = painted_over(picture(KINDS[kind]), kind, [Rect(-5, 10, 25, 10), Rect(50, 30, 99, 99), Rect(90, 90, 5, 5)])

    image = Image.open(BytesIO(done))
    rows = np.asarray(image.convert("RGB")).astype(int)
    assert image.format == KINDS[kind]
    assert rows[11:19, 1:19].max() <= 40
    assert rows[31:, 51:].max() <= 40
    assert np.abs(rows[22:28] - (200, 30, 140)).max() <= 40


def test_a_preview_shows_the_edges_and_what_is_inside() -> None:
    rows = np.asarray(
        Image.open(BytesIO(with_outlines(picture("PNG"), "image/png", [Rect(10, 10, 20, 20)]))).convert("RGB")
    )

    assert tuple(rows[10, 15]) == (255, 0, 0)
    assert tuple(rows[20, 20]) == (200, 30, 140)


def test_what_is_no_picture_is_told() -> None:
    with pytest.raises(RecordError, match="can't be read"):
        painted_over(b"no picture", "image/png", [])
