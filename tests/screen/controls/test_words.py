"""What is read on a picture: ahead where a program names nothing, once, and never where there is nothing but ground."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from desktop_agent.core.actions.action import Action, Click, Type
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.decisions.decision import ReadLine
from desktop_agent.core.errors import ModelError
from desktop_agent.core.pictures import (
    Frame,
    ImagePoint,
    Pixels,
    Rect,
    Scene,
    ScreenPoint,
    Size,
    Viewport,
    Window,
    WindowBox,
)
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.screen.controls.window import NoControls, NoWindows
from desktop_agent.screen.controls.words import ScreenWords, is_name_at, nearest

SIZE = Size(1000, 400)
WINDOW = Rect(0, 0, 1000, 400)
ON_SEND = ReadLine("Send", Rect(480, 194, 40, 12))
SEND = ScreenPoint(500, 200)
GROUND = ScreenPoint(900, 350)


class ReadsDark:
    """Reads “Send” where a picture has anything dark, and keeps the sizes of what it was given."""

    def __init__(self) -> None:
        self.sizes: list[Size] = []

    def read(self, data: bytes, *, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert picture is not None
        self.sizes.append(Size(picture.shape[1], picture.shape[0]))
        left, top, width, height = cv2.boundingRect((picture < 128).astype(np.uint8))
        return (TextLine("Send", left, top, width, height, 0.9),) if width else ()


def frame() -> Frame:
    """Return a white picture with a dark bar in its middle."""
    rows = np.full((SIZE.height, SIZE.width), 0xFFFFFF, np.uint32)
    rows[194:206, 480:520] = 0
    return Frame(b"", "image/png", Viewport(WINDOW, SIZE), "0", Scene(), Pixels(SIZE, rows.tobytes()))


def read_near(reads: ReadsDark, at: ScreenPoint, *, ahead: bool, other_picture: bool = False) -> ReadLine | None:
    """Return what is read near a point, once the window has been read ahead, or without that."""

    async def read() -> ReadLine | None:
        words = ScreenWords(reads, ahead=ahead)
        seen = frame()
        words.begin(seen, [WINDOW])
        found = await words.near(frame() if other_picture else seen, at)
        words.close()
        return found

    return asyncio.run(read())


def test_a_window_that_was_read_ahead_is_not_read_again() -> None:
    reads = ReadsDark()

    assert read_near(reads, SEND, ahead=True) == ON_SEND
    assert reads.sizes == [SIZE]


def test_what_was_read_holds_in_every_picture_with_the_same_pixels_there() -> None:
    reads = ReadsDark()
    left = Rect(0, 0, 600, 400)

    async def read() -> list[tuple[str, ...]]:
        words = ScreenWords(reads, ahead=False)
        rows = np.frombuffer(frame().pixels.bgrx, np.uint32).reshape(SIZE.height, SIZE.width).copy()
        rows[300:320, 700:760] = 0
        elsewhere = replace(frame(), pixels=Pixels(SIZE, rows.tobytes()))
        seen = [
            tuple(line.text for line in await words.inside(shown, [box]))
            for shown, box in ((frame(), left), (frame(), left), (elsewhere, left), (elsewhere, WINDOW))
        ]
        await words.near(frame(), SEND)
        await words.near(elsewhere, SEND)
        words.close()
        return seen

    assert asyncio.run(read()) == [("Send",)] * 4
    assert reads.sizes == [Size(600, 400), SIZE, Size(400, 72)]


def test_a_window_that_reaches_beyond_the_screen_is_read_once_as_far_as_it_is_seen() -> None:
    reads = ReadsDark()

    async def read() -> None:
        words = ScreenWords(reads)
        seen = frame()
        words.begin(seen, [Rect(-8, -30, 1016, 438)])
        await words.inside(seen, [WINDOW])
        words.close()

    asyncio.run(read())

    assert reads.sizes == [SIZE]


def test_a_reading_that_failed_is_tried_again() -> None:
    class Fails(ReadsDark):
        def read(self, data: bytes, *, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
            if not self.sizes:
                self.sizes.append(Size(0, 0))
                raise ModelError("It ended.")
            return super().read(data, near=near)

    async def read() -> list[int]:
        words = ScreenWords(Fails())
        counts = [len(await words.inside(frame(), [WINDOW])) for _ in range(2)]
        words.close()
        return counts

    assert asyncio.run(read()) == [0, 1]


def test_nothing_is_read_where_there_is_only_ground() -> None:
    reads = ReadsDark()

    assert read_near(reads, GROUND, ahead=False) is None
    assert reads.sizes == []


class OneProgram(NoWindows):
    """Windows of one program, which tells nothing."""

    def __init__(self, program: str, *, is_dialog: bool = False) -> None:
        self._program = program
        self._is_dialog = is_dialog

    def describe(self, window: int) -> Window:
        name = self._program.rpartition("/")[2]
        return Window(window, name, "", 2, self._program, dialog=self._is_dialog)


@pytest.mark.parametrize(("program", "times"), [("/usr/bin/xterm", 0), ("/usr/bin/rofi", 0), ("/usr/bin/app", 1)])
def test_a_window_is_read_for_its_keyboard_unless_its_program_alone_decides(program: str, times: int) -> None:
    reads = ReadsDark()

    async def look() -> tuple[str, ...]:
        surroundings = ScreenSurroundings(OneProgram(program), NoControls(), ScreenWords(reads))
        seen = replace(frame(), scene=Scene((WindowBox(1, WINDOW),), focus=1))
        await surroundings.warm(seen)
        target = await surroundings.target(seen, Type("two words\n"))
        await surroundings.close()
        return target.place.around if target.place else ()

    assert asyncio.run(look()) == ("Send",) * times
    assert len(reads.sizes) == times


class NotesBegun(ScreenWords):
    """Counts how often it is told to read ahead."""

    begun = 0

    def begin(self, frame: Frame, boxes: Sequence[Rect]) -> None:
        self.begun += 1
        super().begin(frame, boxes)


@pytest.mark.parametrize(
    ("before", "is_dialog", "begun"),
    [
        pytest.param(None, False, 0, id="nothing was asked for"),
        pytest.param(Click(ImagePoint(500, 200)), False, 0, id="a press at a point"),
        pytest.param(Type("two words\n"), False, 1, id="a press by Return"),
        pytest.param(None, True, 1, id="a dialog, which may ask something"),
    ],
)
def test_all_words_of_a_window_are_read_ahead_only_if_they_are_needed(
    before: Action | None, begun: int, *, is_dialog: bool
) -> None:
    words = NotesBegun(ReadsDark())

    async def look() -> None:
        surroundings = ScreenSurroundings(OneProgram("/usr/bin/app", is_dialog=is_dialog), NoControls(), words)
        seen = replace(frame(), scene=Scene((WindowBox(1, WINDOW),), focus=1))
        if before is not None:
            await surroundings.target(seen, before)
        await surroundings.warm(seen)
        await surroundings.close()

    asyncio.run(look())

    assert words.begun == begun


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
    line = nearest(lines, 50, 45)

    assert text == (line.text.strip() if line else "")


@pytest.mark.parametrize(
    ("at", "drawn", "is_name"),
    [
        (ScreenPoint(500, 200), None, True),
        (ScreenPoint(478, 200), None, True),  # a box before its caption
        (ScreenPoint(478, 200), Rect(470, 196, 10, 10), True),
        (ScreenPoint(525, 200), None, True),
        (ScreenPoint(500, 210), None, False),  # an empty cell below a text
        (ScreenPoint(500, 192), None, False),
        (ScreenPoint(450, 200), None, False),  # an empty cell beside a text
        (ScreenPoint(540, 200), None, False),
        (ScreenPoint(474, 200), Rect(477, 0, 1, 400), False),  # a line between two cells
        (ScreenPoint(525, 200), Rect(522, 0, 1, 400), False),
        (ScreenPoint(480, 200), None, True),
    ],
)
def test_a_line_names_what_is_at_it_or_what_it_is_the_caption_of(
    at: ScreenPoint, drawn: Rect | None, *, is_name: bool
) -> None:
    rows = np.frombuffer(frame().pixels.bgrx, np.uint32).reshape(SIZE.height, SIZE.width).copy()
    if drawn is not None:
        rows[drawn.y : drawn.bottom, drawn.x : drawn.right] = 0x808080
    shown = replace(frame(), pixels=Pixels(SIZE, rows.tobytes()))

    assert is_name_at(shown, ON_SEND, at) is is_name


def test_nothing_is_drawn_where_no_picture_is() -> None:
    line = ReadLine("Send", Rect(1010, 194, 40, 12))

    assert is_name_at(frame(), line, ScreenPoint(1005, 200))
