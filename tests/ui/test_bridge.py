"""A run's thread and Qt's: what crosses, in which order, and what cannot hang."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QApplication

from desktop_agent.core.runs.events import ActionStarted, Event, Paused, RequestSent, Resumed, Stamped
from desktop_agent.run.control import StopSource
from desktop_agent.run.end.result import RunResult
from desktop_agent.ui.session.bridge import Bridge, WordsQuestion
from desktop_agent.ui.session.task_order import TaskOrder
from tests.fakes.windows.qt_app import wait_until

ENDED = RunResult("completed", "Done.", "r", Path("/r"), 1, 1, None, 1.0, 0)


class Watched:
    """A bridge and its run, which does what a test says on the thread that it is run on; and all that is said of it."""

    privacy = "Nothing leaves this computer."

    def __init__(self, life: Callable[["Watched"], object]) -> None:
        self._life = life
        self.stopped = threading.Event()
        self.told: list[str] = []
        # It has timers: Python's collector must not delete it, on whatever thread that runs.
        self.bridge = Bridge(self._join, QCoreApplication.instance())
        self.states: list[str] = []
        self.ends: list[object] = []
        self.threads: set[QThread] = set()
        self.bridge.state_changed.connect(self._on_event)
        self.bridge.ended.connect(self.ends.append)

    def until_ended(self) -> object:
        wait_until(lambda: self.ends)
        return self.ends[-1]

    def run_here(self) -> RunResult:
        self._life(self)
        return ENDED

    def stop(self, by: StopSource) -> None:
        self.told.append(f"stop {by}")
        self.stopped.set()

    def pause(self, by: str, reason: str) -> None:
        self.told.append(f"pause {by}: {reason}")

    def resume(self, by: str = "human") -> None:
        self.told.append(f"resume {by}")

    def say(self, text: str) -> None:
        raise AssertionError(text)

    def hear(self, *events: Event) -> None:
        for seq, event in enumerate(events, start=1):
            self.bridge.hear(Stamped(seq, "2026-11-20T10:00:00.000Z", 1, event))

    @contextmanager
    def _join(self, _order: TaskOrder, _bridge: Bridge) -> Iterator["Watched"]:
        yield self

    def _on_event(self) -> None:
        self.threads.add(QThread.currentThread())
        if self.states[-1:] != [self.bridge.state]:
            self.states.append(self.bridge.state)


ORDER = TaskOrder("Save a note", {})
REQUEST = RequestSent(1, 1, 1, False, None)


def test_events_come_over_in_order_and_are_heard_on_the_windows_thread(app: QApplication) -> None:
    events = REQUEST, ActionStarted("c", 0), Paused("takeover", "x"), Resumed("human")
    watched = Watched(lambda run: run.hear(*events))
    received: list[int] = []
    watched.bridge.heard.connect(lambda stamped: received.append(stamped.seq))
    watched.bridge.start(ORDER)

    assert ENDED == watched.until_ended()
    assert [1, 2, 3, 4] == received
    assert ["acting", "thinking", "acting", "paused", "thinking"] == watched.states
    assert {app.thread()} == watched.threads
    assert not watched.bridge.running


def test_the_models_words_are_answered_from_a_window(app: QApplication) -> None:
    answers: list[str | None] = []

    def answer(asked: WordsQuestion) -> None:
        assert asked.text == "Which folder?"
        asked.answer("Documents")
        asked.answer("too late")

    watched = Watched(lambda run: answers.append(asyncio.run(run.bridge.reply("Which folder?"))))
    watched.bridge.asked.connect(answer)
    watched.bridge.start(ORDER)
    watched.until_ended()

    assert ["Documents"] == answers


def test_a_stop_that_comes_before_the_run_is_ready_still_stops_it(app: QApplication) -> None:
    watched = Watched(lambda run: run.stopped.wait(60))
    watched.bridge.start(ORDER)
    watched.bridge.stop()
    watched.until_ended()

    assert {"stop human"} == set(watched.told)


def test_pause_and_resume_reach_the_run(app: QApplication) -> None:
    def life(run: Watched) -> None:
        run.hear(REQUEST)
        assert run.stopped.wait(60)

    watched = Watched(life)
    watched.bridge.start(ORDER)
    wait_until(lambda: watched.bridge.state == "thinking")
    for tell in (watched.bridge.pause, watched.bridge.resume, watched.bridge.stop):
        tell()
    watched.until_ended()

    assert ["pause human: You pressed Pause.", "resume human", "stop human"] == watched.told


def test_a_terminal_s_run_that_the_mouse_pauses_is_said_to_be_paused(app: QApplication) -> None:
    bridge = Watched(lambda _: None).bridge
    bridge.running = True
    bridge.is_foreign = True
    bridge.hear(Stamped(1, "2026-11-20T10:00:00.000Z", 1, Paused("human", "input")))
    wait_until(lambda: bridge.state == "paused")

    assert bridge.words == "Paused"
    assert not bridge.may_resume
