"""Plays many tasks, as many at once as are wanted, each in a process of its own."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_agent.bench.one_task import Order, Result, as_result
from desktop_agent.bench.play import Played
from desktop_agent.core.message import Message
from desktop_agent.desk.sandbox.watch import own_mb
from desktop_agent.lib.child_process import ChildProcess

BY_PROGRAM = "desktop_agent.bench.one_task"
_LOOK_EVERY_S = 0.25
_ENDS_WITHIN_S = 15.0
_LONGEST_BESIDE_RUN_S = 900.0  # set-up and verdict


@dataclass(slots=True)
class _AtWork:
    number: int
    order: Order
    child: ChildProcess
    folder: TemporaryDirectory[str]
    began: float
    most_mb: int = 0


def played(
    orders: Sequence[Order],
    at_once: int,
    told: Callable[[Result], None],
    *,
    budget: float | None = None,
    module: str = BY_PROGRAM,
) -> list[Result]:
    """Play all orders and return how each went, in their order; `told` hears of each as it ends.

    None is begun once those that have ended cost `budget`, in USD. The module is what plays one, as `python -m MODULE
    ORDER RESULT`.
    """
    results: dict[int, Result] = {}
    waiting = list(enumerate(orders))
    working: list[_AtWork] = []
    try:
        while waiting or working:
            while waiting and len(working) < at_once:
                working.append(_begun(*waiting.pop(0), module))
            time.sleep(_LOOK_EVERY_S)
            for one in list(working):
                one.most_mb = max(one.most_mb, own_mb(one.child.pid))
                if one.child.has_ended or _is_too_long(one):
                    working.remove(one)
                    results[one.number] = result = _ended(one)
                    told(result)
            if budget is not None and sum(one.played.cost or 0.0 for one in results.values()) >= budget:
                waiting.clear()
    finally:
        for one in working:
            one.child.end(_ENDS_WITHIN_S)
            one.folder.cleanup()
    return [results[number] for number in sorted(results)]


def orders_of(plain: Sequence[Order], tries: int) -> list[Order]:
    """Return every order as often as it is tried."""
    return [replace(order, attempt=attempt) for order in plain for attempt in range(1, tries + 1)]


def _begun(number: int, order: Order, module: str) -> _AtWork:
    folder = TemporaryDirectory(prefix="bench-order-")
    file = Path(folder.name) / "order.json"
    file.write_text(json.dumps(asdict(order)), encoding="utf-8")
    command = [sys.executable, "-m", module, str(file), str(Path(folder.name) / "result.json")]
    # It reads its input and ends with it: so it ends when we are killed outright, too.
    child = ChildProcess(command, requests=True, output=sys.stderr.fileno())
    return _AtWork(number, order, child, folder, time.monotonic())


def _is_too_long(one: _AtWork) -> bool:
    minutes = float(one.order.flags.get("max_minutes") or 30.0)
    return time.monotonic() - one.began > minutes * 60 + _LONGEST_BESIDE_RUN_S


def _ended(one: _AtWork) -> Result:
    one.child.end(_ENDS_WITHIN_S)
    try:
        result = as_result(json.loads((Path(one.folder.name) / "result.json").read_text(encoding="utf-8")))
        return replace(result, memory_mb=one.most_mb)
    except (OSError, ValueError):
        return _broken_off(one)
    finally:
        one.folder.cleanup()


def _broken_off(one: _AtWork) -> Result:
    file = Path(one.order.file)
    return Result(
        task=file.stem,
        domain=file.parent.name,
        instruction="",
        player=one.order.player,
        attempt=one.order.attempt,
        score=None,
        reason=Message("it was interrupted"),
        played=Played(status="failed", exit_code=1),
        agrees=None,
        notes=(),
        judge_words="",
        seconds=time.monotonic() - one.began,
        memory_mb=one.most_mb,
    )
