"""The scripted model: gives the answers of a script in order, each to the first request that it is meant for."""

from __future__ import annotations

import threading

from desktop_agent.devserver.dialects import DEFAULT
from desktop_agent.devserver.script.read import Entry, Script
from desktop_agent.devserver.script.wording import items_of
from desktop_agent.devserver.wire.parsed_request import ParsedRequest, newest_words
from desktop_agent.devserver.wire.problem import BadRequestError
from desktop_agent.devserver.wire.record import Record
from desktop_agent.devserver.wire.responder import ModelAnswer, Thought
from desktop_agent.devserver.wire.wording import usage

_PICTURE = (1280, 800)  # nobody looks at the pictures; the tokens they would cost are counted as for this size


class ScriptedModel:
    """Answers by a script, whatever is on the picture."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._lock = threading.Lock()
        self._left = [entry.times for entry in script.answers]

    def consider(self, asked: ParsedRequest, before: Record | None) -> Thought:
        """Take the next answer for a request.

        Raises:
            BadRequestError: there is none left, or the dialect has no word for it; then it is not taken.
        """
        words = newest_words(asked.items) or (before.words if before else None) or ""
        dialect = asked.dialect or (before.dialect if before else None) or DEFAULT
        with self._lock:
            at = self._next(words)
            entry = self._script.answers[at]
            said = [items_of(line, dialect, offers_done=asked.offers_done) for line in entry.lines or ()]
            self._take(at)
        if entry.lines is None:
            return Thought(dialect, None, manners=entry.manners)
        items = [item for some in said for item in some]
        spent = usage(asked.raw, asked.display or _PICTURE, items, dialect)
        answer = ModelAnswer(items, spent, over=entry.response)
        return Thought(
            dialect, lambda _: answer, asked.display, entry.manners,
            queued_s=entry.queued_s, thinks_s=entry.thinks_s, forgets=entry.forgets,
        )  # fmt: skip

    def _next(self, words: str) -> int:
        for _ in range(2 if self._script.loop else 1):
            for at, entry in enumerate(self._script.answers):
                if self._left[at] != 0 and _meant(entry, words):
                    return at
            if self._script.loop:
                self._left = [entry.times for entry in self._script.answers]
        message = "The script has no answer for this request (any more)."
        raise BadRequestError(message, code="script_over")

    def _take(self, at: int) -> None:
        left = self._left[at]
        if left is not None:
            self._left[at] = left - 1


def _meant(entry: Entry, words: str) -> bool:
    return entry.when is None or entry.when.casefold() in words.casefold()
