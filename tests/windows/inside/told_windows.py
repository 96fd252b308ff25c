"""Runs on Windows: what the program knows of the windows there, as one line of JSON."""

import json
import sys

from desktop_agent.screen.choose import choose_windows


def main() -> None:
    """Tell title, program, path and box of each, and which is in front."""
    windows = choose_windows()
    scene = windows.scene()
    told = []
    for one in scene.windows:
        known = windows.describe(one.id)
        box = (one.box.x, one.box.y, one.box.width, one.box.height)
        told.append({"title": known.title, "app": known.app, "path": known.program, "box": box,
                     "front": one.id == scene.focus})  # fmt: skip
    sys.stdout.write(f"{json.dumps(told)}\n")


if __name__ == "__main__":
    main()
