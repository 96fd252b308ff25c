"""The answers of a vendor's loop, whose calls come one at a time: which of them may be done, and what was.

A model plans the calls of an answer as one sequence, so a call is done only if every call before it was: a text after a
click that didn't happen would go to whatever has the keyboard. In our own loop one call follows the other. A vendor's
may leave a call out that it doesn't know, or keep one until its own question is answered, or carry out the calls of one
answer side by side. So an adapter passes the whole answer on as soon as the SDK shows it. What can't be known to have
been done counts as not done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_agent.core.runs.turn import NOT_REACHED
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.reading.calls import ListedCall, listed_calls
from desktop_agent.model.reading.turn import NOT_COMPLETE

_UNKNOWN_ANSWER = "This wasn't carried out because the answer that it belongs to isn't known."
_AMBIGUOUS = "This wasn't carried out because its id isn't the only one of its kind in the answer."


@dataclass(slots=True)
class _Answer:
    """The calls of an answer in the model's order, those that were done, and those that were tried here in vain."""

    calls: Sequence[ListedCall] = ()
    done: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)


class Answers:
    """The answers of one loop, each under a name of its own."""

    def __init__(self, dialect: str) -> None:
        self._api = dialect_named(dialect).api
        self._answers = dict[str, _Answer]()
        self._newest = _Answer()

    def take(self, name: str, answer: JsonItem, done: Iterable[str] = ()) -> Sequence[ListedCall]:
        """Take an answer as the vendor's API has it, or more of the same one; the calls that come next are its calls.

        `done` are calls of other tools that were done. Returns all its calls.
        """
        output = self._api.response(answer).get("output")
        calls = listed_calls(output if isinstance(output, list) else [])
        before = self._answers.get(name, _Answer())
        by_server = {call.call_id for call in calls if call.is_done}
        self._newest = _Answer(calls, {*before.done, *by_server, *done}, before.failed)
        self._answers[name] = self._newest
        return calls

    def why_not(self, call_id: str) -> str:
        """Return why a call of the newest answer may not be done, for the model; empty if it may."""
        answer = self._newest
        ids = [call.call_id for call in answer.calls]
        if call_id not in ids:
            return _UNKNOWN_ANSWER
        place = ids.index(call_id)
        if not answer.calls[place].is_complete:
            return NOT_COMPLETE
        obstacle = next((call for call in answer.calls[:place] if call.call_id not in answer.done), None)
        if obstacle is None:
            return "" if ids.count(call_id) == 1 else _AMBIGUOUS
        if obstacle.call_id in answer.failed:
            return NOT_REACHED
        return (
            f"This wasn't carried out: before it, in the same answer, is another call ({obstacle.name}) "
            "that wasn't done, or isn't known to be. If it's still needed, request it again."
        )

    def note(self, call_id: str, *, is_done: bool) -> None:
        """Note what came of a call of the newest answer."""
        if is_done:
            self._newest.done.add(call_id)
        else:
            self._newest.done.discard(call_id)
            self._newest.failed.add(call_id)
