"""Runs on Windows: a form of the system's own controls, as a program in C would make it; ends with its input.

Its arguments are its title and, if not all, the controls that it has. It tells where each is, as the system says: the
tests compare what is told of them by UI Automation. Told anything, it answers its windows' messages no more, as a
program does that hangs.
"""

import ctypes
import json
import sys
import threading
from ctypes import wintypes
from typing import Any

_CTYPES = vars(ctypes)
_Library = Any  # a DLL, as ctypes gives it
_CHILD, _TABSTOP, _BORDER = 0x50000000, 0x00010000, 0x00800000  # WS_CHILD | WS_VISIBLE, WS_TABSTOP, WS_BORDER
_PASSWORD, _DEFAULT_BUTTON, _MULTI_LINE, _DISABLED = 0x20, 0x1, 0x4, 0x08000000
_OVERLAPPED, _AT = 0x10CF0000, (200, 150)  # WS_OVERLAPPEDWINDOW | WS_VISIBLE
_HANG, _QUIT = 0x8000, 0x12  # WM_APP, WM_QUIT
# Name: class, words, style, and place in the window.
_CONTROLS = {
    "label": ("STATIC", "Secret word", 0, (20, 20, 120, 24)),
    "name": ("EDIT", "Ada", _BORDER | _TABSTOP, (150, 20, 200, 24)),
    "secret": ("EDIT", "", _BORDER | _TABSTOP | _PASSWORD, (150, 60, 200, 24)),
    "send": ("BUTTON", "Send", _TABSTOP | _DEFAULT_BUTTON, (20, 110, 100, 30)),
    "cancel": ("BUTTON", "Cancel", _TABSTOP | _DISABLED, (150, 110, 100, 30)),
}


def main() -> None:
    """Show it until the input ends."""
    user32 = _CTYPES["windll"].user32
    user32.CreateWindowExW.argtypes = [
        wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD, *[ctypes.c_int] * 4,
        *[ctypes.c_void_p] * 4,
    ]  # fmt: skip
    user32.CreateWindowExW.restype = wintypes.HWND

    def make(kind: str, words: str, style: int, box: tuple[int, ...], holder: int | None = None) -> int:
        return int(user32.CreateWindowExW(0, kind, words, style, *box, holder, None, None, None))

    window = make("#32770", sys.argv[1], _OVERLAPPED, (*_AT, 420, 220))
    controls = {
        name: make(kind, words, _CHILD | style, box, window)
        for name, (kind, words, style, box) in _CONTROLS.items()
        if name in (sys.argv[2:] or _CONTROLS)
    }
    user32.SetForegroundWindow(window)
    user32.SetFocus(controls.get("name", window))
    thread = _CTYPES["windll"].kernel32.GetCurrentThreadId()
    threading.Thread(target=_listen, args=(user32, thread), daemon=True).start()
    _say({name: _box(user32, control) for name, control in controls.items()})
    message = wintypes.MSG()
    while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
        if message.message == _HANG:
            _say("hangs")
            threading.Event().wait()
        if not user32.IsDialogMessageW(window, ctypes.byref(message)):
            user32.TranslateMessage(ctypes.byref(message))
            user32.DispatchMessageW(ctypes.byref(message))


def _listen(user32: _Library, thread: int) -> None:
    post = user32.PostThreadMessageW
    if sys.stdin.readline():
        post(thread, _HANG, 0, 0)
    sys.stdin.read()
    post(thread, _QUIT, 0, 0)


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def _box(user32: _Library, window: int) -> list[int]:
    rect = wintypes.RECT()
    user32.GetWindowRect(window, ctypes.byref(rect))
    return [rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top]


if __name__ == "__main__":
    main()
