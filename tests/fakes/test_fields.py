"""A window's area notes somebody else's pointer and keys, and the page's editor of code behaves as one.

That each field tells what it holds is seen in `tests/fidelity`.
"""

from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.fields import field_or_skip
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until


def test_an_area_notes_the_pointer_and_the_keys(display: PrivateDisplay, hands: Hands, tmp_path: Path) -> None:
    with field_or_skip("gtk4", display, tmp_path) as field:
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
