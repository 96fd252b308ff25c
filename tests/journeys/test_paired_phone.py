"""A phone's page in a real browser: paired by the code that a terminal shows, it steers real runs, until it is lost.

What the run's model server was asked for, and the browser's own page, say what came of it; a server of ntfy's protocol
stands between.
"""

import asyncio
import json
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop_agent import Stamped, run_task
from desktop_agent.core.decision import Answer, Question
from desktop_agent.core.events import Asked, Decided, Noticed, Paused, PersonSaid, Resumed, RunStarted
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.notify.pairing import read_pairing, sealed
from desktop_agent.run.result import RunResult
from tests.fakes.desks import skip_without_desks
from tests.fakes.devtools import WHY_NOT, DevTools, chromium
from tests.fakes.ntfy_server import NtfyServer
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.typist import Typist, at_a_terminal
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "chromium")
MOVE = {"type": "move", "x": 9, "y": 9}
NAME = re.compile(r"[0-9a-f]{4} [0-9a-f]{4}")


class Away:
    """Nobody at the computer: what is asked there stays open."""

    answers_words = True
    admits = False

    async def decide(self, question: Question) -> Answer:
        await asyncio.Event().wait()
        raise AssertionError(question)

    async def reply(self, question: str) -> str | None:
        await asyncio.Event().wait()
        return question

    async def hand_back(self, reason: str) -> str | None:
        await asyncio.Event().wait()
        return reason


@dataclass
class Run:
    """A run under way on a thread of its own, and what it has announced."""

    events: list[Stamped] = field(default_factory=list)
    results: list[RunResult] = field(default_factory=list)

    def of(self, *kinds: type) -> list[object]:
        return [one.event for one in self.events if isinstance(one.event, kinds)]

    @property
    def notices(self) -> list[str]:
        return [str(one.text) for one in self.of(Noticed) if isinstance(one, Noticed)]

    def result(self) -> RunResult:
        wait_until(lambda: self.results, "the end of the run")
        return self.results[0]


@contextmanager
def running(model: ScriptedServer, **options: object) -> Iterator[Run]:
    run, stop = Run(), threading.Event()

    def work() -> None:
        run.results.append(
            run_task("Pay the rent", base_url=model.base_url, dialect="preview", approver=Away(),
                     on_event=run.events.append, stop=stop, **options)  # type: ignore[arg-type]
        )  # fmt: skip

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield run
    finally:
        stop.set()
        thread.join()


class Phone:
    """The page, and fingers on it."""

    def __init__(self, browser: DevTools) -> None:
        self.browser = browser

    @property
    def text(self) -> str:
        return str(self.browser.value("document.body.innerText"))

    def sees(self, text: str) -> None:
        wait_until(lambda: text in self.text, f"“{text}” on the page")

    def buttons(self) -> list[str]:
        return list(self.browser.value("[...document.querySelectorAll('button')].map((one) => one.textContent)"))

    def presses(self, name: str, words: str = "") -> None:
        self.browser.until(f"[...document.querySelectorAll('button')].some((one) => one.textContent === '{name}')")
        self.browser.value(
            f"document.querySelector('textarea') && (document.querySelector('textarea').value = {json.dumps(words)}),"
            f"[...document.querySelectorAll('button')].find((one) => one.textContent === '{name}').click()"
        )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Phone]:
    with chromium(tmp_path) as browser:
        browser.call("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=2, mobile=True)
        yield Phone(browser)


@contextmanager
def at_pair(*words: str) -> Iterator[Typist]:
    own = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    own |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    with at_a_terminal(program("pair", *words), own, columns=240) as person:
        yield person


def code_on(screen: Typist) -> str:
    """Return what a camera reads off the terminal."""
    shown = re.findall(r"\x1b\[97;40m([ ▄▀█]+)\x1b\[0m", screen.raw.decode())
    halves = [[(one in "▀█", one in "▄█") for one in line] for line in shown]
    modules = np.array([[one[at] for one in line] for line in halves for at in (0, 1)], np.uint8) * 255
    picture = cv2.resize(modules, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    return str(cv2.QRCodeDetectorAruco().detectAndDecode(picture)[0])


def paired(phone: Phone, server: NtfyServer, *, answer: str = "y") -> int:
    """Pair as a person does; return the command's exit code."""
    address = f"{server.address}/pair.html"
    with at_pair("--server", server.address, "--page", address) as person:
        person.waits_for(f"{address}#v1:")
        link = code_on(person)
        person.waits_for(f"\n{link}\n")
        phone.browser.open(link)
        shown = person.waits_for("[y/N] ")
        phone.browser.until("document.querySelector('.code') !== null")
        name = NAME.findall(phone.text)[0]
        assert name in shown
        person.types(f"{answer}\n")
        return person.ends()


@pytest.fixture
def server(home: Path, tmp_path: Path) -> Iterator[NtfyServer]:
    page = tmp_path / "pair.html"
    with at_pair("page", "-o", str(page)) as person:
        assert person.ends() == 0
    del home
    with NtfyServer() as ntfy:
        ntfy.pages["/pair.html"] = page
        yield ntfy


def test_on_the_own_screen_the_phone_refuses_answers_pauses_and_stops_and_cannot_approve(
    on_display: PrivateDisplay, phone: Phone, server: NtfyServer
) -> None:
    del on_display
    assert paired(phone, server) == 0
    phone.sees("No task is under way.")
    name = read_pairing().name  # type: ignore[union-attr]
    with ScriptedServer([asks(MOVE), says("Which account?"), asks(MOVE), says("Done.")]) as model:
        with running(model, mode="ask") as run:
            phone.sees("Move the pointer")
            assert "Approve once" not in phone.buttons()
            phone.presses("Refuse", "Not today")
            phone.sees("Which account?")
            phone.presses("Answer", "The second")
            phone.sees("Move the pointer")
            phone.presses("Pause")
            phone.sees("Paused.")
            phone.presses("Refuse")
            wait_until(lambda: run.of(Paused), "the pause")
            phone.presses("Resume")
            wait_until(lambda: run.of(Resumed), "the end of the pause")
            result = run.result()
        sent = json.dumps([one.body for one in model.creates], default=str)

    decided = [(one.verdict, one.by) for one in run.of(Decided) if isinstance(one, Decided)]
    assert decided == [("deny", "paired"), ("deny", "paired")]
    assert "Not today" in sent
    assert "The second" in sent
    assert [one.by for one in run.of(Paused, Resumed)] == ["paired", "paired"]  # type: ignore[attr-defined]
    assert f"Refused from the paired phone {name}." in run.notices
    assert result.status != "completed"
    assert not phone.browser.complaints
    # Whoever runs the server has seen none of it.
    assert not any(word in json.dumps(server.said) for word in ("Not today", "account", "second", "Move", "rent"))
    assert run.of(Asked)


def test_a_stop_by_the_phone_is_the_phones(on_display: PrivateDisplay, phone: Phone, server: NtfyServer) -> None:
    del on_display
    assert paired(phone, server) == 0
    name = read_pairing().name  # type: ignore[union-attr]
    with ScriptedServer([asks(MOVE), asks(MOVE)]) as model, running(model, mode="ask") as run:
        phone.sees("Move the pointer")
        phone.presses("Stop run")
        result = run.result()
        phone.sees("Ended: Stopped")

    assert (result.status, result.message) == ("stopped", f"Stopped from the paired phone {name}.")
    assert not run.of(PersonSaid)


def test_on_a_desk_it_may_approve_and_once_the_phone_is_lost_nothing_of_it_counts(
    phone: Phone, server: NtfyServer, tmp_path: Path
) -> None:
    skip_without_desks()
    assert paired(phone, server) == 0
    work = tmp_path / "work"
    work.mkdir()
    press = {"type": "keypress", "keys": ["F5"]}
    script = [asks(press), asks(press), says("Done.")]
    with ScriptedServer(script) as model, running(model, mode="ask", desk_files=(str(work),)) as run:
        phone.sees("Press f5")
        phone.presses("Approve once")
        wait_until(lambda: len(model.creates) > 1, "the act's picture")
        phone.sees("Press f5")
        lost = read_pairing()
        assert lost is not None
        with at_pair("end") as person:
            assert person.ends() == 0
        phone.sees("This pairing was ended at the computer.")
        # Whoever has the phone has its keys, and no page of ours that forgets them.
        started = run.of(RunStarted)[0]
        stop = {"n": time.time_ns() // 1_000_000, "run": started.run, "act": "stop", "question": "", "words": ""}  # type: ignore[attr-defined]
        server.post(lost.topic.rpartition("/")[2], sealed(lost.to_computer, "to computer", stop))
        wait_until(lambda: not server.listening, "that nobody listens to the phone any more")

    decided = [(one.verdict, one.by) for one in run.of(Decided) if isinstance(one, Decided)]
    assert decided == [("allow", "paired"), ("stop", "policy")]
    assert "phone" not in run.result().message
    assert read_pairing() is None


def test_a_device_that_nobody_says_yes_to_is_not_paired(phone: Phone, server: NtfyServer) -> None:
    assert paired(phone, server, answer="n") == 2
    phone.sees("It wasn't confirmed at the computer.")

    assert read_pairing() is None
