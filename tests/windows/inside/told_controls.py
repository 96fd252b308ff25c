"""Runs on Windows: what the program knows of controls there, one answer of JSON for each question; ends with its input.

Questions are ["under", title, x, y], ["keyboard", title] and ["passwords"].
"""

import asyncio
import json
import sys
import time

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.screen.choose import choose_controls, choose_passwords, choose_windows
from desktop_agent.screen.window import Control


def main() -> None:
    """Answer."""
    with asyncio.Runner() as runner:
        runner.run(_answer())


async def _answer() -> None:
    windows, controls, passwords = choose_windows(), choose_controls(), choose_passwords()
    assert passwords is not None
    for line in iter(sys.stdin.readline, ""):
        what, *words = json.loads(line)
        began = time.monotonic()
        if what == "passwords":
            told: object = [_box(box) for box in passwords.boxes(windows.scene())]
        else:
            window = next(one for one in windows.titled() if one.title == words[0])
            place = windows.place(window)
            box = place.box if place else Rect(0, 0, 1, 1)
            if what == "under":
                spot = await controls.under(ScreenPoint(*words[1:]), window, box)
                told = {**_control(spot.control), "around": spot.around, "question": spot.question}
            else:
                keyboard = await controls.with_keyboard(window, box, by_return=True)
                told = {**_control(keyboard.focus), "by_return": keyboard.by_return.name}
        sys.stdout.write(json.dumps({"told": told, "took_s": time.monotonic() - began}) + "\n")
        sys.stdout.flush()
    passwords.close()
    await controls.close()


def _control(control: Control) -> dict[str, object]:
    return {"name": control.name, "role": control.role, "box": _box(control.box), "disabled": control.disabled}


def _box(box: Rect | None) -> list[int] | None:
    return None if box is None else [box.x, box.y, box.width, box.height]


if __name__ == "__main__":
    main()
