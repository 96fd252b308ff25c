"""One run as browsers watch it: what the protocol reports of it, and answers from a browser beside those given here.

Everything but `services`, `hear` and their like belongs to the server's loop; these post to it from any thread.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.decisions.decision import Answer, Question, Rejected
from desktop_agent.core.runs.events import (
    DeskEnded,
    FrameTaken,
    Paused,
    Resumed,
    RunFinished,
    RunStarted,
    Stamped,
    UsageReported,
)
from desktop_agent.core.runs.waiting import StreamUpdate, to_both
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.record.moments import Moment, MomentReader
from desktop_agent.record.picture_file import ShownPicture, shown_picture
from desktop_agent.record.report.form import Form, mark_form, moment_form
from desktop_agent.record.spans import time_of
from desktop_agent.record.status import LiveStatus
from desktop_agent.record.wording import Tone, money, status_wording
from desktop_agent.run.null_objects import AbsentApprover
from desktop_agent.ui.status.states import AppState, state_after, words_for
from desktop_agent.web.pictures import Screen, Views
from desktop_agent.web.questions import WebQuestion, web_question, words_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_agent.run.control import StopSource
    from desktop_agent.run.ports import Approver
    from desktop_agent.runtime.protocol.messages import DeskOpened, Seen
    from desktop_agent.runtime.spec import ClientServices

_STATES = {"idle": "ended", "acting": "working", "failed": "ended"}
_STARTING = Message("Starting")
_ITS_CHANGES = Message("View its changes…")
_UNDO = Message("Undo file changes…")
_UNDONE = frozenset({"new", "changed", "removed"})  # the others say what has no copy, or only count


class Controls(Protocol):
    """What a browser may do with a run; of one that another program leads, only to stop, to pause and to look."""

    def stop(self, by: StopSource, why: str = "") -> None:
        """Stop it."""

    def pause(self, by: str, reason: str) -> None:
        """Make it wait."""

    def resume(self, by: str = "human") -> None:
        """Let it go on."""

    def say(self, text: str) -> None:
        """Send the person's words to the model."""

    def note(self, text: str) -> None:
        """Record a sentence."""

    def look(self, *, on: bool) -> None:
        """Begin, or end, to send the screen."""


@dataclass(slots=True)
class WatchedRun:
    """`post` calls on the server's loop, `changed` wakes the browsers; `leads`: this program is the run's client."""

    task: str
    post: Callable[..., None]
    changed: Callable[[], None]
    on_desk: bool = False
    leads: bool = True
    controls: Controls | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    name: str = ""  # its id in the record, once it has begun
    folder: Path | None = None  # its record
    screen: Screen = field(default_factory=Screen)
    views: Views = field(init=False)
    desk: DeskOpened | None = None
    changes: str | None = None  # the desk whose changes wait; empty: those on the person's own screen can be undone
    question: WebQuestion | None = None
    ended: bool = False
    has_end: bool = False  # in its record; else the connection to it was lost
    asks_elsewhere: bool = False
    paused: str = ""  # why
    viewers: set[object] = field(default_factory=set)
    on_resumed: Callable[[], None] = lambda: None
    _given: Future[object] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _reader: MomentReader = field(default_factory=MomentReader)
    _versions: list[int] = field(default_factory=list)  # of each moment
    _version: int = 0
    _state: AppState = "acting"
    _live: LiveStatus = field(default_factory=LiveStatus)
    _began_s: float = field(default_factory=time.time)
    _took_s: float | None = None
    _cost: float | None = None
    _model: str = ""
    _last_frame: FrameTaken | None = None
    _tone: Tone = "text"
    _ended_as: str = field(default_factory=lambda: status_wording("cut off", "").word)

    def __post_init__(self) -> None:
        self.views = Views(self.screen)

    def services(self, services: ClientServices, within_s: float | None) -> ClientServices:
        """Return the client's services with browsers beside them; `within_s` is how long a question waits for them."""

        def opened(desk: DeskOpened) -> None:
            services.desk_opened(desk)
            self.show_desk(desk)

        return replace(
            services,
            approver=BrowserApprover(services.approver, self, within_s),
            listeners=(*services.listeners, self.hear),
            pass_on=to_both(services.pass_on, self.pass_on),
            desk_opened=opened,
            seen=self.see,
        )

    def hear(self, stamped: Stamped) -> None:
        """Receive an event."""
        self.post(self._hear, stamped)

    def pass_on(self, news: StreamUpdate) -> None:
        """Receive news of an unfinished answer."""
        self.post(self._pass_on, news)

    def see(self, seen: Seen) -> None:
        """Receive what has changed on the screen."""
        self.post(self._see, seen)

    def show_desk(self, desk: DeskOpened) -> None:
        """Take the desk that the run works on."""
        self.post(self._show_desk, desk)

    def ask_elsewhere(self, *, is_open: bool) -> None:
        """Receive that a question has opened, or has closed, where the run is led."""
        self.post(self._ask_elsewhere, is_open)

    def over(self) -> None:
        """Receive the end, however it came."""
        self.post(self._finish)

    @contextmanager
    def asking(self, question: Question | str) -> Iterator[Future[object]]:
        """Show a question during the context; the future is an answer from a browser."""
        given: Future[object] = Future()
        number = next(self._numbers)
        shown = (
            words_question(number, question)
            if isinstance(question, str)
            else web_question(number, question, on_desk=self.on_desk)
        )
        self.post(self._set_question, shown, given)
        try:
            yield given
        finally:
            self.post(self._set_question, None, None, number)

    def answer(self, number: int, digest: str, answer: object) -> bool:
        """Answer the question of this number and digest, once; return whether that is the one that is open."""
        given = self._given
        question = self.question
        if given is None or question is None or (number, digest) != (question.number, question.digest):
            return False
        self._given = None
        self.question = None
        self.changed()
        with suppress(asyncio.InvalidStateError):
            given.set_result(answer)
        return True

    def watch(self, viewer: object, *, on: bool) -> None:
        """Let a browser see the screen, or no longer."""
        before = bool(self.viewers)
        (self.viewers.add if on else self.viewers.discard)(viewer)
        self._forget_screen()
        if self.controls is not None and not self.ended and bool(self.viewers) != before:
            self.controls.look(on=on)

    def begin(self, controls: Controls) -> None:
        """Take what leads the run, once that is there; from any thread."""
        self.post(self._begin, controls)

    def _forget_screen(self) -> None:
        """Keep no pixels of a run that has ended, once nothing waits for them: its record has the last picture."""
        if self.ended and not self.viewers and self.screen.version:
            self.screen = Screen()
            self.views = Views(self.screen)

    def _begin(self, controls: Controls) -> None:
        self.controls = controls
        if self.viewers:
            controls.look(on=True)
        self.changed()

    @property
    def mark(self) -> Form | None:
        """Return the mark of the last act."""
        begun = next((moment.proposal for moment in reversed(self._reader.moments) if moment.began), None)
        return mark_form(begun)

    def recorded(self, number: int) -> ShownPicture:
        """Return the picture by which a moment was asked for, or why there is none."""
        moments = self._reader.moments
        return self._recorded_picture(moments[number].before if 0 <= number < len(moments) else None)

    def last_recorded(self) -> ShownPicture:
        """Return the last picture of its record, or why there is none."""
        return self._recorded_picture(self._last_frame)

    def _recorded_picture(self, frame: FrameTaken | None) -> ShownPicture:
        return shown_picture(self.folder, frame) if frame and self.folder else ShownPicture()

    def steps_since(self, version: int) -> tuple[int, int, list[Form]]:
        """Return the newest version, and the steps from the first newer than `version` on, with its index."""
        moments = self._reader.moments
        first = next((n for n, at in enumerate(self._versions) if at > version), len(moments))
        forms = [moment_form(moment) | {"picture": _picture_name(moment)} for moment in moments[first:]]
        return self._version, first, forms

    def summary(self) -> dict[str, object]:
        """Return the run in a line, but for what one browser may do."""
        asks = self.question is not None or self.asks_elsewhere
        state = "waiting" if asks and self._state != "paused" and not self.ended else self._state
        word = words_for(state, self._reader.steps) if self._model or self.ended else _STARTING
        number = self._reader.steps.words
        end = self._reader.moments[-1] if self.ended and self._reader.moments else None
        state_name = _STATES.get(state, state) if self._model else "starting"
        return {
            "id": self.id,
            "task": self.task,
            "place": "desk" if self.on_desk else "screen",
            "tone": self._tone,
            "state": "ended" if self.ended else state_name,
            "word": tr(self._ended_as if self.ended else self._live.waits_for(time.monotonic()) or word),
            "live": self._live.text,
            "steps": tr(Message("Step {number}", number=number)) if number else "",
            "seconds": round(self._took_s if self._took_s is not None else time.time() - self._began_s),
            "cost": "" if self._cost is None else tr(money(self._cost)),
            "model": self._model,
            "asks": asks,
            "why_paused": tr(self.paused),
            "end": end.line if end and end.kind == "end" else "",
            "changes": self._changes_text(),
        }

    def _changes_text(self) -> str:
        """Return what the button says that shows the run's changes; empty where none wait."""
        if self.changes is None:
            return ""
        return tr(_ITS_CHANGES if self.changes else _UNDO)

    def _hear(self, stamped: Stamped) -> None:
        event = stamped.event
        if (index := self._reader.take(stamped)) is not None:
            self._version += 1
            self._versions[index:] = [self._version] * (len(self._reader.moments) - index)
        self._state = state_after(self._state, event)
        self._live = self._live.after_event(event)
        match event:
            case RunStarted(run=run, model=model, desk=desk, dir=folder):
                self.folder = Path(folder)
                began = time_of(stamped.at)
                self.name = run
                self._model = model
                self.on_desk = self.on_desk or bool(desk)
                self._began_s = began.timestamp() if began else time.time()
            case FrameTaken() if not event.is_extra:
                self._last_frame = event
            case UsageReported(cost=float() as cost):
                self._cost = (self._cost or 0.0) + cost
            case Paused(by=by, reason=reason) if by != "network":
                self.paused = reason or Message("Paused")
            case Resumed():
                self.paused = ""
                self.on_resumed()
            case DeskEnded(desk=desk, changes_wait=True):
                self.changes = desk
            case RunFinished(status=status, message=message, seconds=seconds, cost=cost, files=files):
                self.has_end = True
                self._ended_as = status_wording(status, message).word
                if not self.on_desk and any(file["change"] in _UNDONE for file in files or ()):
                    self.changes = ""
                self._took_s = seconds
                self._cost = cost if cost is not None else self._cost
                self._tone = self._reader.moments[-1].tone if self._reader.moments else "text"
                self._finish()
            case _:
                pass
        self.changed()

    def _finish(self) -> None:
        if not self.ended:
            self.ended = True
            self.paused = ""
            self._live = LiveStatus()
            self._took_s = self._took_s if self._took_s is not None else time.time() - self._began_s
            self.on_resumed()
            self._forget_screen()
            self.changed()

    def _pass_on(self, news: StreamUpdate) -> None:
        self._live = self._live.after(news, time.monotonic())
        self.changed()

    def _see(self, seen: Seen) -> None:
        if not self.ended:  # then the screen is the person's again
            self.screen.take(seen)
            self.changed()

    def _show_desk(self, desk: DeskOpened) -> None:
        self.desk = desk
        self.on_desk = True
        self.changed()

    def _ask_elsewhere(self, is_open: bool) -> None:  # noqa: FBT001 - as it is posted
        self.asks_elsewhere = is_open
        self.changed()

    def _set_question(self, question: WebQuestion | None, given: Future[object] | None, closes: int = 0) -> None:
        if question is not None or (self.question is not None and self.question.number == closes):
            self.question = question
            self._given = given
            self.changed()


def _picture_name(moment: Moment) -> str:
    return (moment.before.path or "") if moment.before else ""


class BrowserApprover:
    """The person at the computer, or in a browser: the first answer counts, and who sits here comes first.

    Where no one is asked here, the browser alone is.
    """

    answers_words = True

    def __init__(self, here: Approver, run: WatchedRun, within_s: float | None) -> None:
        self._here = None if isinstance(here, AbsentApprover) else here
        self._run = run
        self._within_s = within_s

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        answer = await self._first_answer(question, self._here.decide(question) if self._here else None)
        return answer if isinstance(answer, Answer) else Rejected()

    async def reply(self, question: str) -> str | None:
        """Return the person's words; None where there are none."""
        asks_here = self._here if self._here and self._here.answers_words else None
        answer = await self._first_answer(question, asks_here.reply(question) if asks_here else None)
        return answer if isinstance(answer, str) else None

    async def hand_back(self, reason: str) -> str | None:
        """Wait as the approver here does; a browser lets the run go on by itself."""
        return await (self._here or AbsentApprover()).hand_back(reason)

    async def _first_answer(self, question: Question | str, here: Awaitable[object] | None) -> object:
        with self._run.asking(question) as given:
            there = asyncio.wrap_future(given)
            if here is None:
                with suppress(TimeoutError):
                    return await asyncio.wait_for(there, self._within_s)
                return None
            task = asyncio.ensure_future(here)
            try:
                await asyncio.wait((task, there), return_when=asyncio.FIRST_COMPLETED)
                return task.result() if task.done() else there.result()
            finally:
                task.cancel()
                there.cancel()
                await asyncio.wait((task,))  # its window is gone from the screen then
