"""The usual loops in the same cells: act by pyautogui or xdotool, sleep half a second, take a picture, go on.

They type by `pyautogui.write` or `xdotool type`, or put the text on the clipboard by xclip and press Ctrl+V. Nothing is
told to the model, so that what is not exact is silently wrong.
"""

import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import mss

from tests.bench.fidelity.cells import Action, Cell, Judged, Outcome, Verdict

SLEEP_S = 0.5
_WITHIN_S = 30


def _pyautogui(action: Mapping[str, Any]) -> None:
    import pyautogui

    match action:
        case {"type": "type", "text": text}:
            pyautogui.write(text)
        case {"type": "click", "keys": [key]}:
            pyautogui.keyDown(key)
            pyautogui.click(action["x"], action["y"])
            pyautogui.keyUp(key)
        case {"type": "click"}:
            pyautogui.click(action["x"], action["y"], button=action.get("button", "left"))
        case {"type": "double_click" | "triple_click" as kind}:
            pyautogui.click(action["x"], action["y"], clicks=2 if kind == "double_click" else 3, interval=0.1)
        case {"type": "drag", "path": [start, *points]}:
            pyautogui.moveTo(start["x"], start["y"])
            pyautogui.mouseDown()
            for point in points:
                pyautogui.moveTo(point["x"], point["y"], duration=0.5 / len(points))
            pyautogui.mouseUp()
        case {"type": "scroll"}:
            pyautogui.moveTo(action["x"], action["y"])
            pyautogui.scroll(-round(action["scroll_y"] / 100))
            pyautogui.hscroll(round(action["scroll_x"] / 100))
        case {"type": "keypress", "keys": keys}:
            pyautogui.hotkey(*([keys] if isinstance(keys, str) else [key.lower() for key in keys]))


def _xdotool(action: Mapping[str, Any]) -> None:
    if action["type"] == "type":
        subprocess.run(["xdotool", "type", "--delay", "12", "--", action["text"]], check=False, timeout=_WITHIN_S)
    elif action["type"] == "keypress":
        keys = action["keys"] if isinstance(action["keys"], str) else "+".join(action["keys"])
        subprocess.run(["xdotool", "key", "--", keys], check=False, timeout=_WITHIN_S, capture_output=True)
    else:
        _pyautogui(action)


def _pasting(action: Mapping[str, Any]) -> None:
    if action["type"] == "type":
        words = ["xclip", "-selection", "clipboard", "-in"]
        text = action["text"].encode()
        subprocess.run(words, input=text, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=60)
        subprocess.run(["xdotool", "key", "ctrl+v"], check=False, timeout=_WITHIN_S)
    else:
        _pyautogui(action)


WAYS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "pyautogui": _pyautogui, "xdotool": _xdotool, "xclip and Ctrl+V": _pasting,
}  # fmt: skip


def run_rival(way: str, cells: Iterable[Cell], hear: Callable[[Outcome], None]) -> list[Outcome]:
    """Do cells in one of the usual ways."""
    import pyautogui

    pyautogui.FAILSAFE = False
    outcomes = []
    with mss.mss() as camera:
        for cell in cells:
            outcome = _done(way, cell, lambda: camera.grab(camera.monitors[1]))
            outcomes.append(outcome)
            hear(outcome)
    return outcomes


def _done(way: str, cell: Cell, look: Callable[[], object]) -> Outcome:
    cell.prepare()
    ms = 0.0
    try:
        for action in cell.actions():
            ms = _timed(WAYS[way], action, look)
        judged = cell.judge()
    except Exception as error:  # noqa: BLE001 - a library that gives up has not done it
        judged = Judged(f"gave up: {error!r}"[:200])
    verdict: Verdict = "wrong" if judged.wrong else "exact"
    return Outcome(
        *(cell.part, cell.application, cell.name, cell.layout, cell.locks, verdict, round(ms, 1), judged.wrong, ()),
        *(judged.leak, judged.late, way),
    )


def _timed(do: Callable[[Mapping[str, Any]], None], action: Action, look: Callable[[], object]) -> float:
    asked = time.perf_counter()
    do(action)
    time.sleep(SLEEP_S)
    look()
    return (time.perf_counter() - asked) * 1000
