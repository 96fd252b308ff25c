"""What a window draws without its program's word is found in the picture, and read there."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from desktop_agent.core.controls.screen_contents import ShownText, TextLine
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, Window
from desktop_agent.screen.controls.listing import drawn_parts, part_of
from desktop_agent.screen.controls.window import Control, NoControls
from desktop_agent.screen.controls.words import ScreenWords
from tests.fakes.runs.run_ports import PaintedScreen

PAGE = Rect(20, 30, 120, 66)
WHOLE = Rect(0, 0, 200, 100)
WINDOW = Window(1, "viewer", "page.pdf", 7)
MENU = Rect(10, 4, 40, 12)


def striped(*boxes: Rect) -> Frame:
    """Return a white picture with lines of strokes in these boxes."""
    frame = PaintedScreen().grab()
    size = frame.pixels.size
    pixels = bytearray(b"\xff" * (4 * size.width * size.height))
    for x, y in (at for box in boxes for at in _strokes(box)):
        start = 4 * (y * size.width + x)
        pixels[start : start + 4] = bytes(4)
    return replace(frame, pixels=Pixels(size, bytes(pixels)))


def _strokes(box: Rect) -> Iterator[tuple[int, int]]:
    for y in range(box.y, box.bottom, 6):
        for x in range(box.x, box.right, 2):
            yield x, y


@pytest.mark.parametrize(
    ("boxes", "reported", "count"),
    [
        ((PAGE,), (), 1),
        ((PAGE,), (PAGE,), 0),
        ((), (), 0),
        ((Rect(20, 60, 24, 24),), (), 0),
        ((PAGE, Rect(20, 2, 120, 8)), (), 1),
        ((PAGE,), (Rect(20, 30, 120, 10), Rect(500, 500, 10, 10)), 1),
    ],
    ids=["a page", "a text that is reported", "an empty window", "an icon", "a page and a line", "a page, in part"],
)
def test_a_large_part_with_strokes_is_drawn_where_nothing_is_reported(
    boxes: Sequence[Rect], reported: Sequence[Rect], count: int
) -> None:
    parts = drawn_parts(striped(*boxes), WHOLE, reported)

    assert len(parts) == count
    assert all(part.intersection(PAGE) for part in parts)


@dataclass
class Viewer(NoControls):
    """A program that reports a menu, and nothing of the page that it shows."""

    lines: Sequence[ShownText] = (ShownText("File", MENU),)

    async def texts(self, *_: object) -> Sequence[ShownText]:
        return self.lines

    async def listed(self, *_: object, **__: object) -> Sequence[Control]:
        return (Control("Document View", "drawing area", WHOLE), Control("File", "menu", MENU))


@dataclass
class Reader:
    """Reads one line in the middle of each picture."""

    pictures: int = 0

    def read(self, data: bytes, *, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
        del data, near
        self.pictures += 1
        return (TextLine("Rent", 40, 30, 30, 10, 1.0),)

    def close(self) -> None:
        """Hold nothing."""


def drawn_in(viewer: Viewer, reader: Reader | None) -> list[ShownText]:
    part = part_of(striped(PAGE), WINDOW, {1: WINDOW}, ())
    assert part is not None
    return asyncio.run(part.drawn_texts(viewer, ScreenWords(reader)))


def test_a_page_is_read_beside_what_its_program_reports() -> None:
    reader = Reader()

    assert [line.text for line in drawn_in(Viewer(), reader)] == ["Rent"]
    assert reader.pictures == 1


def test_without_a_text_reader_the_place_is_told() -> None:
    (line,) = drawn_in(Viewer(), None)

    assert line.text == ""
    assert line.box.intersection(PAGE) == PAGE


def test_a_window_that_reports_nothing_is_read_whole_elsewhere() -> None:
    assert drawn_in(Viewer(lines=()), Reader()) == []


@pytest.mark.parametrize(
    ("changed", "read"),
    [
        (Rect(20, 50, 80, 30), ["Rent"]),
        (Rect(100, 50, 20, 10), []),  # the line lies beside it
        (Rect(500, 50, 20, 10), []),  # outside of the window
    ],
)
def test_only_lines_that_touch_what_has_changed_are_read_there(changed: Rect, read: list[str]) -> None:
    part = part_of(striped(PAGE), WINDOW, {1: WINDOW}, ())
    assert part is not None

    lines = asyncio.run(part.read_within(ScreenWords(Reader()), [changed]))

    assert [line.name for line in lines] == read
