"""A run in a process of its own: what crosses, and what a crash, a hang and a tray that is gone leave behind."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest
from Xlib.display import Display
from Xlib.xobject.drawable import Window

from desktop_agent.core.actions.action import Press
from desktop_agent.core.decisions.decision import (
    Answer,
    AppAllowed,
    Question,
    Rejected,
    RememberedApproval,
    RememberedControl,
)
from desktop_agent.core.errors import DesktopAgentError, ScreenError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import ActionDone, Decided, RunStarted, Stamped
from desktop_agent.run.end.result import RunResult
from desktop_agent.runtime.one_run import stop_run
from desktop_agent.runtime.protocol.client import RunClient
from desktop_agent.runtime.protocol.messages import Channel, Remember
from desktop_agent.runtime.protocol.process import HostProcess
from desktop_agent.runtime.protocol.run_socket import run_sockets
from desktop_agent.runtime.protocol.serving import ClientApprovals
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.screen.captures.watermark import COLOURS
from desktop_agent.settings import Settings, settings_of
from desktop_agent.ui.session.shared_approvals import SharedApprovals
from tests.fakes.waiting import PATIENCE_S, wait_until

T = TypeVar("T")
GO = RememberedApproval("question", RememberedControl("/usr/bin/pad", "", "dialog", "", "push button", "Go", "click"))


class Asked:
    answers_words = True

    def __init__(self, *, answers: bool = True) -> None:
        self.questions: list[Question] = []
        self.withdrawn = threading.Event()
        self._answers = answers

    async def decide(self, question: Question) -> Answer:
        self.questions.append(question)
        if self._answers:
            return AppAllowed("work", "run") if question.kind == "application" else Rejected("not today")
        try:
            return await asyncio.Future()
        finally:
            self.withdrawn.set()

    async def reply(self, question: str) -> str | None:
        return question.upper()

    async def hand_back(self, reason: str) -> None:
        raise AssertionError(reason)


class Served:
    def __init__(self, task: str, settings: Settings, approver: Asked) -> None:
        self.heard: list[Stamped] = []
        self.approvals = SharedApprovals()
        self._outcome: RunResult | DesktopAgentError | None = None
        self.host = HostProcess()
        self.client = RunClient(self.host)
        if isinstance(approver, LooksWithTheRun):
            approver.client = self.client
        services = ClientServices(approver, listeners=(self.heard.append,), approvals=self.approvals)
        self.client.prepare(RunSpec(task, settings), services)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def events(self, kind: type[T]) -> list[T]:
        return [one.event for one in self.heard if isinstance(one.event, kind)]

    def result(self) -> RunResult:
        self._thread.join(60)
        assert isinstance(self._outcome, RunResult)
        return self._outcome

    def error(self) -> str:
        self._thread.join(60)
        assert isinstance(self._outcome, DesktopAgentError)
        return str(self._outcome)

    def _serve(self) -> None:
        try:
            self._outcome = self.client.run_here()
        except DesktopAgentError as error:
            self._outcome = error


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as one:
        yield one


def served(stack: ExitStack, task: str, approver: Asked) -> Served:
    run = Served(task, settings_of({"run": {"mode": "ask"}}), approver)
    stack.callback(run.client.end)
    return run


@pytest.mark.slow
def test_a_question_crosses_with_its_picture_and_its_answer_comes_back(home: Path, stack: ExitStack) -> None:
    asked = Asked()
    run = served(stack, "press f8\npress f9", asked)
    result = run.result()

    question = next(question for question in asked.questions if question.kind == "action")
    assert (Press(("f9",)),) == question.actions
    assert question.frame.data.startswith(b"\x89PNG")
    decided = run.events(Decided)[-1]
    assert ("deny", "human", "not today") == (decided.verdict, decided.by, decided.reply)
    assert len(run.events(ActionDone)) == len(("the first, with its program",))
    assert run.client.privacy
    assert result.run == run.events(RunStarted)[0].run
    journal = (result.dir / "events.jsonl").read_text().splitlines()
    assert [one.line() for one in run.heard] == journal


class LooksWithTheRun(Asked):
    """Has the run look for a watermark that another client paints, while it is there and once it has gone."""

    def __init__(self) -> None:
        super().__init__()
        self.client: RunClient | None = None
        self.told: list[bool | str] = []

    async def decide(self, question: Question) -> Answer:
        assert self.client is not None
        box = Rect(0, 0, 64, 64)
        painter = Display()
        window = _painted(painter, box)
        self.told.append(await self.client.is_seen(box, PATIENCE_S))
        try:
            await self.client.until_gone((box,))
        except ScreenError as stays:
            self.told.append(stays.message)
        window.destroy()
        painter.sync()
        await self.client.until_gone((box,))
        self.told.append(await self.client.is_seen(box, 0.0))
        painter.close()
        return await super().decide(question)


def _painted(painter: Display, box: Rect) -> Window:
    """Show a window whose columns have the two colours of the watermark in turn."""
    root = painter.screen().root
    depth = painter.screen().root_depth
    pixmap = root.create_pixmap(box.width, box.height, depth)
    for x in range(box.width):
        red, green, blue = COLOURS["question"][x % 2]
        colour = pixmap.create_gc(foreground=red << 16 | green << 8 | blue)
        pixmap.fill_rectangle(colour, x, 0, 1, box.height)
    window = root.create_window(
        box.x, box.y, box.width, box.height, 0, depth, override_redirect=True, background_pixmap=pixmap
    )
    window.map()
    painter.sync()
    return window


@pytest.mark.slow
def test_the_run_looks_for_its_clients_windows_with_its_own_eyes(home: Path, stack: ExitStack) -> None:
    asked = LooksWithTheRun()
    run = served(stack, "press f8", asked)
    run.result()

    assert [True, "One of our windows couldn't be hidden, so no screenshot was taken.", False] == asked.told[:3]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_run_that_is_killed_or_hangs_and_is_stopped_takes_its_question_away_and_says_so(
    home: Path, stack: ExitStack, number: signal.Signals
) -> None:
    asked = Asked(answers=False)
    run = served(stack, "press f8", asked)
    wait_until(lambda: asked.questions, "the question")
    os.kill(run.host.pid, number)
    if number == signal.SIGSTOP:
        run.client.stop("human")

    assert "SIGKILL" in run.error()
    assert asked.withdrawn.is_set()


@pytest.mark.slow
def test_a_stop_withdraws_the_question_and_ends_the_run(home: Path, stack: ExitStack) -> None:
    asked = Asked(answers=False)
    run = served(stack, "press f8", asked)
    wait_until(lambda: asked.questions, "the question")
    run.client.stop("human", "Stopped by you: the menu.")

    result = run.result()
    assert (3, "Stopped by you: the menu.") == (result.exit_code, result.message)
    assert asked.withdrawn.is_set()


@pytest.mark.slow
@pytest.mark.parametrize(("hangs", "end"), [(False, "Stopped"), (True, "SIGKILL")])
def test_a_stop_from_another_program_ends_the_run_and_leaves_no_socket(
    home: Path, stack: ExitStack, hangs: bool, end: str
) -> None:
    asked = Asked(answers=False)
    run = served(stack, "press f8", asked)
    wait_until(lambda: asked.questions, "the question")
    if hangs:
        os.kill(run.host.pid, signal.SIGSTOP)

    assert stop_run()
    words = run.error() if hangs else run.result().message
    run.client.end()
    assert (end in words, list(run_sockets())) == (True, []), words
    assert hangs or run.client.stopped_by == "human"


@pytest.mark.slow
def test_the_run_stops_when_whoever_started_it_is_gone(home: Path) -> None:
    settings = json.dumps({"run": {"mode": "auto"}})
    host = [sys.executable, "-m", "tests.fakes.runs.served_run", "wait 60 s", settings]
    with subprocess.Popen(host, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(json.loads(process.stdout.readline()))
        assert process.stdout.readline()
        process.kill()
    journal = folder / "events.jsonl"
    last = wait_until(lambda: journal.read_text().splitlines()[-1:] if "run.finished" in journal.read_text() else [])
    finished = json.loads(last[0])
    assert "stopped" == finished["status"]
    assert "The connection to the program that started the run was closed." == finished["message"]


def test_approvals_that_are_given_and_taken_back_cross() -> None:
    sent = io.BytesIO()
    reported: list[RememberedApproval] = []
    approvals = SharedApprovals()
    run = Channel(io.BytesIO(), sent)
    ClientApprovals((), run).add(GO)

    assert Remember(GO) == Channel(io.BytesIO(sent.getvalue()), sent).receive()
    approvals.add(GO)
    assert ClientApprovals(approvals.all(), run).covers(GO)
    with approvals.followed_by(reported.append):
        approvals.take_back(GO)
    approvals.take_back(GO)
    assert [GO] == reported
    assert not approvals.covers(GO)


def test_an_approval_for_a_task_ends_with_it() -> None:
    approvals = SharedApprovals()
    with approvals.followed_by(lambda _: None):
        approvals.add(GO)
        assert approvals.covers(GO)

    assert approvals.all() == ()
