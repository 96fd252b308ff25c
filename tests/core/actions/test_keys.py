"""Keys have one name each, however they are spelled, and those of the lists that others publish are these keys."""

import ctypes
import ctypes.util

import pytest

from desktop_agent.core.actions.keys import NAMED, chord, chord_text, key_name, main_key
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.platforms.x11.keysyms import symbol_of_char, symbol_of_key

SPELLINGS = {
    "ctrl+c": "ctrl c", "Control_R": "ctrl", "ISO_Left_Tab": "shift tab", "Prior": "pageup", "KP_Add": "kpadd",
    "KP_Subtract": "kpsubtract", "KP_Divide": "kpdivide", "KP_Home": "kphome", "XF86AudioLowerVolume": "volumedown",
    "XF86AudioPlay": "playpause", "XF86AudioPrev": "previoustrack", "XF86Forward": "browserforward",
    "ISO_Level3_Shift": "altgr", "ctrl+bracketleft": "ctrl [", "exclam": "!", "parenright": ")", "Sys_Req": "sysrq",
    "num_5": "kp5", "ControlLeft KeyA": "ctrl a", "ShiftLeft": "shift", "AltRight": "alt", "KeyZ": "z",
    "Numpad0": "kp0", "NumpadEnter": "kpenter", "NumpadEqual": "kpequal", "Backquote": "`", "Equal": "=",
    "OSLeft": "super", "Control+Shift+ArrowLeft": "ctrl shift left", "Ctrl-Shift-T": "ctrl shift t", "alt-f4": "alt f4",
    "alt left": "alt left", "ctrl--": "ctrl -", "ctrl -": "ctrl -", "^C": "ctrl c", "PAGE DOWN": "pagedown",
    "page-up": "pageup", "ctrl shift page down": "ctrl shift pagedown", "num lock": "numlock", "space bar": "space",
    "left arrow": "left", "right ctrl": "ctrl", "CTRL + SHIFT + ESC": "ctrl shift escape", "the enter key": "enter",
    "Windows key": "super", "numpad plus": "kpadd", "volume up": "volumeup", "forward delete": "delete",
    "⇧⌘T": "shift super t", "⌥": "alt", "⌫": "backspace", "<ctrl>c": "ctrl c", "<C-w>": "ctrl w", "M-x": "alt x",
    "{ENTER}": "enter", "Key.ctrl_l": "ctrl", "VK_RETURN": "enter", "VK_MENU": "alt", "VK_NUMPAD5": "kp5",
    "KEY_LEFTCTRL": "ctrl", "KEY_KPPLUS": "kpadd", "XK_Return": "enter",
}  # fmt: skip
REFUSED = (
    "IntlBackslash", "Hello", "ctrl+a Delete", "Down Down Down", "Return Tab", "Hyper_L", "Fn F5", "dead_acute", "ab",
    "ctrl-nosuch", "f25", "XF86PowerOff", "kp10", "", "XF86Q", "page", "ctrl page", "the key", "--", "- a",
    "ctrl-shift-nosuch", "^nosuch", "nosuch-",
)  # fmt: skip
PYAUTOGUI = (
    "add=KP_Add alt=Alt_L altleft=Alt_L altright=Alt_L apps=Menu backspace=BackSpace browserback=XF86Back "
    "browserforward=XF86Forward browserhome=XF86HomePage browserrefresh=XF86Reload browsersearch=XF86Search "
    "browserstop=XF86Stop capslock=Caps_Lock clear=Clear command=Super_L ctrl=Control_L ctrlleft=Control_L "
    "ctrlright=Control_L decimal=KP_Decimal del=Delete delete=Delete divide=KP_Divide down=Down end=End enter=Return "
    "esc=Escape escape=Escape execute=Execute f1=F1 f10=F10 f11=F11 f12=F12 f13=F13 f14=F14 f15=F15 f16=F16 f17=F17 "
    "f18=F18 f19=F19 f2=F2 f20=F20 f21=F21 f22=F22 f23=F23 f24=F24 f3=F3 f4=F4 f5=F5 f6=F6 f7=F7 f8=F8 f9=F9 "
    "help=Help home=Home insert=Insert left=Left multiply=KP_Multiply nexttrack=XF86AudioNext num0=KP_0 num1=KP_1 "
    "num2=KP_2 num3=KP_3 num4=KP_4 num5=KP_5 num6=KP_6 num7=KP_7 num8=KP_8 num9=KP_9 numlock=Num_Lock option=Alt_L "
    "optionleft=Alt_L optionright=Alt_L pagedown=Next pageup=Prior pause=Pause pgdn=Next pgup=Prior "
    "playpause=XF86AudioPlay prevtrack=XF86AudioPrev print=Print printscreen=Print prntscrn=Print prtsc=Print "
    "prtscr=Print return=Return right=Right scrolllock=Scroll_Lock select=Select separator=KP_Separator shift=Shift_L "
    "shiftleft=Shift_L shiftright=Shift_L space stop=XF86AudioStop subtract=KP_Subtract tab=Tab up=Up "
    "volumedown=XF86AudioLowerVolume volumemute=XF86AudioMute volumeup=XF86AudioRaiseVolume win=Super_L "
    "winleft=Super_L winright=Super_L "
)
DOM_KEY = (
    "Alt=Alt_L AltGraph=ISO_Level3_Shift ArrowDown=Down ArrowLeft=Left ArrowRight=Right ArrowUp=Up "
    "AudioVolumeDown=XF86AudioLowerVolume AudioVolumeMute=XF86AudioMute AudioVolumeUp=XF86AudioRaiseVolume "
    "Backspace=BackSpace BrightnessDown=XF86MonBrightnessDown BrightnessUp=XF86MonBrightnessUp BrowserBack=XF86Back "
    "BrowserForward=XF86Forward BrowserHome=XF86HomePage BrowserRefresh=XF86Reload BrowserSearch=XF86Search "
    "BrowserStop=XF86Stop CapsLock=Caps_Lock Clear Compose=Multi_key ContextMenu=Menu Control=Control_L Delete End "
    "Enter=Return Escape Execute F1 F10 F11 F12 F2 F3 F4 F5 F6 F7 F8 F9 Find Help Home Insert "
    "MediaPause=XF86AudioPause MediaPlay=XF86AudioPlay MediaPlayPause=XF86AudioPlay MediaStop=XF86AudioStop "
    "MediaTrackNext=XF86AudioNext MediaTrackPrevious=XF86AudioPrev Meta=Super_L MicrophoneToggle=XF86AudioMicMute "
    "MicrophoneVolumeMute=XF86AudioMicMute NumLock=Num_Lock PageDown=Next PageUp=Prior Pause Play=XF86AudioPlay Print "
    "PrintScreen=Print ScrollLock=Scroll_Lock Select Shift=Shift_L Super=Super_L Tab Undo "
)
XKB = ctypes.CDLL(ctypes.util.find_library("xkbcommon") or "libxkbcommon.so.0")
XKB.xkb_keysym_from_name.restype = ctypes.c_uint32


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        (["ctrl", "a"], "ctrl a"),
        ("ctrl+a", "ctrl a"),
        (['["ctrl", "a"]'], "ctrl a"),
        (["+"], "+"),
        (["ctrl", "+"], "ctrl +"),
        (["ctrl++"], "ctrl +"),
        (["ctrl+"], "ctrl +"),
        (["ctrl", "Control"], "ctrl"),
        ([" "], "space"),
        (["é"], "é"),
        *(([spelled], meant) for spelled, meant in SPELLINGS.items()),
    ],
)
def test_every_spelling_seen_on_the_wire_is_read(spelled: str | list[str], expected: str) -> None:
    assert " ".join(chord(spelled)) == expected


@pytest.mark.parametrize("listed", [PYAUTOGUI, DOM_KEY], ids=["PYAUTOGUI", "DOM_KEY"])
def test_a_published_name_means_the_key_that_its_owner_means(listed: str) -> None:
    names = {spelled: meant or spelled for spelled, _, meant in
             (word.partition("=") for word in listed.split())}  # fmt: skip

    other = {spelled: (meant, chord(spelled)) for spelled, meant in names.items()
             if [_theirs(meant)] != [_ours(key) for key in chord(spelled)]}  # fmt: skip

    assert {} == other


def _theirs(name: str) -> int:
    symbol = XKB.xkb_keysym_from_name(name.encode(), 0)
    assert symbol, name
    return int(symbol)


def _ours(key: str) -> int:
    return symbol_of_key(key) or symbol_of_char(key)


@pytest.mark.parametrize(
    "spelled",
    [
        *(["ctrl", "nosuch"], [], "", ["[1, 2]"], ['["ctrl'], ["\x00"], ["ctrl", ""], ["__class__"]),
        *([one] for one in (*REFUSED, "alt l " * 30)),
    ],
)
def test_an_unknown_key_or_a_second_chord_refuses_the_whole_action(spelled: str | list[str]) -> None:
    with pytest.raises(UnknownKeyError):
        chord(spelled)


@pytest.mark.parametrize("spelled", ["XF86PowerOff", "sleep", "LogOff", "ctrl+Hibernate"])
def test_the_refusal_of_a_key_that_ends_the_session_says_so(spelled: str) -> None:
    with pytest.raises(UnknownKeyError, match="never pressed"):
        chord(spelled)


def test_every_key_can_be_called_by_its_own_name() -> None:
    assert [name for name in NAMED if chord(name) != (name,) or key_name(name) != name] == []


def test_a_key_of_the_keypad_is_known_by_the_key_that_does_the_same() -> None:
    assert ["enter", "7", ".", "a"] == [main_key(name) for name in ("kpenter", "kp7", "kpdecimal", "a")]


def test_a_chord_is_written_as_people_write_it() -> None:
    assert "Ctrl+Shift+A, F8" == ", ".join((chord_text(("ctrl", "shift", "a")), chord_text(("f8",))))
