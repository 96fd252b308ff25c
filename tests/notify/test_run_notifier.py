"""A run that asks and ends, and who is told of it: each channel by itself, and nothing waits for one that hangs."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desktop_agent import run_task
from desktop_agent.core.decisions.decision import Question, Rejected
from desktop_agent.core.runs.events import (
    Asked,
    DeskEnded,
    Event,
    Noticed,
    Paused,
    Resumed,
    RunFinished,
    RunStarted,
    Stamped,
)
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.notify import run_notifier
from desktop_agent.notify.run_notifier import RunNotifier
from desktop_agent.run.null_objects import AbsentApprover
from desktop_agent.settings import settings_of
from tests.fakes.people.card_questions import question
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.told_server import ToldServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program

TASK = "Pay the rent with canary-task"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    return dict(os.environ)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a question told that is open for a moment."""
    monkeypatch.setattr(run_notifier, "AFTER_S", 0.2)


STARTED = RunStarted(1, "run-1", "", TASK, "p", "d", "m", "", "guard", {}, None, {}, {}, "0")
PROVEN = RunFinished("proven", "All paid.", 1, 1, {}, None, 1.0, 1.0, 0)


class Run:
    """What a run says to a notifier that has a webhook, and what it says back."""

    def __init__(self, webhook: str, environment: Mapping[str, str]) -> None:
        self.notifier = RunNotifier(settings_of({"notify": {"webhook": webhook}}), environment)
        self.notices: list[str] = []
        self.notifier.announce_by(self._announce)
        self.says(STARTED)

    def says(self, *events: Event) -> None:
        for event in events:
            self.notifier.hear(Stamped(1, "2026-11-25T10:00:00.000Z", 1, event))

    def after(self, event: Event) -> list[str]:
        self.says(event)
        return self.notices

    def _announce(self, event: Event) -> None:
        assert isinstance(event, Noticed)
        self.notices.append(event.text)


def body(server: ToldServer, number: int = 0) -> dict[str, object]:
    wait_until(lambda: len(server.got) > number, what="a request")
    reported = json.loads(server.got[number].partition(b"\r\n\r\n")[2])
    assert isinstance(reported, dict)
    return reported


def hook(server: ToldServer) -> str:
    return f"http://{server.host}/hook"


@dataclass
class Slow(AbsentApprover):
    """Decides at once, and replies once the server was told."""

    server: ToldServer

    async def decide(self, question: Question) -> Rejected:
        return Rejected("no")

    async def reply(self, question: str) -> str:
        await asyncio.to_thread(self.server.request)
        return "the second"


def test_a_webhook_that_hangs_holds_up_nothing(home: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_agent.notify.deliver.WITHIN_S", 3600.0)  # who waited for it would do so for ever
    with ToldServer(hangs=True) as hanging:
        run = Run(hook(hanging), home)
        reported = run.after(Paused("lock", "Locked."))
        run.says(Resumed("human"), PROVEN)
        hanging.request()

    assert reported == []


def test_a_notice_is_sent_only_for_a_question_that_stays_unanswered(
    home: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with ToldServer() as server:
        run = Run(hook(server), home)
        asked = run.notifier.asking(Slow(server))
        with monkeypatch.context() as late:
            late.setattr(run_notifier, "AFTER_S", 3600.0)
            asyncio.run(asked.decide(question("click", "action")))
        run.says(Asked("Which account?"))
        answer = asyncio.run(asked.reply("Which account?"))
        reported = body(server)

    assert answer == "the second"
    assert reported == {"event": "ask", "title": "Desktop Agent asks", "run": "run-1"}
    assert len(server.got) == 1


@pytest.mark.slow
def test_a_pause_and_an_end_are_told_without_the_task_unless_the_person_made_them(home: dict[str, str]) -> None:
    with ToldServer() as server:
        run = Run(hook(server), home)
        for by in ("takeover", "human"):
            run.says(Paused(by, "You moved the mouse."), Resumed("human"))
        run.says(replace(PROVEN, status="stopped", by="human"), STARTED, Paused("lock", "The screen is locked."))
        assert body(server)["event"] == "ask"
        run.says(Resumed("human"))
        run.says(replace(STARTED, run="20261126-101500-pay-rent-a1b2c3"))
        run.says(DeskEnded("d", "run", "keep", None, left=2), PROVEN)

        reported = body(server, 1)
        assert reported.pop("title") == "A task has ended: Proven. Its changes are waiting for your review"
        assert reported == {"event": "end", "run": "20261126-101500", "status": "proven", "waits": True}


def test_a_notice_says_that_only_the_model_calls_the_task_done(home: dict[str, str]) -> None:
    with ToldServer() as server:
        run = Run(hook(server), home)
        run.says(replace(PROVEN, status="completed", claimed=True))

        reported = body(server)
        assert reported == {
            "event": "end",
            "title": "A task has ended: The model says it's done",
            "run": "run-1",
            "status": "completed",
            "claimed": True,
        }


@pytest.mark.slow
def test_a_failing_notice_channel_is_journaled_once(home: dict[str, str]) -> None:
    with ToldServer("403 Forbidden") as server:
        run = Run(hook(server), home)
        for _ in range(2):
            run.says(Paused("lock", "Locked."))
            body(server, len(server.got))
            run.says(Resumed("human"))
        wait_until(lambda: run.after(Asked("x")), what="a notice")
        host = server.host
    run.says(Asked("y"))

    assert run.notices == [f"The webhook can't notify you: {host} answered 403."]


@pytest.mark.slow
def test_the_last_notice_is_sent_although_the_process_of_the_run_is_gone(tmp_path: Path) -> None:
    program = (
        "import sys; from tests.notify.test_run_notifier import *; "
        "Run(sys.argv[1], dict(os.environ)).says(PROVEN); os._exit(7)"
    )
    own = {**os.environ, "DESKTOP_AGENT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with ToldServer() as server:
        gone = subprocess.run([sys.executable, "-c", program, hook(server)], env=own, check=False, timeout=60)

        assert (gone.returncode, body(server)["event"]) == (7, "end")


@pytest.mark.slow
def test_a_whole_run_tells_that_it_asks_and_how_it_ended_and_no_key_is_written_anywhere(
    on_display: PrivateDisplay, home: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del on_display, home
    monkeypatch.setattr(run_notifier, "AFTER_S", 0)
    token = "tk_canary4711"
    monkeypatch.setenv("DESKTOP_AGENT_WEBHOOK_TOKEN", token)
    check = {"id": "sc_1", "code": "sensitive_domain", "message": "This page asks for money."}

    def approve(_: object) -> bool:
        wait_until(lambda: server.got, what="the question's notice")
        return False

    with (
        ToldServer() as server,
        ScriptedServer([asks({"type": "move", "x": 9, "y": 9}, checks=(check,)), says("Done.")]) as model,
    ):
        monkeypatch.setenv("DESKTOP_AGENT_NOTIFY__WEBHOOK", hook(server))
        result = run_task(TASK, base_url=model.base_url, dialect="preview", coordinates="viewport", approver=approve)
        reported = [body(server), body(server, 1)]

    assert [(one["event"], one["run"]) for one in reported] == [
        (event, result.dir.name[:15]) for event in ("ask", "end")
    ]
    assert reported[1]["status"] == result.status
    assert all(f"Bearer {token}".encode() in got for got in server.got)
    assert not any(b"canary-task" in got for got in server.got)
    assert not any(token.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
