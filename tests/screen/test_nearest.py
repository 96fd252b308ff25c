"""Which of the lines that were read is meant by a point."""

import pytest

from desktop_agent.core.reading import TextLine
from desktop_agent.screen.words import nearest


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ((), ""),
        ((TextLine("Send", 40, 40, 30, 14, 0.9), TextLine("Cancel", 100, 40, 40, 14, 0.9)), "Send"),
        ((TextLine("Far", 120, 40, 40, 14, 0.9),), ""),
        ((TextLine("smudge", 40, 40, 40, 14, 0.2),), ""),
    ],
)
def test_the_line_at_the_point_is_the_name_else_the_nearest_near_one(lines: tuple[TextLine, ...], text: str) -> None:
    assert text == nearest(lines, 50, 45)
