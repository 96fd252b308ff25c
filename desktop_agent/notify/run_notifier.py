"""Listens to one run, and has a person told who is away: that it asks, or how it ended; a paired phone may answer.

What goes wrong is said once for each channel in the run's journal, and the run goes on. What goes wrong with the last
notice is kept, and said by the next run.
"""

from __future__ import annotations

import json
import logging
import subprocess
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.decision import Answer, Question
from desktop_agent.core.events import (
    Announce,
    Asked,
    DeskEnded,
    Noticed,
    Paused,
    Resumed,
    RunFinished,
    RunStarted,
    Stamped,
)
from desktop_agent.core.events import Withheld as WithheldPlaces
from desktop_agent.core.message import Message, message_of
from desktop_agent.core.question_words import act_in_question
from desktop_agent.host.language import persons_language
from desktop_agent.lib.child_process import RunningProcess, python_command, start
from desktop_agent.lib.paths import places
from desktop_agent.notify.channels import NAMES, WITHIN_S, WORDS, ChannelName, channels, why_not
from desktop_agent.notify.deliver import Order
from desktop_agent.notify.notice import Notice
from desktop_agent.notify.pairing import read_pairing
from desktop_agent.notify.phone import BY, AroundApprover, RunPhone

if TYPE_CHECKING:
    from desktop_agent.host.own_desktop import OwnDesktop
    from desktop_agent.host.run_offers import Steering
    from desktop_agent.run.ports import Approver
    from desktop_agent.settings import Settings

_MODULE = "desktop_agent.notify.deliver"
_SPARE_S = 5.0  # for the process to start, and to end itself
_AT_HAND = frozenset({"human", "takeover", BY})  # who pauses a run themselves knows of it
_log = logging.getLogger(__name__)


class RunNotifier:
    """One run's; `environment` is that of the person's own session, also where the run works on a desk."""

    def __init__(
        self, settings: Settings, environment: Mapping[str, str], *, on_desk: bool = False, waits: bool = False
    ) -> None:
        """Start nothing yet. `waits`: nothing that changes on the run's desk counts before the person's look at it."""
        self._chosen = settings.notify
        self._environment = dict(environment)
        self._announce: Announce | None = None
        self._failed = set[ChannelName]()  # said already, or about to be
        self._news: list[Message] = []
        self._guard = threading.Lock()
        self._run = self._task = self._asked = ""
        self._waits = False  # for the person, what the run's desk has changed
        self._pause: threading.Timer | None = None
        self._channels = channels(settings)
        self._phone: RunPhone | None = None
        if pairing := read_pairing(environment):
            self._phone = RunPhone(
                pairing,
                environment,
                on_desk=on_desk,
                waits=waits,
                says=settings.notify.details == "message",
                language=persons_language(environment),
                say=self._say_later,
            )

    def tell_by(self, announce: Announce) -> None:
        """Say by this what goes wrong."""
        self._announce = announce

    def asking(self, approver: Approver) -> Approver:
        """Return who asks as this one does, and has a person told who does not answer soon."""
        return _TellingApprover(self._phone.asking(approver) if self._phone else approver, self)

    def steer(self, run: Steering) -> None:
        """Let the paired phone steer this run."""
        if self._phone:
            self._phone.steer(run)

    def hear(self, stamped: Stamped) -> None:
        """Hear an event; tell of an end, and of a wait for the person."""
        if self._phone:
            self._phone.hear(stamped.event)
        match stamped.event:
            case RunStarted(run=run, task=task):
                self._run, self._task = run, task
                self._begin()
            case Asked(text):
                self._asked = text
            case Paused(by=by, reason=reason) if by not in _AT_HAND:
                self._pause = self._later(reason)
            case Resumed():
                self._forget(self._pause)
            case DeskEnded(receipt="keep", left=left):
                self._waits = left > 0
            case WithheldPlaces(places=held) if any(place.get("seq") == 1 for place in held):
                self._task = ""  # a password is in its words
            case RunFinished() as finished:
                self._forget(self._pause)
                if self._chosen.ends and finished.by not in _AT_HAND:
                    self._tell(_end_of(self._run, self._task, finished, waits=self._waits), last=True)
                return
        self._say_news()

    @asynccontextmanager
    async def open_question(self, question: Question | None) -> AsyncIterator[None]:
        """Have the person told of a question, of the model's in words where it is None, unless it is answered soon."""
        waiting = self._later(self._asked if question is None else act_in_question(question))
        try:
            yield
        finally:
            self._forget(waiting)

    def _later(self, message: str) -> threading.Timer | None:
        if not self._chosen.asks:
            return None
        timer = threading.Timer(self._chosen.after, self._tell, (Notice("ask", self._run, None, self._task, message),))
        timer.daemon = True
        timer.name = "notify-later"
        timer.start()
        return timer

    @staticmethod
    def _forget(waiting: threading.Timer | None) -> None:
        if waiting is not None:
            waiting.cancel()

    def _begin(self) -> None:
        """Leave out what cannot work, and say so, together with what the last run could not say any more."""
        for name, why in _kept_back(self._environment):
            self._news.append(
                Message(
                    "{channel} couldn't notify you that an earlier run had ended: {why}", channel=WORDS[name], why=why
                )
            )
        usable = []
        for channel in self._channels:
            if why := why_not(channel, self._environment):
                self._fail(channel.name, why)
            else:
                usable.append(channel)
        self._channels = tuple(usable)

    def _tell(self, notice: Notice, *, last: bool = False) -> None:
        cut = notice.with_details(self._chosen.details)
        for channel in self._channels:
            keep = _kept_file(self._environment, channel.name) if last else None
            begin(Order(channel, cut, keep), self._environment, lambda why, name=channel.name: self._fail(name, why))  # type: ignore[misc]

    def _fail(self, name: ChannelName, why: str) -> None:
        with self._guard:
            if name not in self._failed:
                self._failed.add(name)
                self._news.append(Message("{channel} can't notify you: {why}", channel=WORDS[name], why=why))

    def _say_later(self, text: Message) -> None:
        with self._guard:
            self._news.append(text)

    def _say_news(self) -> None:
        if self._announce is None:
            return
        with self._guard:
            news, self._news = self._news, []
        for text in news:
            self._announce(Noticed("warning", text))


def run_notifier(settings: Settings, environment: Mapping[str, str], desk: OwnDesktop | None) -> RunNotifier:
    """Return what tells of a run, on its desk if it has one."""
    return RunNotifier(settings, environment, on_desk=desk is not None, waits=desk is not None and desk.waits)


def tell_not_begun(settings: Settings, environment: Mapping[str, str], task: str, why: str) -> None:
    """Have each channel tell that a task could not begin at its set time; what goes wrong is said by the next run."""
    notice = Notice("end", status="failed", task=task, message=why).with_details(settings.notify.details)
    for channel in channels(settings) if settings.notify.ends else ():
        if not why_not(channel, environment):
            begin(Order(channel, notice, _kept_file(environment, channel.name)), environment, _log.debug)


def _end_of(run: str, task: str, finished: RunFinished, *, waits: bool) -> Notice:
    return Notice("end", run, finished.status, task, finished.message, waits)


class _TellingApprover(AroundApprover):
    """Has the person told meanwhile."""

    def __init__(self, approver: Approver, notifier: RunNotifier) -> None:
        super().__init__(approver)
        self._notifier = notifier

    async def decide(self, question: Question) -> Answer:
        async with self._notifier.open_question(question):
            return await self._approver.decide(question)

    async def reply(self, question: str) -> str | None:
        async with self._notifier.open_question(None):
            return await self._approver.reply(question)


def begin(order: Order, environment: Mapping[str, str], failed: Callable[[str], None]) -> threading.Thread | None:
    """Have an order done by a process of its own, which outlives this one; `failed` is told, on a thread, the reason.

    It returns at once, with the thread that waits for it; None where no process can be started.
    """
    pipe = subprocess.PIPE
    try:
        process = start(python_command(_MODULE), stdin=pipe, stdout=pipe, environment=environment)
    except OSError as error:
        failed(Message("A process couldn't be started: {error}.", error=error.strerror))
        return None
    if process.stdin is not None:
        with suppress(OSError):  # less than what a pipe holds, so nothing waits here
            process.stdin.write(order.line())
            process.stdin.close()
        process.stdin = None
    waiting = threading.Thread(target=_wait_for, args=(process, failed), name="notify-process", daemon=True)
    waiting.start()
    return waiting


def _wait_for(process: RunningProcess, failed: Callable[[str], None]) -> None:
    with process:
        try:
            said = process.communicate(timeout=WITHIN_S + _SPARE_S)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            said = b""
    if process.returncode:
        failed(_reason(said))


def _reason(said: bytes) -> str:
    with suppress(ValueError):
        if (why := message_of(json.loads(said or b"null"))) is not None:
            return why
    return Message("It failed without an error message.")


def _kept_file(environment: Mapping[str, str], name: ChannelName) -> Path:
    return places(environment).data / "notify" / f"{name}.json"


def _kept_back(environment: Mapping[str, str]) -> Iterator[tuple[ChannelName, str]]:
    """Yield, once, what could not be told of an earlier run's end any more."""
    for name in NAMES:
        file = _kept_file(environment, name)
        try:
            said = file.read_bytes()
            file.unlink()
        except OSError:
            continue
        yield name, _reason(said)
