"""Plays lines by xdotool, without the program: what has no effect so proves nothing where it is refused."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.hands import Hands
from tests.fakes.script import Item
from tests.hostile.routes.acts import Acts, MissingError
from tests.hostile.routes.line import Line
from tests.hostile.routes.oracles import oracle
from tests.hostile.routes.player import Outcome
from tests.hostile.routes.stage import Stage

_KEYS = {"ENTER": "Return", "ESCAPE": "Escape", "TAB": "Tab", "SPACE": "space", "DELETE": "Delete", "UP": "Up",
         "DOWN": "Down", "LEFT": "Left", "RIGHT": "Right", "HOME": "Home", "END": "End", "INSERT": "Insert",
         "PAGEUP": "Prior", "PAGEDOWN": "Next", "BACKSPACE": "BackSpace", "CTRL": "ctrl", "SHIFT": "shift",
         "ALT": "alt", "-": "minus", "+": "plus", "?": "question", "!": "exclam"}  # fmt: skip
_BUTTONS = {"left": 1, "wheel": 2, "right": 3, "back": 8}
_WITHIN_S, _BETWEEN_S = 4.0, 0.5


def play(
    lines: Sequence[Line], display: PrivateDisplay, folder: Path, heard: Callable[[Outcome], object] = lambda _: None
) -> list[Outcome]:
    """Play lines one after the other on the display of this process; `heard` hears of each."""
    outcomes: list[Outcome] = []
    with Stage(display, folder) as stage:
        stage.screen.whole = True
        for line in lines:
            os.environ["LANGUAGE"] = line.language
            outcomes.append(_line(line, stage))
            heard(outcomes[-1])
    return outcomes


def _line(line: Line, stage: Stage) -> Outcome:
    acts = Acts(stage, line.act)
    try:
        stage.set(line)
        acts.prepare()
        stage.settled()
        happened = oracle(line.oracle, stage)
        for turn in acts.turns():
            for item in turn():
                _do(item, stage.display)
            time.sleep(_BETWEEN_S)
    except (MissingError, AssertionError) as error:
        return Outcome(line, False, False, (), f"{error}")
    return Outcome(line, bool(stage.until(happened, _WITHIN_S)), False, ())


def _do(item: Item, display: PrivateDisplay) -> None:
    hands, at = Hands(display), (int(str(item.get("x", 0))), int(str(item.get("y", 0))))
    held = [_KEYS.get(key, key) for key in _keys(item) if item["type"] != "keypress"]
    for key in held:
        hands.hold(key)
    _act(item, hands, at)
    for key in held if item["type"] != "key_down" else ():
        hands.let_go(key)


def _act(item: Item, hands: Hands, at: tuple[int, int]) -> None:
    match item["type"]:
        case "click":
            hands.click(*at, button=_BUTTONS[str(item["button"])])
        case "double_click":
            hands.click(*at, count=2)
        case "triple_click":
            hands.click(*at, count=3)
        case "move":
            hands.move(*at)
        case "mouse_down" | "mouse_up" as way:
            hands.move(*at)
            _xdotool(hands, way.replace("_", ""), "1")
        case "drag":
            path = cast("list[dict[str, int]]", item["path"])
            hands.drag(*((place["x"], place["y"]) for place in (path[0], path[-1])))
        case "scroll":
            hands.scroll(*at, int(str(item["scroll_y"])) // 100 or 1)
        case "keypress":
            hands.press("+".join(_KEYS.get(key, key.lower() if len(key) == 1 else key) for key in _keys(item)))
        case "key_down" | "key_up":
            pass
        case "type":
            hands.type(str(item["text"]))
        case "point_and_type":
            hands.click(*at)
            hands.press("ctrl+a")
            hands.type(str(item["text"]))
        case "navigate":
            hands.press("ctrl+l")
            hands.type(f"{item['url']}\n")
        case "wait":
            time.sleep(int(str(item["ms"])) / 1000)
        case other:
            message = f"{other} is no act"
            raise ValueError(message)


def _keys(item: Item) -> list[str]:
    return cast("list[str]", item.get("keys") or [])


def _xdotool(hands: Hands, *words: str) -> None:
    subprocess.run(["xdotool", *words], env=hands.display.environment(), check=True, capture_output=True, timeout=60)
