"""What lies at a point of written text is told by the point, but a cell of a sheet is one thing, whatever it shows."""

import pytest

from desktop_agent.core.decision import PointedObject
from desktop_agent.core.geometry import Rect
from desktop_agent.screen.accessible_nodes import is_written
from desktop_agent.screen.window import Control

BOX = Rect(0, 0, 80, 20)


def one(role: str, name: str = "") -> PointedObject:
    return PointedObject(":1.7", "/1", role, name, BOX)


SHEET = (one("table"), one("document spreadsheet"))


@pytest.mark.parametrize(
    ("role", "objects", "in_page", "written"),
    [
        ("text", (one("table cell", "C33"), *SHEET), False, False),
        ("text", (one("paragraph", "C33"), one("table cell", "C33"), *SHEET), False, True),
        ("text", (one("table cell", "Notes"), one("table")), True, True),
        ("text", (one("text", "Letter"),), False, True),
        ("text", (), False, True),
        ("entry", (one("entry", "Name"),), False, False),
    ],
)
def test_a_cell_is_one_place(role: str, objects: tuple[PointedObject, ...], *, in_page: bool, written: bool) -> None:
    assert is_written(Control("C33", role, BOX, in_page=in_page), objects) == written
