"""Raw events of XInput, byte by byte, and the way of a mouse and of a tablet in pixels."""

import struct

from desktop_agent.platforms.x11.presence import Axis, RawEvent, Trail, read

HEAD = struct.pack("=HIIHHI4x", 2, 123456, 0, 6, 2, 0)
MASK = bytes([0b101, 0, 0, 0, 0, 0, 0, 0])
VALUES = struct.pack("=iIiI", -2, 0, 7, 1 << 31)


def test_a_motion_tells_its_axes_with_their_fractions_and_who_made_it() -> None:
    assert RawEvent(6, 123456, 0, False, {0: -2.0, 2: 7.5}) == read(HEAD + MASK + VALUES + VALUES)


def test_a_key_tells_its_code_and_whether_it_is_a_repeat() -> None:
    key = struct.pack("=HIIHHI4x", 3, 99, 38, 7, 2, 1 << 16) + bytes(8)

    assert RawEvent(7, 99, 38, True, {}) == read(key)


SIZE = (1920.0, 1080.0)
MOUSE = (Axis(), Axis())
TABLET = (Axis(True, 0, 32767), Axis(True, 0, 32767))


def test_a_mouse_tells_differences() -> None:
    trail = Trail(MOUSE, SIZE)

    assert ((0, 0), (3, -2)) == trail.step({0: 3, 1: -2})
    assert ((3, -2), (3, 0.5)) == trail.step({1: 2.5})


def test_a_tablet_tells_places_and_its_first_one_is_no_move() -> None:
    trail = Trail(TABLET, SIZE)
    first = trail.step({0: 16383.5, 1: 16383.5})
    then = trail.step({0: 16383.5 + 32767 * 10 / 1920})

    assert ((960.0, 540.0), (960.0, 540.0)) == first
    assert then is not None
    assert (970, 540) == tuple(map(round, then[1]))


def test_a_wheel_and_pressure_are_no_way() -> None:
    assert Trail(MOUSE, SIZE).step({2: 15.0}) is None
    assert Trail(MOUSE, SIZE).step({}) is None
