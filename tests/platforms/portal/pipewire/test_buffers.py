"""A picture and the pointer are read out of a buffer as they lie there, and never beyond its end."""

import ctypes
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.pictures import Pixels, Size
from desktop_agent.platforms.portal.pipewire.stream import CursorBitmap, MappedRows, StreamCursor, copied, parsed_cursor

_SIZE = Size(2, 2)


def _address(content: bytes) -> tuple[int, object]:
    kept = ctypes.create_string_buffer(content, len(content))
    return ctypes.addressof(kept), kept


@pytest.mark.parametrize("stride", [8, 12, 0], ids=["tight", "padded", "not told"])
def test_rows_are_put_together(stride: int) -> None:
    gap = b"gap!" if stride == 12 else b""
    address, _kept = _address(b"AAAABBBB" + gap + b"CCCCDDDD")

    assert Pixels(_SIZE, b"AAAABBBBCCCCDDDD") == copied(MappedRows(address, stride, 16 + len(gap)), _SIZE)


@pytest.mark.parametrize(("stride", "length"), [(8, 15), (4, 16), (-8, 16)], ids=["short", "narrow", "upside down"])
def test_a_picture_that_does_not_fit_its_memory_is_refused(stride: int, length: int) -> None:
    address, _kept = _address(bytes(16))

    with pytest.raises(ScreenError, match="smaller than the size it reported"):
        copied(MappedRows(address, stride, length), _SIZE)


_RGBA = 11
_BGRA = 12


def _told(number: int = 1, bitmap: bytes = b"", offset: int = 28) -> bytes:
    return struct.pack("=IIiiiiI", number, 0, 640, -3, 4, 5, offset if bitmap else 0) + bitmap


def _bitmap(form: int, rows: bytes, stride: int) -> bytes:
    return struct.pack("=IIIiI", form, 2, 2, stride, 20) + rows


def test_the_place_is_told_without_a_picture_and_a_pointer_that_is_elsewhere_or_hidden_is_no_news() -> None:
    assert StreamCursor(640, -3) == parsed_cursor(_told())
    assert parsed_cursor(_told(number=0)) is None


@pytest.mark.parametrize(("form", "first"), [(_BGRA, b"\1\2\3\4"), (_RGBA, b"\3\2\1\4")])
def test_a_picture_has_blue_first_and_no_gaps_between_its_rows(form: int, first: bytes) -> None:
    rows = b"".join(first + bytes([y, y, y, 9]) + b"gap!" for y in (7, 8))

    news = parsed_cursor(_told(bitmap=_bitmap(form, rows, 12)))

    reported = b"\1\2\3\4\7\7\7\t\1\2\3\4\10\10\10\t"
    assert StreamCursor(640, -3, CursorBitmap(Size(2, 2), (4, 5), reported)) == news


@given(st.binary(max_size=120))
def test_any_bytes_are_read_within_their_bounds(data: bytes) -> None:
    news = parsed_cursor(data)

    bitmap = news.bitmap if news else None
    assert bitmap is None or len(bitmap.bgra) == 4 * bitmap.size.width * bitmap.size.height
