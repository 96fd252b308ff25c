"""Sway's own commands, by its own program: monitors that come, go and change, as a person's hand would have it."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any, Protocol

from desktop_agent.core.pictures import Rect
from desktop_agent.screen.controls.window import WindowSource


class SwaySession(Protocol):
    def environment(self) -> dict[str, str]: ...


def swaymsg(sway: SwaySession, *words: str) -> object:
    done = subprocess.run(
        ["swaymsg", "--raw", *words], env=sway.environment(), capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def floats(sway: SwaySession, windows: WindowSource, which: str, box: Rect) -> bool:
    """Let a window float at `box`; tell whether it does by now.

    A program that is slow to draw makes sway go back to the size that it drew for: try until it is so.
    """
    if box in [window.box for window in windows.scene().windows]:
        return True
    order = f"floating enable, resize set {box.width} {box.height}, move absolute position {box.x} {box.y}"
    swaymsg(sway, f"[{which}] {order}")
    return False


def nodes(sway: SwaySession) -> Iterator[dict[str, Any]]:
    waiting = [swaymsg(sway, "-t", "get_tree")]
    while waiting:
        node = waiting.pop()
        assert isinstance(node, dict)
        yield node
        waiting += [*node["nodes"], *node["floating_nodes"]]


def grim(sway: SwaySession, *options: str) -> tuple[int, int, bytes]:
    shot = subprocess.run(
        ["grim", *options, "-t", "ppm", "-"], env=sway.environment(), capture_output=True, check=True, timeout=60
    )
    kind, size, deepest, pixels = shot.stdout.split(b"\n", 3)
    assert (kind, deepest) == (b"P6", b"255")
    width, height = map(int, size.split())
    return width, height, pixels


def outputs(sway: SwaySession) -> dict[str, dict[str, Any]]:
    answer = swaymsg(sway, "-t", "get_outputs")
    assert isinstance(answer, list)
    return {str(one["name"]): one for one in answer}
