"""One look at a program: each question is asked once, and those that its last answers lead to are asked all at once.

A walk through a tree asks level by level, and each level costs a busy program's time to answer. So every look is
rehearsed on what the program told last, and all that is asked there goes out before the first answer comes. Nothing is
decided by what was told last: the walk itself goes by the answers of now, and asks for whatever the rehearsal missed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from desktop_agent.core.geometry import Rect, ScreenPoint

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

Reference = tuple[str, str]  # bus name and path of an object
Told = list[Any]  # an answer; empty where an object tells nothing, or has gone
OnAnswered = Callable[[bool], None]  # whether it was the program itself, and not the bus
COMPONENT, EXTENTS, AT_POINT = "org.a11y.atspi.Component", "GetExtents", "GetAccessibleAtPoint"
_OF_THE_BUS = frozenset({"org.a11y.atspi.Registry", "org.freedesktop.DBus"})
_AT_ONCE = 64
_MOST_REMEMBERED = 20_000
_MOST_FOUND = 200
_Key = tuple[Reference, str, str, str]


class Questions(Protocol):
    """What is asked of programs."""

    def begin(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> None:
        """Ask without waiting."""

    async def ask(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> Told:
        """Return the answer."""

    def expected(self, of: Reference, interface: str, member: str) -> Told | None:
        """Return the last answer to a question; None where there was none."""

    def anew(self) -> Questions:
        """Return one that has asked nothing yet."""


class LastAnswers:
    """What programs told last. It says what is worth asking; nothing is decided by it."""

    def __init__(self) -> None:
        self._answers: dict[_Key, Told] = {}
        self._found: dict[Reference, dict[Reference, None]] = {}  # by whom it was found at a point, the latest last

    def note(self, key: _Key, answer: Told) -> None:
        """Take note of an answer; the oldest are forgotten."""
        of, _, member, _ = key
        if member == AT_POINT:
            found = self._found.setdefault(of, {})
            if answer:
                one = (str(answer[0][0]), str(answer[0][1]))
                found.pop(one, None)
                found[one] = None
                _forget_oldest(found, _MOST_FOUND)
            _forget_oldest(self._found, _MOST_REMEMBERED)
            return
        self._answers.pop(key, None)
        self._answers[key] = answer
        _forget_oldest(self._answers, _MOST_REMEMBERED)

    def last(self, key: _Key) -> Told | None:
        """Return an answer."""
        return self._answers.get(key)

    def likely_at(self, of: Reference, at: ScreenPoint) -> Told:
        """Return what an object most likely finds at a point: the smallest of what it has found, by its last place."""
        placed = [(box.width * box.height, one) for one in self._found.get(of, ()) if (box := self._box(one, at))]
        return [min(placed)[1]] if placed else []

    def _box(self, of: Reference, at: ScreenPoint) -> Rect | None:
        answer = self.last((of, COMPONENT, EXTENTS, "(0,)"))
        box = Rect(*map(int, answer[0])) if answer else None
        return box if box and box.contains(at) else None


class ProgramLook:
    """The questions of one look at a program; for one event loop."""

    def __init__(self, bus: MessageBus, memory: LastAnswers) -> None:
        self._bus, self._memory = bus, memory
        # More at once than the socket takes, and dbus-fast fails instead of waiting.
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._begun: dict[_Key, asyncio.Task[Told]] = {}
        self.answered: OnAnswered = nobody_hears

    def begin(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> None:
        """Ask without waiting."""
        self._task((of, interface, member, str(words)), signature, words)

    async def ask(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> Told:
        """Return the answer."""
        return await self._task((of, interface, member, str(words)), signature, words)

    def expected(self, of: Reference, interface: str, member: str) -> Told | None:
        """Return the last answer to a question."""
        return self._memory.last((of, interface, member, "()"))

    def anew(self) -> ProgramLook:
        """Return one that has asked nothing yet."""
        again = ProgramLook(self._bus, self._memory)
        again.answered = self._heard
        return again

    def rehearsal(self) -> Rehearsal:
        """Return what answers from memory, and asks meanwhile."""
        return Rehearsal(self, self._memory)

    def close(self) -> None:
        """End what was asked in vain."""
        for task in self._begun.values():
            task.add_done_callback(_forget)
            task.cancel()

    def _task(self, key: _Key, signature: str, words: tuple[object, ...]) -> asyncio.Task[Told]:
        task = self._begun.get(key)
        if task is None:
            self._begun[key] = task = asyncio.create_task(self._answer(key, signature, words))
        return task

    def _heard(self, by_program: bool) -> None:  # noqa: FBT001 - as what it calls
        self.answered(by_program)

    async def _answer(self, key: _Key, signature: str, words: tuple[object, ...]) -> Told:
        from dbus_fast import Message, MessageType

        of, interface, member, _ = key
        question = Message(of[0], of[1], interface, member, signature=signature, body=list(words))
        async with self._turns:
            reply = await self._bus.call(question)
        self.answered(of[0] not in _OF_THE_BUS)
        answer = list(reply.body) if reply and reply.message_type is MessageType.METHOD_RETURN else []
        self._memory.note(key, answer)
        return answer


class Rehearsal:
    """Answers as the program did last, and begins to ask all of it."""

    def __init__(self, look: ProgramLook, memory: LastAnswers, *, begins: bool = True) -> None:
        self._look, self._memory, self._begins = look, memory, begins

    def begin(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> None:
        """Ask without waiting."""
        if self._begins:
            self._look.begin(of, interface, member, signature, *words)

    async def ask(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> Told:
        """Return what was told last."""
        self.begin(of, interface, member, signature, *words)
        match member, words:
            case "GetAccessibleAtPoint", (int(x), int(y), *_):
                return self._memory.likely_at(of, ScreenPoint(x, y))
            case _:
                return self._memory.last((of, interface, member, str(words))) or []

    def expected(self, of: Reference, interface: str, member: str) -> Told | None:
        """Return the last answer to a question."""
        return self._look.expected(of, interface, member)

    def anew(self) -> Rehearsal:
        """Return one that asks nothing: what is to be asked again has its time."""
        return Rehearsal(self._look, self._memory, begins=False)


def nobody_hears(_by_program: bool) -> None:  # noqa: FBT001 - the one word of it
    """Do nothing."""


def _forget(task: asyncio.Task[Told]) -> None:
    if not task.cancelled():
        task.exception()


def _forget_oldest(remembered: dict[Any, Any], most: int) -> None:
    while len(remembered) > most:
        del remembered[next(iter(remembered))]
