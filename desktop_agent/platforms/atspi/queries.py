"""One query of a program: each question is asked once, and not again while nothing has changed.

Since when that is, the caller says. Where no moment is named everything is asked. What lasts is what a picture would
show to be another: where a link leads, what stands in a field, which page it is and what a program finds at a point are
asked every time, and so are the states where the keyboard is looked for, which moves unseen.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus


Reference = tuple[str, str]  # bus name and path of an object
Answer = list[Any]  # an answer; empty where an object reports nothing, or nothing that can be read, or has gone
OnAnswered = Callable[[bool], None]  # whether it was the program itself, and not the bus
ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
EXTENTS = "GetExtents"
AT_POINT = "GetAccessibleAtPoint"
_OF_THE_BUS = frozenset({"org.a11y.atspi.Registry", "org.freedesktop.DBus"})
_AT_ONCE = 64
_MOST_REMEMBERED = 20_000
_Key = tuple[Reference, str, str, str]
_LASTING = frozenset({"GetState", "GetRoleName", "GetRole", "GetChildren", EXTENTS})
# The types of answers, as D-Bus writes them; an “i” stands for a number of any width.
_NUMBERS = str.maketrans(dict.fromkeys("nquxt", "i") | {"o": "s"})
_SHAPES: Mapping[str, str] = {
    "GetChildren": "a(ss)", "GetMatches": "a(ss)", "GetAccessibleAtPoint": "(ss)", "GetSelectedChild": "(ss)",
    "GetRole": "i", "GetRoleName": "s", "GetState": "ai", "GetExtents": "(iiii)", "GetAttributes": "a{ss}",
    "GetText": "s", "GetOffsetAtPoint": "i", "GetRangeExtents": "iiii", "GetNSelections": "i", "GetSelection": "ii",
    "GetURI": "s", "GetConnectionUnixProcessID": "i", "GetName": "s", "GetRelationSet": "a(ia(ss))",
    "GetAccessibleAt": "(ss)", "GetKeyBinding": "s",
}  # fmt: skip
_PROPERTY_SHAPES: Mapping[str, str] = {
    "Name": "s", "Description": "s", "ToolkitName": "s", "Parent": "(ss)", "ChildCount": "i", "CharacterCount": "i",
    "CaretOffset": "i", "NSelectedChildren": "i",
}  # fmt: skip
_PROGRAM = "/org/a11y/atspi/accessible/root"  # the object that holds a program's windows


class AnswerCache:
    """What programs answered last, and when that was asked, by the monotonic clock; the oldest are forgotten."""

    def __init__(self) -> None:
        self._answers: dict[_Key, tuple[Answer, float]] = {}

    def note(self, key: _Key, answer: Answer, asked_at: float) -> None:
        """Take note of an answer to what was asked then."""
        if not _is_cacheable(key, answer):
            return
        self._answers.pop(key, None)
        self._answers[key] = answer, asked_at
        while len(self._answers) > _MOST_REMEMBERED:
            del self._answers[next(iter(self._answers))]

    def answer_since(self, key: _Key, since: float) -> Answer | None:
        """Return an answer that lasts while nothing changes, if it was asked for since then; None without any."""
        known = self._answers.get(key)
        return known[0] if known and known[1] >= since else None


class AccessibilityQueries:
    """The questions of one look at a program; for one event loop."""

    def __init__(
        self,
        bus: MessageBus,
        memory: AnswerCache,
        since: float = math.inf,
        *,
        keys: bool = False,
        may_change_kind: bool = False,
    ) -> None:
        """Take from when on answers count as those of now, by the monotonic clock.

        `keys`: the keyboard is looked for, so that states and the program's windows are asked again. `may_change_kind`:
        an object can become another kind of control, as in a page; elsewhere none does.
        """
        self._bus = bus
        self._memory = memory
        self.since = since
        self._keys = keys
        self._may_change_kind = may_change_kind
        # More at once than the socket takes, and dbus-fast fails instead of waiting.
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._started: dict[_Key, asyncio.Task[Answer]] = {}
        self.answered: OnAnswered = ignore_answer

    async def ask(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> Answer:
        """Return the answer."""
        key = (of, interface, member, str(words))
        known = self._cached_answer(key)
        if known is not None:
            return known
        task = self._started.get(key)
        if task is None:
            task = asyncio.create_task(self._call(key, signature, words))
            self._started[key] = task
        return await asyncio.shield(task)  # an asker that gives up leaves it to the others, and to `close`

    def without_answers(self) -> AccessibilityQueries:
        """Return one that has asked nothing yet."""
        again = AccessibilityQueries(
            self._bus, self._memory, self.since, keys=self._keys, may_change_kind=self._may_change_kind
        )
        again.answered = self._report_answered
        return again

    def close(self) -> None:
        """End what was asked in vain."""
        for task in self._started.values():
            task.add_done_callback(_retrieve_exception)
            task.cancel()

    def _cached_answer(self, key: _Key) -> Answer | None:
        """Return an answer of before that still is the one of now."""
        (_, path), _, member, _ = key
        if self._keys and (member == "GetState" or (member == "GetChildren" and path == _PROGRAM)):
            return None
        return self._memory.answer_since(key, self.since if member != "GetRole" or self._may_change_kind else 0.0)

    def _report_answered(self, by_program: bool) -> None:  # noqa: FBT001 - as what it calls
        self.answered(by_program)

    async def _call(self, key: _Key, signature: str, words: tuple[object, ...]) -> Answer:
        from dbus_fast import Message, MessageType

        of, interface, member, _ = key
        try:
            question = Message(of[0], of[1], interface, member, signature=signature, body=list(words))
        except (ValueError, TypeError):
            return []  # another object has named one that cannot be: an address that is none
        async with self._turns:
            asked_at = time.monotonic()
            reply = await self._bus.call(question)
        self.answered(of[0] not in _OF_THE_BUS)
        is_readable = (
            reply and reply.message_type is MessageType.METHOD_RETURN and _has_expected_types(reply, member, words)
        )
        answer = list(reply.body) if reply and is_readable else []
        self._memory.note(key, answer, asked_at)
        return answer


def _has_expected_types(reply: Message, member: str, words: tuple[object, ...]) -> bool:
    """Return whether an answer has the types that belong to its question: a program may answer anything."""
    if member != "Get":
        return _widened_signature(reply.signature) == _SHAPES.get(member)
    return _widened_signature(reply.signature) == "v" and _widened_signature(
        reply.body[0].signature
    ) == _PROPERTY_SHAPES.get(str(words[-1]))


def _widened_signature(signature: str) -> str:
    """Return the types of an answer, whatever the width of its numbers."""
    return signature.translate(_NUMBERS)


def _is_cacheable(key: _Key, answer: Answer) -> bool:
    """Return whether an answer holds while nothing changes: not that there is nothing, as a tree may yet be built."""
    _, _, member, words = key
    if not answer or (member == "GetChildren" and not answer[0]):
        return False
    return member in _LASTING or (member == "Get" and ACCESSIBLE in words)


def ignore_answer(_by_program: bool) -> None:  # noqa: FBT001 - the one word of it
    """Do nothing."""


def _retrieve_exception(task: asyncio.Task[Answer]) -> None:
    if not task.cancelled():
        task.exception()
