"""A run's thread and Qt's: what crosses, in which order, and what cannot hang."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QApplication

from desktop_agent.core.events import ActionStarted, Paused, RequestSent, Resumed, Stamped
from desktop_agent.run.control import StopSource
from desktop_agent.run.result import RunResult
from desktop_agent.ui.session.bridge import Bridge, WordsQuestion
from desktop_agent.ui.session.task_order import TaskOrder
from tests.fakes.qt_app import wait_until

ENDED = RunResult("completed", "Done.", "r", Path("/r"), 1, 1, None, 1.0, 0)
Life = Callable[["Lived"], RunResult]


class Lived:
    """A run that does what a test says, on the thread that it is run on."""

    def __init__(self, bridge: Bridge, life: Life) -> None:
        self.privacy = "Nothing leaves this computer."
        self.bridge, self._life = bridge, life
        self.stopped = threading.Event()
        self.told: list[tuple[str, ...]] = []

    def run_here(self) -> RunResult:
        return self._life(self)

    def stop(self, by: StopSource) -> None:
        self.told.append(("stop", by))
        self.stopped.set()

    def pause(self, by: str, reason: str) -> None:
        self.told.append(("pause", by, reason))

    def resume(self, by: str = "human") -> None:
        self.told.append(("resume", by))

    def say(self, *events: object) -> None:
        for seq, event in enumerate(events, start=1):
            self.bridge.hear(Stamped(seq, "2026-11-20T10:00:00.000Z", 1, event))  # type: ignore[arg-type]


class Watched:
    """A bridge whose run is given, and everything that it says, with the thread it is said on."""

    def __init__(self, life: Life) -> None:
        self.runs: list[Lived] = []
        self._life = life
        # It has timers: Python's collector must not delete it, on whatever thread that runs.
        self.bridge = Bridge(self._join, QCoreApplication.instance())
        self.states: list[str] = []
        self.ends: list[object] = []
        self.threads: set[QThread] = set()
        self.bridge.state_changed.connect(self._note)
        self.bridge.ended.connect(self.ends.append)

    def start(self) -> None:
        self.bridge.start(TaskOrder("Save a note", {}))

    def until_ended(self) -> object:
        wait_until(lambda: self.ends)
        return self.ends[-1]

    @contextmanager
    def _join(self, _order: TaskOrder, bridge: Bridge) -> Iterator[Lived]:
        self.runs.append(Lived(bridge, self._life))
        yield self.runs[-1]

    def _note(self) -> None:
        self.threads.add(QThread.currentThread())
        if self.states[-1:] != [self.bridge.state]:
            self.states.append(self.bridge.state)


def test_events_come_over_in_order_and_are_heard_on_the_windows_thread(app: QApplication) -> None:
    def life(run: Lived) -> RunResult:
        run.say(RequestSent(1, 1, 1, False, None), ActionStarted("c", 0), Paused("takeover", "x"), Resumed("human"))
        return ENDED

    watched = Watched(life)
    heard: list[int] = []
    watched.bridge.heard.connect(lambda stamped: heard.append(stamped.seq))
    watched.start()

    assert ENDED == watched.until_ended()
    assert [1, 2, 3, 4] == heard
    assert ["acting", "thinking", "acting", "paused", "acting"] == watched.states
    assert {app.thread()} == watched.threads
    assert not watched.bridge.running


def test_the_models_words_are_answered_from_a_window(app: QApplication) -> None:
    answers: list[str | None] = []

    def life(run: Lived) -> RunResult:
        answers.append(asyncio.run(run.bridge.reply("Which folder?")))
        return ENDED

    watched = Watched(life)
    watched.bridge.asked.connect(lambda asked: _answer(asked, "Documents"))
    watched.start()
    watched.until_ended()

    assert ["Documents"] == answers


def _answer(asked: WordsQuestion, text: str) -> None:
    assert asked.text == "Which folder?"
    asked.answer(text)
    asked.answer("too late")


def test_a_stop_that_comes_before_the_run_is_ready_still_stops_it(app: QApplication) -> None:
    def life(run: Lived) -> RunResult:
        assert run.stopped.wait(60)
        return ENDED

    watched = Watched(life)
    watched.start()
    watched.bridge.stop()
    watched.until_ended()

    assert {("stop", "human")} == set(watched.runs[0].told)


def test_pause_and_resume_reach_the_run(app: QApplication) -> None:
    def life(run: Lived) -> RunResult:
        run.say(RequestSent(1, 1, 1, False, None))
        assert run.stopped.wait(60)
        return ENDED

    watched = Watched(life)
    watched.start()
    wait_until(lambda: watched.bridge.state == "thinking")
    for tell in (watched.bridge.pause, watched.bridge.resume, watched.bridge.stop):
        tell()
    watched.until_ended()

    assert [("pause", "human", "You pressed Pause."), ("resume", "human"), ("stop", "human")] == watched.runs[0].told
