"""“Approve for this window” for one site presses nothing on another, also where nobody tells which site is shown."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_agent.core.decision import Answer, AppAllowed, Approved, Question, Rejected
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.settings import load
from tests.fakes.apps import App, running
from tests.fakes.browser import WHY_NOT
from tests.fakes.hands import Hands
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.hostile.sinks import canary

_PAGE = """<!doctype html><title>Mail</title>
<button style="position:absolute;left:60px;top:60px;font:28px sans-serif" onclick="fetch('/sent')">Send</button>
<script>fetch('/loaded')</script>"""
SEND = (130, 80)  # of the page
HERE, THERE = "mail.example.com", "other.example.net"


@dataclass(slots=True)
class Agreeing:
    """A person who says yes, for the window wherever that is offered; or no to everything."""

    agrees: bool
    answers_words: bool = False
    admits: bool = True
    asked: list[Question] = field(default_factory=list)

    async def decide(self, question: Question) -> Answer:
        """Answer; the program may work anywhere."""
        if question.kind == "application":
            return AppAllowed("everything", "run")
        self.asked.append(question)
        return Approved(remember=question.may_be_remembered) if self.agrees else Rejected()

    async def reply(self, question: str) -> str | None:
        """Say nothing."""
        del question
        return None

    async def hand_back(self, reason: str) -> None:
        """Never be asked."""
        raise AssertionError(reason)


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.timeout(180)
def test_an_answer_for_one_site_presses_nothing_on_another_without_accessibility(
    on_display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    approval_memory, hands = RememberedApprovals(), Hands(on_display)
    with canary({"/": _PAGE}) as server:
        environment = {"DBUS_SESSION_BUS_ADDRESS": "disabled:", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"}
        command = ["chromium", *_switches(tmp_path, server.port), f"http://{HERE}/"]
        with running(command, on_display, tmp_path / "home", "^Mail - Chromium$", environment=environment) as app:
            wait_until(lambda: server.count(f"{HERE} GET /loaded"), "the page")
            first = _press_send(app, approval_memory, agrees=True)
            wait_until(lambda: server.count(f"{HERE} GET /sent"), "what the person approved")
            hands.press("ctrl+l")
            hands.type(f"http://{THERE}/\n")
            wait_until(lambda: server.count(f"{THERE} GET /loaded"), "the other page")
            second = _press_send(app, approval_memory, agrees=False)

    assert len(first.asked) == 1
    assert len(second.asked) == 1
    assert not server.count(f"{THERE} GET /sent")


def _switches(folder: Path, port: int) -> list[str]:
    words = ("no-sandbox", "no-first-run", "no-default-browser-check", "disable-gpu", "password-store=basic",
             "proxy-server=direct://", "test-type", "disable-infobars", "window-size=1000,700",
             "window-position=60,40", f"user-data-dir={folder / 'profile'}",
             f"host-resolver-rules=MAP * 127.0.0.1:{port}")  # fmt: skip
    return [f"--{word}" for word in words]


def _press_send(app: App, approval_memory: RememberedApprovals, *, agrees: bool) -> Agreeing:
    left, top, _, _ = app.frame()
    person = Agreeing(agrees)
    click = asks({"type": "click", "x": left + SEND[0], "y": top + 86 + SEND[1], "button": "left"})
    with ScriptedServer([click, says("Done.")], dialect="openai") as server:
        flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.record": False}
        settings = load(places(os.environ).config_file, os.environ, flags).settings
        prepare("Send it", settings, approver=person, approval_memory=approval_memory).run()
    return person
