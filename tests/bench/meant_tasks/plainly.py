"""A task's acts sent by xdotool, past the program: what they do where nothing is asked or refused.

So it is known that an act means what it should. Nothing is broken off here, so no step's `instead` is played.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.meant_tasks.rig import SIZE, THINKS_S
from tests.bench.meant_tasks.task import Task

PICTURE = (1280, 720)  # what the agent is given of a display of that size, and what acts have points in
PAUSE_S = 0.7
_WAITS_S = 4.0
_NOTCH_PX = 120
_TIMES = {"click": 1, "double_click": 2, "triple_click": 3}
_BUTTONS = {"left": 1, "middle": 2, "right": 3}
_WHEEL = {"up": 4, "down": 5, "left": 6, "right": 7}
_KEYS_IN_TEXT = {"\n": "Return", "\t": "Tab"}
_KEYSYMS = {
    "enter": "Return", "tab": "Tab", "esc": "Escape", "backspace": "BackSpace", "delete": "Delete", "home": "Home",
    "end": "End", "up": "Up", "down": "Down", "left": "Left", "right": "Right", "pageup": "Prior", "pagedown": "Next",
    "]": "bracketright",
}  # fmt: skip


def play_plainly(task: Task, display: PrivateDisplay) -> None:
    """Have a task's acts done in its program; the caller judges while it still runs."""
    for step in task.steps():
        time.sleep(THINKS_S)
        for action in step.act:
            send(display, action)
            time.sleep(PAUSE_S)


def send(display: PrivateDisplay, action: Mapping[str, object]) -> None:
    """Send an action; one of an unknown kind is a KeyError."""
    kind = str(action["action"])
    if kind == "wait_for":
        time.sleep(_WAITS_S)
    elif kind == "type":
        _type(display, str(action["text"]))
    elif kind == "press":
        _xdotool(display, "key", "+".join(map(_keysym, _list(action["keys"]))))
    elif kind == "drag":
        _drag(display, _point(action, "x", "y"), _point(action, "end_x", "end_y"))
    elif kind == "scroll":
        notches = max(1, round(int(str(action["pixels"])) / _NOTCH_PX))
        _click(display, action, button=_WHEEL[str(action["direction"])], times=notches)
    else:
        _click(display, action, button=_BUTTONS[str(action.get("button", "left"))], times=_TIMES[kind])


def _type(display: PrivateDisplay, text: str) -> None:
    for words in filter(None, re.split(r"([\n\t])", text)):
        if words in _KEYS_IN_TEXT:
            _xdotool(display, "key", _KEYS_IN_TEXT[words])
        else:
            _xdotool(display, "type", "--delay", "30", "--", words)


def _click(display: PrivateDisplay, action: Mapping[str, object], *, button: int, times: int) -> None:
    at = _point(action, "x", "y")
    _xdotool(display, "mousemove", *at, "sleep", "0.1", "click", "--repeat", str(times), "--delay", "60", str(button))


def _drag(display: PrivateDisplay, start: tuple[str, str], end: tuple[str, str]) -> None:
    between = [str((int(one) + int(other)) // 2) for one, other in zip(start, end, strict=True)]
    words = ["mousemove", *start, "sleep", "0.1", "mousedown", "1"]
    for at in (between, end):
        words += ["sleep", "0.1", "mousemove", *at]
    _xdotool(display, *words, "sleep", "0.2", "mouseup", "1")


def _point(action: Mapping[str, object], across: str, down: str) -> tuple[str, str]:
    """Return the middle of a pixel of the picture, on the display."""
    x, y = (
        round((int(str(action[name])) + 0.5) * whole / shown)
        for name, whole, shown in zip((across, down), SIZE, PICTURE, strict=True)
    )
    return str(x), str(y)


def _keysym(key: str) -> str:
    return _KEYSYMS.get(key, key.upper() if key[0] == "f" and key[1:].isdigit() else key)


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _xdotool(display: PrivateDisplay, *words: str) -> None:
    subprocess.run(["xdotool", *words], env=display.environment(), check=True, timeout=60)
