"""Plays one task, in a process of its own: `python -m desktop_agent.bench.one_task ORDER RESULT`, both JSON files.

A process of its own, as a run moves its process to the display of its desk, and several tasks are played at once.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from desktop_agent.bench.judge import Verdict, judged
from desktop_agent.bench.play import Played, moved, play
from desktop_agent.bench.sets import TaskSet
from desktop_agent.bench.stage import Stage
from desktop_agent.bench.task import BenchTask, read_task
from desktop_agent.core.errors import DesktopAgentError

PASSES = 1.0  # the score of a task that is done
_MINUTES_BESIDE_RUN = 15.0
_PICTURE_WIDTH = 960


@dataclass(frozen=True, slots=True)
class Order:
    """One task to be played."""

    set_name: str
    root: str
    tasks: str
    judge: str
    file: str
    player: str
    attempt: int
    oracle: str
    packages: str
    flags: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """How one task was played and judged; one of `score` and `reason` is there."""

    task: str
    domain: str
    instruction: str
    player: str
    attempt: int
    score: float | None
    reason: str  # why there is no score
    played: Played
    agrees: bool | None  # whether exit code 0 and a score of 1 go together; None where one of both is missing
    notes: tuple[str, ...]
    judge_words: str
    seconds: float  # in all, with set-up and verdict
    memory_mb: int  # the most that the run's process has had
    picture: str = ""  # the screen at the end, a JPEG in base64


# Has a task of an order done on its stage; the folder is for what it writes meanwhile.
Play = Callable[[BenchTask, Stage, Order, Path], Played]


def by_program(task: BenchTask, stage: Stage, order: Order, scratch: Path) -> Played:
    """Have a run of this program do a task."""
    oracle = Path(order.oracle) if order.oracle else None
    return play(task, stage, order.player, oracle=oracle, flags=order.flags, scratch=scratch)


def result_of(order: Order, player: Play) -> Result:
    """Have a task played and judged."""
    tasks = TaskSet(order.set_name, Path(order.root), Path(order.tasks), Path(order.judge))
    task = read_task(Path(order.file))
    began = time.monotonic()
    played, verdict, notes, picture = Played(status="failed", exit_code=1), Verdict(None), tuple[str, ...](), ""
    try:
        packages = Path(order.packages) if order.packages else None
        with TemporaryDirectory() as scratch, Stage(tasks, task.id, packages, minutes=_minutes(order)) as stage:
            stage.set_up(task.config)
            played = player(task, stage, order, Path(scratch))
            picture = _picture(stage)
            verdict = judged(task, tasks, stage, packages, gave_up=played.gave_up)
            notes = tuple(stage.notes)
    except DesktopAgentError as error:
        verdict = Verdict(None, str(error))
    agrees = None
    if verdict.score is not None and played.status != "nothing":
        right = played.exit_code == 0 or (task.functions == ("infeasible",) and played.gave_up)
        agrees = right == (verdict.score >= PASSES)
    return Result(
        task=task.id,
        domain=task.domain,
        instruction=task.instruction,
        player=order.player,
        attempt=order.attempt,
        score=verdict.score,
        reason=verdict.reason,
        played=played,
        agrees=agrees,
        notes=notes,
        judge_words="" if verdict.score == PASSES else verdict.words,
        seconds=time.monotonic() - began,
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        picture=picture,
    )


def as_result(told: dict[str, Any]) -> Result:
    """Return a result as it was written."""
    played = {one.name: told["played"].get(one.name) for one in fields(Played)}
    for name in ("runs", "refused", "questions"):
        played[name] = tuple(played[name] or ())
    return Result(**{**told, "played": Played(**played), "notes": tuple(told["notes"])})


def _minutes(order: Order) -> float:
    return float(order.flags.get("max_minutes") or 30.0) + _MINUTES_BESIDE_RUN


def _picture(stage: Stage) -> str:
    """Return what is on the screen, small; empty where it cannot be seen."""
    import cv2
    import numpy as np

    from desktop_agent.cli.flags import settings_from
    from desktop_agent.host.prepare import screenshot

    try:
        with moved(stage, {}):
            frame = screenshot(settings_from({}))
    except DesktopAgentError:
        return ""
    pixels = cv2.imdecode(np.frombuffer(frame.data, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        return ""
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, (_PICTURE_WIDTH, height * _PICTURE_WIDTH // width), interpolation=cv2.INTER_AREA)
    done, packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 70])
    return base64.b64encode(packed.tobytes()).decode() if done else ""


def main(order: Path, result: Path, player: Play = by_program) -> NoReturn:
    """Play what is ordered in a file, and write how it went; end with the input, and the desk with that."""
    threading.Thread(target=_end_with_input, name="bench-input", daemon=True).start()
    told = result_of(Order(**json.loads(order.read_text(encoding="utf-8"))), player)
    result.write_text(json.dumps(asdict(told), ensure_ascii=False), encoding="utf-8")
    sys.exit(0)


def _end_with_input() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
