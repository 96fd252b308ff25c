"""A picture is copied out of a buffer as it lies there, whatever its rows are padded to, and never beyond its end."""

import ctypes

import pytest

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.platforms.portal.pipewire.stream import MappedRows, copied

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
