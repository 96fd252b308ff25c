"""Runs on Windows: what its low-level hooks are told, one line of JSON for each event; ends with standard input.

It shares nothing with the program: the tests compare what that makes of the same events.
"""

import ctypes
import json
import sys
import threading
from ctypes import wintypes

_CTYPES = vars(ctypes)
_SIZE = ctypes.c_size_t


def main() -> None:
    """Hook in, say so, and tell every event."""
    user32 = _CTYPES["windll"].user32
    kernel32 = _CTYPES["windll"].kernel32
    user32.CallNextHookEx.argtypes = [ctypes.c_void_p, ctypes.c_int, _SIZE, ctypes.c_void_p]
    procedure = _CTYPES["WINFUNCTYPE"](_SIZE, ctypes.c_int, _SIZE, ctypes.c_void_p)

    def told(kind: str) -> object:
        def called(code: int, message: int, address: int) -> int:
            if code >= 0:
                _tell(kind, message, address)
            return int(user32.CallNextHookEx(None, code, message, address))

        return procedure(called)

    hooks = {13: told("key"), 14: told("mouse")}
    handles = [user32.SetWindowsHookExW(number, call, None, 0) for number, call in hooks.items()]
    thread = kernel32.GetCurrentThreadId()
    threading.Thread(
        target=lambda: (sys.stdin.read(), user32.PostThreadMessageW(thread, 0x12, 0, 0)), daemon=True
    ).start()
    _say({"kind": "begun", "hooks": len([one for one in handles if one])})
    message = wintypes.MSG()
    while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
        pass


def _tell(kind: str, message: int, address: int) -> None:
    words = (ctypes.c_int32 * 5).from_address(address)
    if kind == "key":
        _say({"kind": kind, "message": message, "code": words[0], "flags": words[2]})
    else:
        _say({"kind": kind, "message": message, "at": words[:2], "data": words[2] >> 16, "flags": words[3]})


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
