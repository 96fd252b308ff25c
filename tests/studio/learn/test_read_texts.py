"""What can be read on a picture: words at a place, and what has just come."""

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.reading import TextLine
from desktop_agent.studio.learn.to_steps import come, words_at


def _line(text: str, left: int, top: int, score: float = 0.95) -> TextLine:
    return TextLine(text, left, top, 8 * len(text), 18, score)


def test_the_words_at_a_point_are_those_of_the_smallest_line_there() -> None:
    lines = (_line("Send now", 100, 100), TextLine("A whole page", 0, 0, 800, 600, 0.95), _line("Send", 100, 140, 0.3))

    assert words_at(lines, ScreenPoint(110, 108)) == "Send now"
    assert words_at(lines[:1], ScreenPoint(110, 148)) == ""


def test_what_has_come_is_what_could_not_be_read_before_and_numbers_come_last() -> None:
    before = (_line("File Edit", 0, 0),)
    after = (
        _line("Edit", 40, 0),
        _line("Order 12", 0, 30),
        _line("It was sent", 0, 60),
        _line("ok", 0, 90),
        _line("?!", 0, 99),
    )

    assert come(before, after) == ("It was sent", "Order 12")
