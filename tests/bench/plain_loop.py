"""Plays a task's oracle past the program: each act by xdotool, then a fixed pause, and nothing looked at or checked.

So it is known what the program's own checks and waits are worth: `python -m tests.bench.tasks SET --player plain` sends
the same acts to the same stage, judged by the same judge. What an oracle says between its acts is left out, and what a
user would say as well: the acts are written down, and answer it already.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_agent.bench.one_task import Order, main
from desktop_agent.bench.play import Played
from desktop_agent.bench.stage import Stage
from desktop_agent.bench.task import BenchTask
from desktop_agent.devtools.serve.script.read import ScriptLine, read_script

PAUSE_S = 0.5  # what the usual loops sleep after an act
WAIT_S = 1.0  # as long as a run waits where its dialect has no length for it
_WITHIN_S = 120
_NOTCH_PX = 100
_TIMES = {"click": 1, "right_click": 1, "double_click": 2, "triple_click": 3}
_BUTTONS = {"left": 1, "wheel": 2, "right": 3, "back": 8, "forward": 9}
_KEYS_IN_TEXT = {"\n": "Return", "\t": "Tab"}
_SAYS = frozenset({"message", "refusal", "reasoning", "done", "give_up"})


def play_plainly(task: BenchTask, stage: Stage, order: Order, scratch: Path) -> Played:
    """Send the acts of the order's oracle; KeyError for a word that no plain loop knows."""
    del task, scratch
    environment = stage.side.environment(os.environ)
    began = time.monotonic()
    lines = [line for entry in read_script(Path(order.oracle)).answers for line in entry.lines or ()]
    acts = list(_acts(lines))
    for act in acts:
        send(act, environment)
        time.sleep(PAUSE_S)
    gives_up = any(line.word == "give_up" for line in lines)
    return Played(
        status="failed" if gives_up else "completed",
        exit_code=int(gives_up),
        gave_up=gives_up,
        turns=len(acts),
        acts=len(acts),
        seconds=time.monotonic() - began,
    )


def send(act: ScriptLine, environment: Mapping[str, str]) -> None:
    """Send one act to the display of this environment."""
    for words in _commands(act.word, act.value):
        subprocess.run(["xdotool", *words], env=dict(environment), check=True, timeout=_WITHIN_S)
    if act.word == "wait":
        time.sleep(WAIT_S)


def _acts(lines: Sequence[ScriptLine]) -> Iterator[ScriptLine]:
    for line in lines:
        if line.word == "actions":
            yield from _acts(line.value)
        elif line.word not in _SAYS:
            yield line


def _commands(word: str, value: Any) -> Iterator[Sequence[str]]:  # noqa: ANN401 - each word holds something else
    match word:
        case "wait" | "screenshot":
            pass
        case "type":
            yield from _typing(value)
        case "key" | "keys":
            yield "key", "+".join(value)
        case "move":
            yield "mousemove", *_point(value)
        case "drag":
            start, *others = value
            yield "mousemove", *_point(start), "mousedown", "1"
            yield from (("mousemove", *_point(one)) for one in others)
            yield "mouseup", "1"
        case "scroll":
            button, far = ("5" if value["dy"] > 0 else "4", value["dy"]) if value["dy"] else ("7", value["dx"])
            times = str(max(1, round(abs(far) / _NOTCH_PX)))
            yield "mousemove", *_point(value), "click", "--repeat", times, button
        case _:
            button = "3" if word == "right_click" else str(_BUTTONS[value.get("button", "left")])
            held = value.get("keys") or ()
            yield from (("keydown", key) for key in held)
            yield "mousemove", *_point(value), "click", "--repeat", str(_TIMES[word]), "--delay", "60", button
            yield from (("keyup", key) for key in held)


def _typing(text: str) -> Iterator[Sequence[str]]:
    for words in filter(None, re.split(r"([\n\t])", text)):
        if words in _KEYS_IN_TEXT:
            yield "key", _KEYS_IN_TEXT[words]
        else:
            yield "type", "--delay", "12", "--", words


def _point(at: Mapping[str, int]) -> tuple[str, str]:
    return str(at["x"]), str(at["y"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), play_plainly)
