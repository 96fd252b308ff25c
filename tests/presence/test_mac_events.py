"""What an event tap of macOS tells, as touches."""

from dataclasses import replace

from desktop_agent.core.key_spellings import NAMED
from desktop_agent.platforms.macos.presence import MacEvent, MacEvents, codes_of
from desktop_agent.presence.classifier import InputEvent

KEY_DOWN = MacEvent(10, 500, 0, code=53)
COMMAND = 1 << 20


def touch(told: MacEvent) -> InputEvent:
    read = MacEvents().touch(told)
    assert read is not None
    return read


def test_a_key_says_which_process_has_posted_it() -> None:
    assert (True, True) == (touch(KEY_DOWN).physical, touch(KEY_DOWN).down)
    assert (False, False) == (
        touch(replace(KEY_DOWN, process=4711)).physical, touch(replace(KEY_DOWN, type=11)).down,
    )  # fmt: skip


def test_a_repeat_is_no_press() -> None:
    assert MacEvents().touch(replace(KEY_DOWN, repeated=True)) is None


def test_a_modifier_goes_down_and_up_though_its_twin_is_down() -> None:
    events, left, right = MacEvents(), MacEvent(12, 1, 0, COMMAND, 55), MacEvent(12, 1, 0, COMMAND, 54)
    steps = (left, right, left, replace(right, flags=0))

    assert [True, True, False, False] == [read.down for step in steps if (read := events.touch(step))]


def test_buttons_and_wheel_are_numbered_as_on_x11() -> None:
    steps = ((1, 0, 0), (4, 1, 0), (25, 2, 0), (25, 3, 0), (26, 4, 0), (22, 0, 3), (22, 0, -3))
    read = [touch(MacEvent(kind, 1, 0, code=code, wheel=wheel)) for kind, code, wheel in steps]

    assert [(1, True), (3, False), (2, True), (8, True), (9, False), (4, True), (5, True)] == [
        (one.code, one.down) for one in read
    ]


def test_motion_of_the_mouse_adds_up_and_a_programs_does_not() -> None:
    events = MacEvents()
    steps = (MacEvent(5, 1, 0, right=3, down=1), MacEvent(5, 1, 99, right=500), MacEvent(6, 1, 0, right=1))

    assert [((0, 0), (3, 1)), ((3, 1), (3, 1)), ((3, 1), (4, 1))] == [
        (read.come_from, read.to) for step in steps if (read := events.touch(step))
    ]


def test_keys_that_a_mac_has_have_codes() -> None:
    lacking = {name for name in NAMED if not codes_of(name)}

    assert {"insert", "numlock", "menu", "sysrq"} <= lacking
    assert not lacking & {"pause", "escape", "ctrl", "shift", "alt", "super", "enter", "f1", "f12"}
    assert frozenset({16}) == codes_of("y")
