"""Raw events of XInput, byte by byte."""

import struct

from desktop_agent.platforms.x11.xinput2 import RawEvent, read

HEAD = struct.pack("=HIIHHI4x", 2, 123456, 0, 6, 2, 0)
MASK = bytes([0b101, 0, 0, 0, 0, 0, 0, 0])
VALUES = struct.pack("=iIiI", -2, 0, 7, 1 << 31)


def test_a_motion_tells_its_axes_with_their_fractions_and_who_made_it() -> None:
    assert RawEvent(6, 123456, 0, False, {0: -2.0, 2: 7.5}) == read(HEAD + MASK + VALUES + VALUES)


def test_a_key_tells_its_code_and_whether_it_is_a_repeat() -> None:
    key = struct.pack("=HIIHHI4x", 3, 99, 38, 7, 2, 1 << 16) + bytes(8)

    assert RawEvent(7, 99, 38, True, {}) == read(key)
