"""Lets a paired phone steer one run: stop, pause, refuse, answer in words, and on a desk approve.

The phone is told the state of the run each time that it changes, whole, and a question in its own words, without a
picture and without a text that is to be typed. What it says counts once (`pairing.py`), and only as long as its pairing
does: that is looked up for each message, so that a lost phone is out at once.

A yes of the phone counts only on a desk whose changes wait for the person. On their own screen nobody sees from afar
what a click would hit by then, and there it would count at once. Nor does it count, on a desk, for what reaches beyond
it, for a safety check of the model's server, for passwords and secrets, or for what words alone do not show.
"""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import json
import secrets
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar, cast

from desktop_agent.core.actions import Action, Invoke, Navigate, Type, points_of
from desktop_agent.core.decision import Answer, Approved, Question, Rejected, Target
from desktop_agent.core.display_text import foreign, visible
from desktop_agent.core.events import Event, Paused, Resumed, RunFinished, RunStarted
from desktop_agent.core.message import Message
from desktop_agent.core.question_words import act_in_question, others_words, question_in_own_words, why_asked
from desktop_agent.core.rule_id import RuleId
from desktop_agent.core.translation import Language
from desktop_agent.notify.pairing import (
    LONGEST_SEALED,
    Inbox,
    Pairing,
    PhoneMessage,
    read_pairing,
    sealed,
)
from desktop_agent.notify.topic import Topic, TopicError
from desktop_agent.record.wording import status_wording

if TYPE_CHECKING:
    from desktop_agent.host.run_offers import Steering
    from desktop_agent.run.ports import Approver

T = TypeVar("T")
BY: Final = "paired"
_GATHER_S = 0.5  # a question that is answered at once is not told
_LAST_WITHIN_S = 3.0
_AGAIN_S = 5.0
# Characters of a question of the model's, and of a line about an act, where a longer one goes into no message.
_SHORTER, _SHORT = (1_200, 600, 200), (60, 20)
_MOST_LINES = 12
_MOST_TOLD, _LONGEST_TOLD = 3, 150
# What a phone never approves: what a mandate doesn't cover either, but for what stays on a desk.
_NEVER: Final[frozenset[RuleId]] = frozenset(
    {"credential", "file-out", "mcp-approval", "own-files", "own-window", "password-field", "private-address",
     "safety-check", "secret"}
)  # fmt: skip
_OWN_SCREEN = Message("You can approve this only at the computer because the task isn't running on its own desk.")
_AT_ONCE = Message("You can approve this only at the computer because changes on this desk don't wait for your review.")
_AT_COMPUTER = Message("You can approve this only at the computer.")
_NOT_SHOWN = Message("You can approve this only at the computer, where it's shown in full.")
_CLOSED = Message("This question is no longer open. No action was taken.")
_NO_WORDS = Message("The message contained no text. No action was taken.")
_NOT_YOURS = Message("The task wasn't paused from this phone, so it can be resumed only at the computer.")


@dataclass(frozen=True, slots=True)
class _OpenQuestion:
    """A question as the phone has it: its text, which the answer is bound to, and who waits for that."""

    text: str
    digest: str
    in_words: bool  # the model's own, rather than one about an act
    why_no_yes: str
    answer: Callable[[object], None]


class RunPhone:
    """The phone of one run; `say` puts a sentence into its journal. Nothing of it raises, and no event waits for it."""

    def __init__(
        self, pairing: Pairing, environment: Mapping[str, str], *, on_desk: bool, waits: bool, says: bool,
        language: Language, say: Callable[[Message], None],
    ) -> None:  # fmt: skip
        """`waits`: what the run's desk changes waits for the person; `says`: what the model says may be told."""
        self._pairing, self._environment = pairing, environment
        self._on_desk, self._waits, self._says, self._tr, self._say = on_desk, waits, says, language.of, say
        self._topic = Topic(pairing.topic)
        self._steering: Steering | None = None
        self._inbox: Inbox | None = None
        self._news = threading.Condition()
        self._changed = self._over = False
        self._state: dict[str, object] = {}
        self._paused_by = ""
        self._open: _OpenQuestion | None = None
        self._told: deque[Mapping[str, object]] = deque(maxlen=_MOST_TOLD)  # what became of its last messages
        self._number = 0

    def steer(self, run: Steering) -> None:
        """Let the phone steer this run, once it has begun."""
        self._steering = run

    def asking(self, approver: Approver) -> Approver:
        """Return who asks as this one does, and takes the phone's answer as well, whichever comes first."""
        return _AnsweredApprover(approver, self)

    def hear(self, event: Event) -> None:
        """Hear an event of the run, and tell the phone what it needs to know."""
        match event:
            case RunStarted(run=run):
                self._begin(run)
            case Paused(by=by):
                self._paused_by = by
                self._tell(state="paused", resume=by == BY)
            case Resumed():
                self._paused_by = ""
                self._tell(state="working", resume=False)
            case RunFinished(status=status):
                with self._news:
                    self._over = True
                self._tell(state="ended", end=self._tr(status_wording(status).word))
                self._topic.close()

    async def answered(self, question: Question | str, ask: Callable[[], Awaitable[T]]) -> T | object:
        """Ask at the computer and on the phone; return the answer that comes first, a no of the phone's before a yes.

        What is asked at the computer is withdrawn once the phone has answered.
        """
        loop = asyncio.get_running_loop()
        there: asyncio.Future[object] = loop.create_future()

        def answer(given: object) -> None:
            with suppress(RuntimeError):  # the run has just ended, and its loop is closed
                loop.call_soon_threadsafe(lambda: None if there.done() else there.set_result(given))

        self._show(question, answer)
        here: asyncio.Future[T] = asyncio.ensure_future(ask())
        both: set[asyncio.Future[object]] = {cast("asyncio.Future[object]", here), there}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            self._close_question()
            refused = there.done() and isinstance(there.result(), Rejected)
            return there.result() if refused or not here.done() else here.result()
        finally:
            self._close_question()
            if not here.done():
                here.cancel()
                await asyncio.gather(here, return_exceptions=True)

    def _begin(self, run: str) -> None:
        self._inbox = Inbox(self._pairing, run)
        threading.Thread(target=self._listen, name="phone-hears", daemon=True).start()
        threading.Thread(target=self._publish, name="phone-tells", daemon=True).start()
        self._tell(run=run, place="desk" if self._on_desk else "screen", state="working", question=None, resume=False)

    def _tell(self, **news: object) -> None:
        with self._news:
            self._state |= news
            self._changed = True
            self._news.notify_all()

    def _listen(self) -> None:
        said = False

        def failed(why: str) -> None:
            nonlocal said
            if not said:
                self._say(Message("Can't receive from the paired phone: {why}", why=why))
            said = True

        self._topic.listen(self._take, failed)

    def _take(self, text: str) -> None:
        """Do what a message says, if it counts: now, and for this run."""
        if read_pairing(self._environment) != self._pairing:
            self._topic.close()
            return
        inbox = self._inbox
        message = inbox.take(text, time.time_ns() // 1_000_000) if inbox else None
        if message is not None:
            said = self._do(message)
            self._told.append({"of": message.number, "text": self._tr(said)})
            self._tell(told=list(self._told))

    def _do(self, message: PhoneMessage) -> Message:
        """Do it, and return what the phone is told of it."""
        run, name = self._steering, self._pairing.name
        if run is None or self._over:
            return Message("The task has ended.")
        match message.act:
            case "stop":
                run.stop("human", Message("Stopped from the paired phone {name}.", name=name))
                return Message("Stopped.")
            case "pause":
                run.pause(BY, Message("Paused from the paired phone {name}.", name=name))
                return Message("Paused.")
            case "resume":
                if self._paused_by != BY:
                    return _NOT_YOURS
                run.resume(BY)
                return Message("Resumed.")
            case "say":
                if not message.words.strip():
                    return _NO_WORDS
                self._say(Message("The paired phone {name} sent a message to the model.", name=name))
                run.say(message.words)
                return Message("The model will get your message with the next screenshot.")
            case _:
                return self._answer(message)

    def _answer(self, message: PhoneMessage) -> Message:
        """Give an answer to whoever waits for it, if it is to the question that is open now, and may come from here."""
        name, words = self._pairing.name, message.words.strip()
        with self._news:
            question = self._open
            if (
                question is None
                or question.digest != message.question
                or (message.act == "answer") != question.in_words
            ):
                return _CLOSED
            if message.act == "answer" and not words:
                return _NO_WORDS
            if message.act == "approve" and question.why_no_yes:
                self._say(
                    Message(
                        "The paired phone {name} tried to approve this, but it can be approved only at the computer.",
                        name=name,
                    )
                )
                return Message("{why} No action was taken.", why=question.why_no_yes)
            self._open = None
        match message.act:
            case "approve":
                self._say(Message("Approved from the paired phone {name}.", name=name))
                question.answer(Approved(by=BY))
                return Message("Approved.")
            case "refuse":
                self._say(Message("Refused from the paired phone {name}.", name=name))
                question.answer(Rejected(words, by=BY))
                return Message("Refused.")
            case _:
                self._say(Message("Answered from the paired phone {name}.", name=name))
                question.answer(words)
                return Message("Answered.")

    def _show(self, question: Question | str, answer: Callable[[object], None]) -> None:
        text, why_no_yes = self._shown(question)
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self._news:
            self._open = _OpenQuestion(text, digest, isinstance(question, str), why_no_yes, answer)
        self._tell(question=text)

    def _close_question(self) -> None:
        with self._news:
            self._open = None
            is_told = self._state.get("question") is not None
        if is_told:
            self._tell(question=None)

    def _shown(self, question: Question | str) -> tuple[str, str]:
        """Return a question as the phone has it, with an id of its own, and why it can't be approved there."""
        head = {"id": secrets.token_hex(8), "run": str(self._state.get("run"))}
        if isinstance(question, str):
            return self._fitting([_json({**head, "asks": foreign(question, limit)}) for limit in _SHORTER]), ""
        why = self._why_no_yes(question)
        lines = [(self._tr(name), self._tr(text)) for name, text in self._lines(question)]
        form = {**head, "act": self._tr(act_in_question(question))}
        whole = _json({**form, "lines": lines, "no": self._tr(why)})
        cut = [
            _json({**form, "lines": [(name, text[:limit]) for name, text in lines[:_MOST_LINES]],
                   "no": self._tr(why or _NOT_SHOWN)})
            for limit in _SHORT
        ]  # fmt: skip
        text = self._fitting([whole, *cut])
        return text, why if text == whole else why or _NOT_SHOWN

    def _fitting(self, texts: Sequence[str]) -> str:
        """Return the first of these that goes into one message, beside all else that may have to be said in it."""
        told = {"of": time.time_ns(), "text": "x" * _LONGEST_TOLD}
        most = {**self._state, "n": time.time_ns(), "told": [told] * _MOST_TOLD}
        fit = (one for one in texts[:-1] if len(self._sealed({**most, "question": one})) <= LONGEST_SEALED)
        return next(fit, texts[-1])

    def _lines(self, question: Question) -> list[tuple[str, str]]:
        """Return what a person needs to know of it, each under our word for it."""
        acts = question_in_own_words(question) if len(question.actions) > 1 else ()
        addresses = [one.url for one in question.actions if isinstance(one, Navigate)]
        return [
            *((f"{number}.", act) for number, act in enumerate(acts, 1)),
            *((Message("Address"), visible(url, len(url))) for url in addresses),
            *((Message("Why"), why) for why in why_asked(question)),
            *others_words(question if self._says else replace(question, says="")),
        ]

    def _why_no_yes(self, question: Question) -> Message | str:
        """Return why the phone cannot approve this; empty where it can."""
        if not self._on_desk:
            return _OWN_SCREEN
        if not self._waits:
            return _AT_ONCE
        rules = {reason.rule for reason in (*question.reasons, *question.again)}
        if question.kind != "action" or question.checks or question.outgoing or rules & _NEVER:
            return _AT_COMPUTER
        targets = (question.target, *question.others, *(Target() for _ in question.actions))
        return _NOT_SHOWN if any(map(_is_unseen, question.actions, targets)) else ""

    def _publish(self) -> None:
        """Tell the phone the newest state, and again where that failed; once more, and no longer, when it is over."""
        atexit.register(self._wait_for_last)
        said = False
        while True:
            with self._news:
                self._news.wait_for(lambda: self._changed)
                self._news.wait_for(lambda: self._over, _GATHER_S)
                self._changed, over, state = False, self._over, dict(self._state)
            try:
                self._publish_state(state, _LAST_WITHIN_S if over else 2 * _AGAIN_S)
            except TopicError as error:
                if not said:
                    self._say(Message("Can't send to the paired phone: {why}", why=error.message))
                said = True
                with self._news:
                    self._news.wait_for(lambda: self._over, _AGAIN_S)
                    self._changed = self._changed or not over
            if over:
                break
        atexit.unregister(self._wait_for_last)
        with self._news:
            self._changed = False
            self._news.notify_all()

    def _publish_state(self, state: Mapping[str, object], within_s: float) -> None:
        if read_pairing(self._environment) == self._pairing:
            self._number = max(time.time_ns() // 1_000_000, self._number + 1)
            self._topic.publish(self._sealed({"n": self._number, **state}), within_s)

    def _sealed(self, state: Mapping[str, object]) -> str:
        return sealed(self._pairing.to_phone, "to phone", state)

    def _wait_for_last(self) -> None:
        """Let the end still be told where the process ends with the run."""
        with self._news:
            if self._over:
                self._news.wait_for(lambda: not self._changed, _LAST_WITHIN_S)


class AroundApprover:
    """Asks as another one does; who adds something to that overrides how it decides and replies."""

    def __init__(self, approver: Approver) -> None:
        self._approver = approver

    @property
    def answers_words(self) -> bool:
        """Tell what the other one tells."""
        return self._approver.answers_words

    @property
    def admits(self) -> bool:
        """Tell what the other one tells."""
        return getattr(self._approver, "admits", False)

    async def hand_back(self, reason: str) -> str | None:
        """Hand back as the other one does."""
        return await self._approver.hand_back(reason)


class _AnsweredApprover(AroundApprover):
    """The phone may answer first."""

    def __init__(self, approver: Approver, phone: RunPhone) -> None:
        super().__init__(approver)
        self._phone = phone

    async def decide(self, question: Question) -> Answer:
        answer = await self._phone.answered(question, lambda: self._approver.decide(question))
        return answer if isinstance(answer, Answer) else Rejected(by="policy")

    async def reply(self, question: str) -> str | None:
        answer = await self._phone.answered(question, lambda: self._approver.reply(question))
        return answer if isinstance(answer, str) else None


def _is_unseen(action: Action, target: Target) -> bool:
    """Tell whether words alone don't show what an action does: it types, calls something, or goes to a bare point."""
    return isinstance(action, Type | Invoke) or bool(points_of(action) and not target.name)


def _json(form: Mapping[str, object]) -> str:
    return json.dumps(form, ensure_ascii=False)
