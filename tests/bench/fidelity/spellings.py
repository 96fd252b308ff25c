"""Chords as models and their training data spell them, each with the keys that an application must see.

The words come from X keysyms, DOM `key` and `code`, pyautogui, pynput, Playwright, Selenium, AutoHotkey, xdotool,
Emacs, Windows and macOS. What stands for a chord is modifiers and a key, as GTK names it; "" is no key anywhere, which
must be refused in words. A spelling is what stands in `keys`, a list as the API has it or a text as many write it.
"""

Spelled = str | tuple[str, ...]

BUILD: dict[Spelled, str] = {
    ("CTRL", "C"): "ctrl+c", "ctrl+c": "ctrl+c", "ctrl-c": "ctrl+c", "Ctrl+Shift+T": "ctrl+shift+t", "^c": "ctrl+c",
    "<ctrl>+c": "ctrl+c", "CTRL PLUS": "ctrl+plus", "ctrl++": "ctrl+plus", "ctrl+-": "ctrl+minus", "⌘A": "super+a",
    ("Control_L", "a"): "ctrl+a", ("ControlLeft", "KeyA"): "ctrl+a", "Control+A": "ctrl+a", "cmd+z": "super+z",
    "Meta+Left": "super+left", "win+e": "super+e", "option+f": "alt+f", "alt+F6": "alt+f6", "C-x": "ctrl+x",
    "M-f": "alt+f", "Return": "return", "enter": "return", "\n": "return", "KP_Enter": "kp_enter",
    "NumpadEnter": "kp_enter", "BackSpace": "backspace", "Backspace": "backspace", "Del": "delete", "DELETE": "delete",
    "Ins": "insert", "Esc": "escape", "ESCAPE": "escape", "space": "space", " ": "space", "Spacebar": "space",
    "Tab": "tab", "shift+tab": "shift+iso_left_tab", "PageDown": "page_down", "Page_Down": "page_down",
    "PAGE DOWN": "page_down", "pgdn": "page_down", "Next": "page_down", "ArrowUp": "up", "up arrow": "up",
    "Home": "home", "End": "end", "f5": "f5", "F13": "f13", "F20": "f20", "Numpad5": "kp_5", "num_5": "kp_5",
    "KP_Add": "kp_add", "XF86AudioRaiseVolume": "audioraisevolume", "AudioVolumeMute": "audiomute",
    "MediaPlayPause": "audioplay", "BrowserBack": "back", "Menu": "menu", "ContextMenu": "menu", "?": "question",
    "A": "a", "ö": "odiaeresis", "€": "eurosign", "{ENTER}": "return", "Key.esc": "escape", "VK_DOWN": "down",
    "KEY_LEFT": "left", "Hello": "", "dead_acute": "", "ctrl+nosuch": "", "f36": "",
}  # fmt: skip
MEASURE: dict[Spelled, str] = {
    ("ctrl", "v"): "ctrl+v", ("CONTROL", "SHIFT", "Z"): "ctrl+shift+z", "Ctrl-Alt-T": "ctrl+alt+t", "^V": "ctrl+v",
    "control + b": "ctrl+b", "<ctrl><shift>k": "ctrl+shift+k", "ctrl+plus": "ctrl+plus", "ctrl+equal": "ctrl+equal",
    "ctrl minus": "ctrl+minus", "ctrl+0": "ctrl+0", "⌥⌘I": "alt+super+i", "⇧⌘N": "shift+super+n", "⌃A": "ctrl+a",
    ("Control_R", "End"): "ctrl+end", ("ControlRight", "KeyF"): "ctrl+f", "ctrl_l+home": "ctrl+home",
    "command+s": "super+s", "super+1": "super+1", "windows+r": "super+r", "opt+left": "alt+left",
    "AltLeft+KeyD": "alt+d",
    "Alt_L+Return": "alt+return", "S-F10": "shift+f10", "C-M-k": "ctrl+alt+k", "+a": "shift+a", "!a": "",
    "Linefeed": "linefeed", "ISO_Enter": "kp_enter",
    "numpad enter": "kp_enter", "Enter key": "return", "RETURN": "return",
    "back space": "backspace", "del": "delete", "Supr": "", "KP_Delete": "kp_delete", "insert": "insert",
    "escape key": "escape", "\x1b": "escape", "\t": "tab", "TAB": "tab", "ISO_Left_Tab": "shift+iso_left_tab",
    "Prior": "page_up", "page-up": "page_up", "pageUp": "page_up", "PgUp": "page_up", "pg dn": "page_down",
    "KP_Page_Up": "kp_page_up", "arrowleft": "left", "Left Arrow": "left", "arrow right": "right", "KP_Left": "kp_left",
    "Ctrl+ArrowRight": "ctrl+right", "shift+end": "shift+end", "F1": "f1", "f24": "f24", "F16": "f16",
    "NumpadMultiply": "kp_multiply", "numpad7": "kp_7", "kp_3": "kp_3", "num7": "kp_7", "NumpadDecimal": "kp_decimal",
    "KP_Divide": "kp_divide", "volume down": "audiolowervolume", "VolumeUp": "audioraisevolume",
    "XF86AudioMute": "audiomute", "XF86AudioNext": "audionext", "MediaTrackPrevious": "audioprev",
    "BrowserForward": "forward", "XF86Reload": "reload", "Apps": "menu", "/": "slash", "ß": "ssharp", "@": "at",
    "~": "asciitilde", "Digit7": "7", "BracketLeft": "bracketleft", "semicolon": "semicolon", "{Tab}": "tab",
    "Keys.RETURN": "return", "VK_F8": "f8", "KEY_HOME": "home", "XK_Insert": "insert", "NoSuchKey": "",
    "ctrl+shift+nokey": "", "hyper": "", "f0": "", "KeyAA": "",
}  # fmt: skip
# Under other layouts a shortcut is the key that it is on, a character the character.
ANYWHERE: tuple[Spelled, ...] = ("ctrl+c", ("ctrl", "v"), "ctrl+0", "ctrl++", "?", "enter", "pgdn", "F13", "alt+F6")
EXPECTED = {**BUILD, **MEASURE}
