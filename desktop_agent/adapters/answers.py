"""The answers of a vendor's loop, whose calls come one at a time: which of them may be done, and what was.

A loop may leave a call out that it doesn't know, or keep one until its own question is answered, or carry out the
calls of one answer side by side. The rule is that of our own loop (`core/answer_order.py`), and needs the whole answer.
So an adapter passes it on as soon as the SDK shows it. What can't be known to have been done counts as not done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_agent.core.answer_order import NOT_REACHED, AnswerOrder
from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.reading.calls import ListedCall, listed_calls
from desktop_agent.model.reading.turn import NOT_COMPLETE

_UNKNOWN_ANSWER = "This wasn't carried out because the answer that it belongs to isn't known."
_AMBIGUOUS = "This wasn't carried out because its id isn't the only one of its kind in the answer."


@dataclass(slots=True)
class _Answer:
    """An answer: its calls, their order, and those that were tried here in vain."""

    calls: Mapping[str, ListedCall]
    order: AnswerOrder
    failed: set[str] = field(default_factory=set)


class Answers:
    """The answers of one loop, each under a name of its own."""

    def __init__(self, dialect: str) -> None:
        self._api = dialect_named(dialect).api
        self._answers = dict[str, _Answer]()
        self._newest = _Answer({}, AnswerOrder(()))

    def take(self, name: str, answer: JsonItem, done: Iterable[str] = ()) -> Sequence[ListedCall]:
        """Take an answer as the vendor's API has it, or more of the same one; the calls that come next are its calls.

        `done` are calls of other tools that were done. Returns all its calls.
        """
        output = self._api.response(answer).get("output")
        calls = listed_calls(output if isinstance(output, list) else [])
        before = self._answers.get(name)
        done_elsewhere = set(done)
        order = AnswerOrder(call.call_id for call in calls)
        for call in calls:
            was_done = before is not None and before.order.is_done(call.call_id)
            if call.is_done or was_done or call.call_id in done_elsewhere:
                order.note_done(call.call_id)
        self._newest = _Answer({call.call_id: call for call in calls}, order, before.failed if before else set())
        self._answers[name] = self._newest
        return calls

    def why_not(self, call_id: str) -> str:
        """Return why a call of the newest answer may not be done, for the model; empty if it may."""
        answer = self._newest
        call = answer.calls.get(call_id)
        if call is None:
            return _UNKNOWN_ANSWER
        if not call.is_whole:
            return NOT_COMPLETE
        obstacle = answer.order.obstacle(call_id)
        if obstacle is None:
            return "" if answer.order.is_reached(call_id) else _AMBIGUOUS
        if obstacle in answer.failed:
            return NOT_REACHED
        return (
            f"This wasn't carried out: before it, in the same answer, is another call ({answer.calls[obstacle].name}) "
            "that wasn't done, or isn't known to be. If it's still needed, request it again."
        )

    def note(self, call_id: str, *, is_done: bool) -> None:
        """Note what came of a call of the newest answer."""
        if is_done:
            self._newest.order.note_done(call_id)
        else:
            self._newest.order.note_not_done(call_id)
            self._newest.failed.add(call_id)
