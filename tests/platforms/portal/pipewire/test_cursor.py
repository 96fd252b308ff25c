"""What is told of the pointer is read as SPA lays it out, and nothing is read past the end of it."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.geometry import Size
from desktop_agent.platforms.portal.pipewire.stream import CursorBitmap, StreamCursor, cursor_news

_RGBA, _BGRA = 11, 12


def _told(number: int = 1, bitmap: bytes = b"", offset: int = 28) -> bytes:
    return struct.pack("=IIiiiiI", number, 0, 640, -3, 4, 5, offset if bitmap else 0) + bitmap


def _bitmap(form: int, rows: bytes, *, width: int = 2, height: int = 2, stride: int = 8, offset: int = 20) -> bytes:
    return struct.pack("=IIIiI", form, width, height, stride, offset) + rows


def test_the_place_is_told_without_a_picture() -> None:
    assert StreamCursor(640, -3) == cursor_news(_told())


def test_a_pointer_that_is_elsewhere_or_hidden_is_no_news() -> None:
    assert cursor_news(_told(number=0)) is None


@pytest.mark.parametrize(("form", "first"), [(_BGRA, b"\1\2\3\4"), (_RGBA, b"\3\2\1\4")])
def test_a_picture_has_blue_first_and_no_gaps_between_its_rows(form: int, first: bytes) -> None:
    rows = b"".join(first + bytes([y, y, y, 9]) + b"gap!" for y in (7, 8))

    news = cursor_news(_told(bitmap=_bitmap(form, rows, stride=12)))

    told = b"\1\2\3\4\7\7\7\t\1\2\3\4\10\10\10\t"
    assert StreamCursor(640, -3, CursorBitmap(Size(2, 2), (4, 5), told)) == news


@given(st.binary(max_size=120))
def test_any_bytes_are_read_within_their_bounds(data: bytes) -> None:
    news = cursor_news(data)

    assert (
        news is None
        or news.bitmap is None
        or len(news.bitmap.bgra) == 4 * news.bitmap.size.width * news.bitmap.size.height
    )
