"""What a hook of Windows tells, as touches."""

import pytest

from desktop_agent.core.key_spellings import NAMED
from desktop_agent.platforms.windows.presence import codes_of, key_event, mouse_event
from desktop_agent.presence.classifier import InputClassifier, InputEvent, OwnInjections
from desktop_agent.presence.stop_keys import StopKeys

WAY = ((10.0, 10.0), (14.0, 10.0))


@pytest.mark.parametrize(
    ("message", "flags", "down", "physical"),
    [
        (0x100, 0, True, True),
        (0x101, 0x80, False, True),
        (0x104, 0x20, True, True),
        (0x105, 0xA0, False, True),
        (0x100, 0x10, True, False),
        (0x101, 0x91, False, False),
        (0x101, 0x10, False, False),  # a character sent as such, under Wine
    ],
)
def test_a_key_says_whether_a_program_has_injected_it(message: int, flags: int, down: bool, physical: bool) -> None:
    touch = key_event(message, 0x13, flags, 77)

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


def hands_in(*events: InputEvent | None, announced: int = 0) -> list[str]:
    """Return what a run takes for the person's hand among these, of which so many keys were announced."""
    own, told = OwnInjections(), list[str]()
    classifier = InputClassifier(StopKeys(), lambda name: codes_of(name, 0), own)
    classifier.watch(lambda hand: told.append(hand.what), told.append)
    for _ in range(announced):
        own.expect("key", 0)
    for event in events:
        assert event is not None
        classifier.take(event)
    return told


# “é✓” as pynput sends it: message, code, flags, time, as the hook of Wine 8.0 is told it.
SENT_CHARACTERS = ((0x100, 231, 0x10, 70), (0x101, 231, 0x10, 71), (0x100, 231, 0x10, 72), (0x101, 231, 0x10, 72))


def test_a_sent_character_is_one_press_and_its_second_half_no_hand() -> None:
    events = [key_event(*event) for event in SENT_CHARACTERS]

    assert [] == hands_in(*events, announced=2)
    assert ["key"] == hands_in(*events, announced=1)


@pytest.mark.parametrize("flags", [0, 1], ids=["as a device's", "as a program's"])
def test_a_motion_that_goes_nowhere_after_a_click_is_no_hand(flags: int) -> None:
    click = [mouse_event(0x200, 0, flags, ms, ((300.0, 200.0), (300.0, 200.0))) for ms in (14864713, 14864717)]

    assert [] == hands_in(*click)
    assert ["pointer"] == hands_in(mouse_event(0x200, 0, flags, 5, ((300.0, 200.0), (300.0, 260.0))))
