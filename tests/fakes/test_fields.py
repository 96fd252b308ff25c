"""Each application's field tells exactly what somebody else's hands have typed and pasted into it."""

from pathlib import Path

import pytest

from desktop_agent.demo.private_display import PrivateDisplay
from tests.fakes.fields import FIELDS, field_or_skip
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.tiers import by_day

# The tests that type and drag start the other fields of the browsers.
BY_DAY = ("chromium contenteditable", "firefox textarea", "calc", "gvim", "gtk4", "tk")


@pytest.mark.parametrize("name", by_day(BY_DAY, FIELDS))
def test_a_field_tells_what_it_holds_and_can_be_emptied(
    display: PrivateDisplay, hands: Hands, tmp_path: Path, name: str
) -> None:
    with field_or_skip(name, display, tmp_path) as field:
        field.empty()
        hands.type("plain words")
        first = field.text_once("plain words")
        field.empty()
        hands.type("x")
        second = field.text_once("x")

    assert ("plain words", "x") == (first, second)


@pytest.mark.parametrize("name", ["chromium textarea", "firefox textarea", "gtk4"])
def test_an_area_notes_the_pointer_and_the_keys(
    display: PrivateDisplay, hands: Hands, tmp_path: Path, name: str
) -> None:
    with field_or_skip(name, display, tmp_path) as field:
        assert field.area is not None
        field.focus()
        area = field.area()
        field.ask("forget")

        hands.drag((area.x + 20, area.y + 30), (area.x + 120, area.y + 80))
        hands.press("ctrl+Right")

        wait_until(lambda: field.seen("release") and len(field.seen("key")) > 1, "the notes")
        seen = field.seen()
    points = [(note["x"], note["y"]) for note in seen if note["kind"] in {"press", "motion", "release"}]
    assert ((20, 30), (120, 80)) == (points[0], points[-1])
    assert "press" in [note["kind"] for note in seen]
    assert [note["held"] for note in seen if note["kind"] == "key"][-1] == ["ctrl"]


def test_a_code_page_indents_and_closes_by_itself(display: PrivateDisplay, hands: Hands, tmp_path: Path) -> None:
    with field_or_skip("chromium code", display, tmp_path) as field:
        field.empty()

        hands.type("if (x) {\n\ty")

        assert field.text_once("if (x) {\n\ty}") == "if (x) {\n\ty}"
