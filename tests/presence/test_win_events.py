"""What a hook of Windows tells, as touches."""

import pytest

from desktop_agent.core.key_spellings import NAMED
from desktop_agent.presence.backends.windows import codes_of, key_event, mouse_event

WAY = ((10.0, 10.0), (14.0, 10.0))


@pytest.mark.parametrize(
    ("flags", "down", "physical"), [(0, True, True), (0x80, False, True), (0x10, True, False), (0x91, False, False)]
)
def test_a_key_says_whether_a_program_has_injected_it(flags: int, down: bool, physical: bool) -> None:
    touch = key_event(0x13, flags, 77)

    assert ("key", 0x13, down, physical, 77) == (touch.kind, touch.code, touch.down, touch.physical, touch.server_ms)


@pytest.mark.parametrize(
    ("message", "data", "code", "down"),
    [
        (0x201, 0, 1, True),
        (0x202, 0, 1, False),
        (0x204, 0, 3, True),
        (0x208, 0, 2, False),
        (0x20B, 1 << 16, 8, True),
        (0x20C, 2 << 16, 9, False),
        (0x20A, 120 << 16, 4, True),
        (0x20A, (0x10000 - 120) << 16, 5, True),
        (0x20E, 120 << 16, 7, True),
        (0x20E, (0x10000 - 120) << 16, 6, True),
    ],
)
def test_buttons_and_wheel_are_numbered_as_on_x11(message: int, data: int, code: int, down: bool) -> None:
    for flags, physical in ((0, True), (1, False)):
        touch = mouse_event(message, data, flags, 5, WAY)

        assert touch is not None
        assert ("button", code, down, physical) == (touch.kind, touch.code, touch.down, touch.physical)


def test_a_motion_tells_its_way_and_an_unknown_message_nothing() -> None:
    touch = mouse_event(0x200, 0, 1, 5, WAY)

    assert touch is not None
    assert ("motion", False, WAY) == (touch.kind, touch.physical, (touch.come_from, touch.to))
    assert mouse_event(0x2FF, 0, 0, 5, WAY) is None


def test_the_keys_of_a_keyboard_have_codes() -> None:
    lacking = {name for name in NAMED if not codes_of(name, 0)}

    assert not lacking & {"pause", "escape", "ctrl", "shift", "alt", "super", "enter", "f1", "f24", "sysrq", "kp5"}
    assert frozenset({0x59}) == codes_of("y", 0x59)
    assert frozenset() == codes_of("я", 0)
