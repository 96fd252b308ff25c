"""What a person is told who is away, and its form as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from desktop_agent.core.events import EXIT_CODES, Status
from desktop_agent.core.message import Message, form_of, message_of
from desktop_agent.record.wording import status_wording

Reason = Literal["ask", "end", "notice", "test"]
Details = Literal["none", "task", "message"]
_TIME_OF_ID = len("20261126-101500")  # by which commands find a run, too
LONGEST = 1_000  # characters of a task or a message
_TITLES: Mapping[Reason, Message] = {
    "ask": Message("Desktop Agent asks"),
    "notice": Message("Desktop Agent has something to tell you"),
    "test": Message("Test notification from Desktop Agent"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """Why a person is told, of which run, and with the details that they have chosen.

    `status` is how the run ended, `waits` whether what its desk has changed waits for the person. `message` is what is
    asked, how it ended in words, or what else there is to tell.
    """

    reason: Reason
    run: str = ""
    status: Status | None = None
    task: str = ""
    message: str = ""
    waits: bool = False

    def with_details(self, details: Details) -> Notice:
        """Return the notice with no more than these details; a run's id has words of its task in it."""
        task = "" if details == "none" else self.task
        message = self.message if details == "message" else ""
        run = self.run if task else self.run[:_TIME_OF_ID]
        return replace(self, run=run, task=_short(task), message=_short(message))

    @property
    def title(self) -> Message:
        """Return what there is to tell, in one line."""
        if self.status is None:
            return _TITLES.get(self.reason, _TITLES["notice"])
        word = status_wording(self.status).word
        if self.waits:
            return Message("A task has ended: {status}. Its changes are waiting for your review", status=word)
        return Message("A task has ended: {status}", status=word)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the rest: of which run, and the details."""
        run = (Message("Run {run}", run=self.run),) if self.run else ()
        return (*run, *filter(None, (self.task, self.message)))

    def as_json(self) -> dict[str, object]:
        """Return the notice for a program, in English; what is empty is left out."""
        said: dict[str, object] = {"run": self.run, "status": self.status, "waits": self.waits}
        said |= {"task": self.task, "message": str(self.message)}
        return {
            "event": self.reason,
            "title": str(self.title),
            **{name: value for name, value in said.items() if value},
        }

    def form(self) -> dict[str, object]:
        """Return the notice as it goes to another process of this program: a message of ours stays one."""
        message = form_of(self.message) if isinstance(self.message, Message) else self.message
        known = {"reason": self.reason, "run": self.run, "status": self.status, "task": self.task}
        return {**known, "message": message, "waits": self.waits}


def notice_of(form: Mapping[str, object]) -> Notice:
    """Return the notice of such a form; ValueError where it is none."""
    reason, status, message = form.get("reason"), form.get("status"), form.get("message", "")
    said = message if isinstance(message, str) else message_of(message)
    if reason not in get_args(Reason) or not (status is None or status in EXIT_CODES) or said is None:
        raise ValueError(form)
    run, task, waits = str(form.get("run", "")), str(form.get("task", "")), form.get("waits") is True
    return Notice(reason, run, status, task, said, waits)  # type: ignore[arg-type]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
