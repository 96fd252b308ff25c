"""Under a person's own settings of keyboard and pointer each act does what is meant, and leaves all of them alone."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from Xlib.display import Display

from desktop_agent.core.actions.action import Action, Click, Drag, HoldKey, Move, Press, ReleaseKey, Scroll, Type
from desktop_agent.core.errors import InputError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.desktops.x_settings import BOUNCE_KEYS, SLOW_KEYS, STICKY_KEYS, help_keyboard, whole_state
from tests.fakes.people.hands import Hands
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import permit_for
from tests.input.targets import Target, layout

DELAY_MS = 40
LONG = "The quick brown fox — jumps over “13” lazy dogs. " * 5
LEFT_HANDED = [3, 2, 1, 5, 4, 7, 6]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has set: accessibility, pointer buttons, and what setxkbmap takes."""

    helps: int = 0
    buttons: tuple[int, ...] = ()
    layout: tuple[str, ...] = ("us",)
    locks_shift: bool = False  # beside Ctrl: Qt takes Ctrl++ with a Shift that is held, and not with a locked one


SETTINGS = {
    "all three": Settings(STICKY_KEYS | BOUNCE_KEYS | SLOW_KEYS, locks_shift=True),
    "left-handed": Settings(buttons=tuple(LEFT_HANDED)),
    "ctrl+shift switches": Settings(layout=("us,ru", "-option", "grp:ctrl_shift_toggle"), locks_shift=True),
}
TEXTS = ("rm -r build/tmpp allee 11 AA", "Hello BBB aA", "Grüße жук", "Ж", LONG)


@pytest.fixture
def other(on_display: PrivateDisplay) -> Iterator[Display]:
    display = Display(on_display.name)
    yield display
    help_keyboard(display, 0)
    count = len(display.get_pointer_mapping())
    display.set_pointer_mapping(list(range(1, count + 1)))
    display.sync()
    layout("us", on_display)
    display.close()


def apply(settings: Settings, display: Display, private: PrivateDisplay) -> None:
    subprocess.run(["setxkbmap", "-option", "", *settings.layout], env=private.environment(), check=True)
    help_keyboard(display, settings.helps, DELAY_MS)
    rest = display.get_pointer_mapping()[len(settings.buttons) :]
    display.set_pointer_mapping([*settings.buttons, *rest])
    display.sync()


@pytest.mark.slow(but=["all three"])
@pytest.mark.parametrize("name", SETTINGS)
def test_every_act_is_what_is_meant_and_changes_no_setting(
    name: str,
    performer: ActionExecutor,
    other: Display,
    display: PrivateDisplay,
    qt: Target,
    hands: Hands,
    x_events: XEventLog,
) -> None:
    hands.select("theirs", "clipboard")
    hands.select("marked", "primary")
    performer.perform(permit_for(Click(qt.field())))
    apply(SETTINGS[name], other, display)
    before = whole_state(other, hands)
    wrong: dict[str, object] = {}

    def check(what: str, seen: Callable[[], object], meant: object, *acts: Action) -> None:
        for act in acts:
            performer.perform(permit_for(act))
        try:
            wait_until(lambda: seen() == meant)
        except AssertionError:
            wrong[what] = seen()
        after = whole_state(other, hands)
        wrong.update({f"{what}: {part}": after[part] for part in before if after[part] != before[part]})

    def noted(*kinds: str, fields: tuple[str, ...] = ("kind", "button")) -> Callable[[], object]:
        count = len(qt.noted(*kinds))
        return lambda: [tuple(note[field] for field in fields) for note in qt.noted(*kinds)[count:]]

    def pressed() -> Callable[[], object]:
        count = len(x_events.events("key_press"))
        return lambda: [event.name for event in x_events.events("key_press")[count:]]

    at = qt.surface()
    aside = qt.surface(60, 40)
    presses = ("press", "double", "release")
    click = [("press", "LeftButton"), ("release", "LeftButton")]
    check("click", noted(*presses), click, Click(at))
    check("right click", noted(*presses), [(kind, "RightButton") for kind, _ in click], Click(at, "right"))
    double = [*click, ("double", "LeftButton"), ("release", "LeftButton")]
    check("double click", noted(*presses), double, Click(aside, count=2))
    check("drag", noted(*presses), click, Drag((at, aside)))
    check("scroll down", noted("wheel", fields=("dx", "dy")), [(0, -120)], Scroll(at, 0, 100))
    check("scroll left", noted("wheel", fields=("dx", "dy")), [(120, 0)], Scroll(at, -100, 0))
    check("click with ctrl", noted("press", fields=("ctrl",)), [(True,)], Click(at, keys=("ctrl",)))
    check("move", hands.pointer, (aside.x, aside.y), Move(aside))
    shortcut = ("shortcut",)
    chords: list[tuple[tuple[str, ...], str]] = [
        (("ctrl", "s"), "Ctrl+S"),
        (("ctrl", "shift", "s"), "Ctrl+Shift+S"),
        (("shift", "ctrl", "s"), "Ctrl+Shift+S"),
        (("alt", "shift", "f10"), "Alt+Shift+F10"),
    ]
    for keys, meant in chords + ([] if SETTINGS[name].locks_shift else [(("ctrl", "+"), "Ctrl++")]):
        check("+".join(keys), noted(*shortcut, fields=("name",)), [(meant,)], Press(keys))
    held = (HoldKey(("ctrl", "shift")), Press(("s",)), Press(("s",)), ReleaseKey(("ctrl", "shift")))
    check("held keys", noted(*shortcut, fields=("name",)), [("Ctrl+Shift+S",)] * 2, *held)
    check("one modifier", pressed(), ["Super_L"], Press(("super",)))
    performer.perform(permit_for(Press(("ctrl", "end"))))
    for text in TEXTS:
        entered = qt.now() + text
        check(text, qt.now, entered, Type(text))
    entered = qt.now() + "x"
    check("keys twice", qt.now, entered, Type("xyz"), Press(("backspace",)), Press(("backspace",)))

    assert wrong == {}


def test_a_button_that_is_turned_off_and_keys_that_have_to_wait_too_long_are_refused(
    performer: ActionExecutor, other: Display, display: PrivateDisplay, qt: Target, x_events: XEventLog
) -> None:
    apply(Settings(SLOW_KEYS, buttons=(1, 0, 3)), other, display)
    help_keyboard(other, SLOW_KEYS, 5000)
    before = len(x_events.events("key_press"))

    with pytest.raises(InputError, match="no middle button"):
        performer.perform(permit_for(Click(qt.surface(), "middle")))
    with pytest.raises(InputError, match=r"each key takes 5\.0 s"):
        performer.perform(permit_for(Press(("a",))))

    assert not x_events.events("button_press")
    assert len(x_events.events("key_press")) == before
