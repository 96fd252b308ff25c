"""Keys have one name each, however they are spelled."""

import pytest

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.key_spellings import NAMED
from desktop_agent.core.keys import chord, chord_text, key_name, main_key

SPELLINGS = {
    "ctrl+c": "ctrl c", "Control_R": "ctrl", "ISO_Left_Tab": "shift tab", "Prior": "pageup",
    "BackSpace": "backspace", "KP_Add": "kpadd", "KP_Subtract": "kpsubtract", "KP_Divide": "kpdivide",
    "KP_Home": "kphome", "XF86AudioLowerVolume": "volumedown", "XF86AudioPlay": "playpause",
    "XF86AudioPrev": "previoustrack", "XF86Forward": "browserforward", "ISO_Level3_Shift": "altgr",
    "ctrl+bracketleft": "ctrl [", "exclam": "!", "parenright": ")", "Sys_Req": "sysrq", "ctrlleft": "ctrl",
    "pgdn": "pagedown", "num_5": "kp5", "subtract": "kpsubtract", "divide": "kpdivide", "prtscr": "printscreen",
    "volumemute": "mute", "browserback": "browserback", "apps": "menu", "f13": "f13", "ControlLeft KeyA": "ctrl a",
    "ShiftLeft": "shift", "AltRight": "alt", "KeyZ": "z", "Numpad0": "kp0", "NumpadEnter": "kpenter",
    "NumpadEqual": "kpequal", "Backquote": "`", "Equal": "=", "AudioVolumeUp": "volumeup",
    "MediaTrackNext": "nexttrack", "MediaStop": "mediastop", "BrowserForward": "browserforward", "OSLeft": "super",
    "Control+Shift+ArrowLeft": "ctrl shift left", "PageDown": "pagedown", "Ctrl-Shift-T": "ctrl shift t",
    "alt-f4": "alt f4", "alt left": "alt left", "ctrl--": "ctrl -", "ctrl -": "ctrl -", "^C": "ctrl c",
    "PAGE DOWN": "pagedown", "page-up": "pageup", "ctrl shift page down": "ctrl shift pagedown",
    "num lock": "numlock", "space bar": "space", "left arrow": "left", "right ctrl": "ctrl",
    "CTRL + SHIFT + ESC": "ctrl shift escape", "the enter key": "enter", "Windows key": "super",
    "numpad plus": "kpadd", "volume up": "volumeup", "forward delete": "delete", "⇧⌘T": "shift super t", "⌥": "alt",
    "⌫": "backspace", "<ctrl>c": "ctrl c", "<C-w>": "ctrl w", "M-x": "alt x", "{ENTER}": "enter",
    "Key.ctrl_l": "ctrl", "VK_RETURN": "enter", "VK_MENU": "alt", "VK_NUMPAD5": "kp5", "KEY_LEFTCTRL": "ctrl",
    "KEY_KPPLUS": "kpadd", "XK_Return": "enter",
}  # fmt: skip
REFUSED = (
    "IntlBackslash", "Hello", "ctrl+a Delete", "Down Down Down", "Return Tab", "Hyper_L", "Fn F5", "dead_acute",
    "ab", "ctrl-nosuch", "f25", "XF86PowerOff", "kp10", "",
    "XF86Q", "page", "ctrl page", "the key", "--", "- a", "ctrl-shift-nosuch", "^nosuch", "nosuch-",
)  # fmt: skip


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        (["ctrl", "a"], ("ctrl", "a")),
        (["ctrl+a"], ("ctrl", "a")),
        ("ctrl+a", ("ctrl", "a")),
        (['["ctrl", "a"]'], ("ctrl", "a")),
        (["+"], ("+",)),
        (["ctrl", "+"], ("ctrl", "+")),
        (["ctrl++"], ("ctrl", "+")),
        (["ctrl+"], ("ctrl", "+")),
        (["ctrl", "Control"], ("ctrl",)),
        ([" "], ("space",)),
        (["é"], ("é",)),
    ],
)
def test_every_spelling_seen_on_the_wire_is_read(spelled: str | list[str], expected: tuple[str, ...]) -> None:
    assert chord(spelled) == expected


@pytest.mark.parametrize(
    "spelled",
    [["ctrl", "nosuch"], [], "", ["[1, 2]"], ['["ctrl'], ["\x00"], ["ctrl", ""], ["__class__"], ["f25"]],
)
def test_a_chord_with_an_unknown_key_is_refused_whole(spelled: str | list[str]) -> None:
    with pytest.raises(UnknownKeyError):
        chord(spelled)


@pytest.mark.parametrize(("spelled", "meant"), SPELLINGS.items())
def test_a_key_is_known_however_a_model_spells_it(spelled: str, meant: str) -> None:
    assert " ".join(chord([spelled])) == meant


@pytest.mark.parametrize("spelled", [*REFUSED, "alt l " * 30])
def test_what_is_no_key_or_more_than_one_chord_is_refused(spelled: str) -> None:
    with pytest.raises(UnknownKeyError):
        chord([spelled])


def test_every_key_can_be_called_by_its_own_name() -> None:
    assert [name for name in NAMED if chord(name) != (name,) or key_name(name) != name] == []


def test_a_key_of_the_keypad_is_known_by_the_key_that_does_the_same() -> None:
    assert ["enter", "7", ".", "a"] == [main_key(name) for name in ("kpenter", "kp7", "kpdecimal", "a")]


def test_a_chord_is_written_as_people_write_it() -> None:
    assert "Ctrl+Shift+A, F8" == ", ".join((chord_text(("ctrl", "shift", "a")), chord_text(("f8",))))


def test_the_refusal_of_a_key_says_what_to_use_instead() -> None:
    with pytest.raises(UnknownKeyError) as caught:
        key_name("nosuch")

    assert "nosuch" in caught.value.message
    assert "enter" in caught.value.hint
