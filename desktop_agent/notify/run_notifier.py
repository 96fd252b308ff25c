"""Notifications about one run for a person who is away: that it asks, or how it ended.

The failure of a channel is reported once in the run's journal, and the run continues.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import asdict
from subprocess import DEVNULL
from typing import TYPE_CHECKING, TypeVar

from desktop_agent.core.runs.events import (
    Announce,
    DeskEnded,
    Noticed,
    Paused,
    Resumed,
    RunFinished,
    RunStarted,
    Stamped,
)
from desktop_agent.core.texts.message import Message, message_of
from desktop_agent.lib.child_process import ChildProcess, python_command
from desktop_agent.notify.deliver import WORDS, ChannelName, DeliveryError, Notice, confirmed_command

if TYPE_CHECKING:
    from desktop_agent.core.decisions.decision import Answer, Question
    from desktop_agent.run.ports import Approver
    from desktop_agent.settings import Settings

T = TypeVar("T")
AFTER_S = 10.0  # a question that is answered sooner causes no notice
_BY_PERSON = frozenset({"human", "takeover"})  # a person who pauses or ends a run knows of it
_TIME_OF_ID = len("20261126-101500")
_SENDS = python_command("desktop_agent.notify.deliver")


class RunNotifier:
    """The notifier of one run; `environment` is that of the person's session, even if the run works on a desk."""

    def __init__(self, settings: Settings, environment: Mapping[str, str]) -> None:
        """Start nothing yet."""
        self._chosen = settings.notify
        self._environment = dict(environment)
        self._announce: Announce = lambda _: None
        self._failures: dict[ChannelName, str | None] = {}
        self._reported_channels = set[ChannelName]()
        self._run = ""
        self._has_pending_changes = False  # the desk's changes wait for the person
        self._pause = threading.Timer(0, lambda: None)  # never started

    def announce_by(self, announce: Announce) -> None:
        """Report failures of channels by `announce`."""
        self._announce = announce

    def asking(self, approver: Approver) -> Approver:
        """Return an approver that asks as this one does, and notifies a person who doesn't answer soon."""
        return _NotifyingApprover(approver, self)

    def hear(self, stamped: Stamped) -> None:
        """Process an event; notify about an end, and about a wait for the person."""
        match stamped.event:
            case RunStarted(run=run):
                self._run = run[:_TIME_OF_ID]
                self._check_command()
            case Paused(by=by) if by not in _BY_PERSON:
                self._pause = self._start_timer()
            case Resumed():
                self._pause.cancel()
            case DeskEnded(receipt="keep", left=left):
                self._has_pending_changes = left > 0
            case RunFinished(status=status, by=by, claimed=claimed):
                self._pause.cancel()
                if by not in _BY_PERSON:
                    self.deliver(Notice("end", self._run, status, claimed=claimed, waits=self._has_pending_changes))
                return
        for name in self._failures.keys() - self._reported_channels:
            self._reported_channels.add(name)
            message = Message("{channel} can't notify you: {why}", channel=WORDS[name], why=self._failures[name])
            self._announce(Noticed("warning", message))

    async def await_answer(self, answer: Awaitable[T]) -> T:
        """Return a person's answer; if it doesn't arrive soon, notify them of the question."""
        timer = self._start_timer()
        try:
            return await answer
        finally:
            timer.cancel()

    def deliver(self, notice: Notice) -> None:
        """Send a notice by a separate process, which outlives this one; returns at once."""
        order = json.dumps([asdict(notice), asdict(self._chosen)]).encode()
        with suppress(OSError, RuntimeError):  # no process or thread can be started: the run goes on
            child = ChildProcess(_SENDS, requests=True, errors=DEVNULL, environment=self._environment)
            child.requests.write(order)
            child.requests.close()
            threading.Thread(target=self._read_failures, args=(child,), name="notify", daemon=True).start()

    def _start_timer(self) -> threading.Timer:
        timer = threading.Timer(AFTER_S, self.deliver, (Notice("ask", self._run),))
        timer.daemon = True
        timer.start()
        return timer

    def _read_failures(self, child: ChildProcess) -> None:
        with child, suppress(ValueError):
            self._failures |= {name: message_of(why) for name, why in json.load(child.output).items()}

    def _check_command(self) -> None:
        """Check the command before it is needed, as a failure can't be recorded after the run's end."""
        try:
            if self._chosen.command:
                confirmed_command(self._chosen.command, self._environment)
        except DeliveryError as error:
            self._failures["command"] = error.message


def notify_not_started(settings: Settings, environment: Mapping[str, str]) -> None:
    """Notify a person that a task could not begin at its set time; returns at once."""
    RunNotifier(settings, environment).deliver(Notice("end", status="failed"))


class _NotifyingApprover:
    """Asks as another approver does, and notifies the person if they don't answer soon."""

    def __init__(self, approver: Approver, notifier: RunNotifier) -> None:
        self._approver = approver
        self._notifier = notifier

    @property
    def answers_words(self) -> bool:
        return self._approver.answers_words

    async def decide(self, question: Question) -> Answer:
        return await self._notifier.await_answer(self._approver.decide(question))

    async def reply(self, question: str) -> str | None:
        return await self._notifier.await_answer(self._approver.reply(question))

    async def hand_back(self, reason: str) -> str | None:
        return await self._approver.hand_back(reason)
