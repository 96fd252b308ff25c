"""The real card in a process of its own: the approver, the host, the native filter and the watched hand of the display.

`python -m tests.fakes.people.asking_card` answers JSON commands, a line each; `AskingCard` is the other end, for tests.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Self

from desktop_agent.core.actions.action import Click
from desktop_agent.core.pictures import ImagePoint
from tests.fakes.people.card_questions import CHORD, SCREEN, question
from tests.fakes.waiting import PATIENCE_S


class AskingCard:
    """A context manager; boxes are (x, y, width, height) in pixels of the display."""

    def __init__(self, environment: Mapping[str, str], *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.people.asking_card", *options],
            env=dict(environment), cwd=Path(__file__).parents[3], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        self._told: Queue[dict[str, Any]] = Queue()
        self.answers: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self.reports_source: bool = self._next("ready", PATIENCE_S)
        except TimeoutError:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(60)
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(
        self, action: str = "click", kind: str = "action", at: tuple[int, int] | None = None
    ) -> dict[str, list[int]]:
        self._send({"do": "ask", "action": action, "kind": kind, "at": at})
        return self.where()

    def show_more(self) -> dict[str, list[int]]:
        self._send({"do": "more"})
        return self.where()

    def hand_back(self) -> dict[str, list[int]]:
        self._send({"do": "hand_back"})
        return self.where()

    def where(self) -> dict[str, list[int]]:
        return dict(self._asked("where", "boxes"))

    def move(self, x: int, y: int) -> dict[str, list[int]]:
        self._send({"do": "move", "x": x, "y": y})
        return self.where()

    def edit(self) -> None:
        self.ask("type")
        self._send({"do": "edit"})

    def confirm(self) -> None:
        self._send({"do": "confirm"})

    def is_armed(self) -> bool:
        return bool(self._asked("armed"))

    def digits(self) -> str:
        return str(self._asked("digits"))

    def cancel(self) -> None:
        self._asked("cancel", "cancelled")

    def answer(self, within_s: float = PATIENCE_S) -> str:
        with suppress(TimeoutError):
            return str(self._next("answer", within_s))
        return ""

    def is_answered(self) -> bool:
        return bool(self._asked("answered"))

    def _asked(self, do: str, told: str = "") -> Any:  # noqa: ANN401  what the other end said
        self._send({"do": do})
        return self._next(told or do, PATIENCE_S)

    def _send(self, command: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def _next(self, name: str, within_s: float) -> Any:  # noqa: ANN401  what the other end said
        ends = time.monotonic() + within_s
        kept = []
        try:
            while True:
                reported = self._told.get(timeout=max(0.001, ends - time.monotonic()))
                if name in reported:
                    return reported[name]
                kept.append(reported)
        except Empty:
            message = f"the card's process said no {name!r}"
            raise TimeoutError(message) from None
        finally:
            for one in kept:
                self._told.put(one)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._told.put(json.loads(line))


def main(options: list[str]) -> None:
    from desktop_agent.presence.choose import choose_presence
    from desktop_agent.screen.captures.watermark import GrabbedSight
    from desktop_agent.screen.choose import choose_capture
    from desktop_agent.ui.approval.approver import OverlayApprover
    from desktop_agent.ui.proof.guard import ProofOptions, proof_here
    from desktop_agent.ui.qt.executor import QtExecutor

    host = QtExecutor()
    ended = threading.Event()
    presence = choose_presence()
    within = next((float(option.partition("=")[2]) for option in options if option.startswith("--within=")), None)
    challenge = "--challenge" in options
    proof = ProofOptions(proof_here(presence, challenge=challenge), CHORD, within, challenge=challenge)
    sight = GrabbedSight(choose_capture().grab)
    approver = OverlayApprover(host, presence, proof, SCREEN, sight)

    def live() -> None:
        try:
            asyncio.run(_serve(host, approver))
        finally:
            ended.set()

    _say({"ready": presence.reports_source})
    threading.Thread(target=live).start()
    host.run_until(ended)
    presence.close()


async def _serve(host: Any, approver: Any) -> None:  # noqa: ANN401  Qt is loaded late
    loop = asyncio.get_running_loop()
    pending = None
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        match command["do"]:
            case "ask" | "hand_back" | "confirm" as do:
                work = {"ask": partial(_ask, approver, command), "hand_back": partial(_hand_back, approver)}
                pending = asyncio.create_task(work.get(do, partial(_confirm, host))())
                await host.do(lambda: None)
            case "cancel":
                if pending is not None:
                    pending.cancel()
                    await asyncio.wait([pending])
                _say({"cancelled": True})
            case "answered":
                _say({"answered": pending is None or pending.done()})
            case other:
                await asyncio.sleep(0)
                _say(await host.do(partial(_IN_QT[other], command)))
    if pending is not None:
        pending.cancel()


async def _ask(approver: Any, command: Mapping[str, Any]) -> None:  # noqa: ANN401
    asked = question(command["action"], command["kind"])
    if command["at"] is not None:
        asked = replace(asked, actions=(Click(ImagePoint(*command["at"])),))
    _say({"answer": repr(await approver.decide(asked))})


async def _hand_back(approver: Any) -> None:  # noqa: ANN401
    await approver.hand_back("The mouse was moved.")
    _say({"answer": "back"})


async def _confirm(host: Any) -> None:  # noqa: ANN401
    from desktop_agent.presence.choose import choose_presence
    from desktop_agent.ui.preferences.confirm_window import CONFIRM_SETTINGS, Confirmation

    loop = asyncio.get_running_loop()
    proven = asyncio.Event()
    confirmation = Confirmation(lambda: (choose_presence(), False))
    said_yes = partial(loop.call_soon_threadsafe, proven.set)
    await host.do(lambda: confirmation.ask(["run.max_steps = 900"], CONFIRM_SETTINGS, said_yes, None))
    try:
        await proven.wait()
        _say({"answer": "confirmed"})
    finally:
        await host.do(confirmation.end)


def _where(_command: object) -> dict[str, object]:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QApplication, QPushButton

    boxes = {}
    for window in QApplication.topLevelWidgets():
        if not window.isVisible() or not window.windowTitle():
            continue
        ratio = window.devicePixelRatioF()
        at = window.geometry()
        boxes[f"window {window.windowTitle()}"] = [round(n * ratio) for n in (at.x(), at.y(), at.width(), at.height())]
        for button in window.findChildren(QPushButton):
            if button.isVisible():
                corner = button.mapToGlobal(QPoint(0, 0))
                sides = (corner.x(), corner.y(), button.width(), button.height())
                boxes[button.accessibleName() or button.text()] = [round(n * ratio) for n in sides]
    return {"boxes": boxes}


def _card() -> Any:  # noqa: ANN401
    from PySide6.QtWidgets import QApplication

    from desktop_agent.ui.approval.card import Card

    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Card) and widget.isVisible())


def _edit(_command: object) -> dict[str, object]:
    _card().rows.edit_wanted.emit()
    return {}


def _armed(_command: object) -> dict[str, object]:
    from PySide6.QtWidgets import QApplication

    from desktop_agent.ui.proof.guarded_window import ProvenButton

    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    guards = {button._guard for one in shown for button in one.findChildren(ProvenButton)}
    return {"armed": all(guard.arming.armed for guard in guards)}


def _digits(_command: object) -> dict[str, object]:
    from PySide6.QtWidgets import QApplication

    shown: Any = [
        widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and hasattr(widget, "_digits")
    ]
    texts = (one._digits.text() for one in shown)
    return {"digits": next(filter(None, ("".join(filter(str.isdigit, text)) for text in texts)), "")}


_IN_QT: Mapping[str, Callable[[Any], dict[str, object]]] = {
    "where": _where,
    "move": lambda command: _card().move(command["x"], command["y"]) or {},
    "more": lambda _command: _card().rows.turn() or {},
    "edit": _edit,
    "armed": _armed,
    "digits": _digits,
}


def _say(told: Mapping[str, object]) -> None:
    if told:
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
