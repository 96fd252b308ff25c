"""One look at a program: each question is asked once, and those that its last answers lead to are asked all at once.

A walk through a tree asks level by level, and each level costs a busy program's time to answer. So every look is
rehearsed on what the program told last, and all that is asked there goes out before the first answer comes. Nothing is
decided by what was told last: the walk itself goes by the answers of now, and asks for whatever the rehearsal missed.

Answers of now are those told since a moment that the caller names: one up to which nothing has changed there. Where no
moment is named they are asked for.
"""

from __future__ import annotations

import asyncio
import math
import time
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
# What holds for as long as nothing has changed on the screen. Where a link leads, what stands in a field, which page it
# is and what a program finds are asked every time: no picture shows that they are others.
_LASTING = frozenset({"GetState", "GetRoleName", "GetRole", "GetChildren", EXTENTS})
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_PROGRAM = "/org/a11y/atspi/accessible/root"  # the object that holds a program's windows
_PASS_S = 0.1  # so long the answers of one pass hold for the next one of the same look


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

    @property
    def seen_since(self) -> float:
        """Return since when the window looks as it does, by the monotonic clock; a time to come where that changed."""


class LastAnswers:
    """What programs told last, and when. It says what is worth asking; nothing is decided by what is out of date."""

    def __init__(self) -> None:
        self._answers: dict[_Key, tuple[Told, float]] = {}
        self.around_pages = set[Reference]()  # a browser's own objects: no page changes them
        self._found: dict[Reference, dict[Reference, None]] = {}  # by whom it was found at a point, the latest last

    def note(self, key: _Key, answer: Told, asked_at: float) -> None:
        """Take note of an answer to what was asked then, by the monotonic clock; the oldest are forgotten."""
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
        self._answers[key] = answer, asked_at
        _forget_oldest(self._answers, _MOST_REMEMBERED)

    def last(self, key: _Key) -> Told | None:
        """Return an answer."""
        known = self._answers.get(key)
        return known[0] if known else None

    def told_since(self, key: _Key, since: float) -> Told | None:
        """Return an answer that lasts while nothing changes, if it was asked for since then; None without any."""
        known = self._answers.get(key)
        return known[0] if known and known[1] >= since and _lasts(key, known[0]) else None

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

    def __init__(
        self,
        bus: MessageBus,
        memory: LastAnswers,
        since: float = math.inf,
        *,
        around_pages: float = math.inf,
        keys: bool = False,
    ) -> None:
        """Take from when on answers count as those of now, by the monotonic clock, and those of what holds pages.

        `keys`: the keyboard is looked for, which moves unseen, so that states and the program's windows are asked anew.
        """
        self._bus, self._memory, self._since, self._around_pages = bus, memory, since, around_pages
        self._keys = keys
        # More at once than the socket takes, and dbus-fast fails instead of waiting.
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._begun: dict[_Key, asyncio.Task[Told]] = {}
        self.answered: OnAnswered = nobody_hears

    def begin(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> None:
        """Ask without waiting."""
        key = (of, interface, member, str(words))
        if self._known(key) is None:
            self._task(key, signature, words)

    async def ask(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> Told:
        """Return the answer."""
        key = (of, interface, member, str(words))
        known = self._known(key)
        return await self._task(key, signature, words) if known is None else known

    def expected(self, of: Reference, interface: str, member: str) -> Told | None:
        """Return the last answer to a question."""
        return self._memory.last((of, interface, member, "()"))

    def anew(self) -> ProgramLook:
        """Return one that has asked nothing yet but what lasts for a moment."""
        since = min(self._since, time.monotonic() - _PASS_S)
        again = ProgramLook(self._bus, self._memory, since, around_pages=self._around_pages, keys=self._keys)
        again.answered = self._heard
        return again

    @property
    def seen_since(self) -> float:
        """Return since when the window looks as it does."""
        return self._around_pages

    def rehearsal(self) -> Rehearsal:
        """Return what answers from memory, and asks meanwhile."""
        return Rehearsal(self, self._memory)

    def close(self) -> None:
        """End what was asked in vain."""
        for task in self._begun.values():
            task.add_done_callback(_forget)
            task.cancel()

    def _known(self, key: _Key) -> Told | None:
        """Return an answer of before that still is the one of now."""
        (_, path), _, member, _ = key
        if self._keys and (member == "GetState" or (member == "GetChildren" and path == _PROGRAM)):
            return None
        is_own = key[0] in self._memory.around_pages or key[0][0] in _OF_THE_BUS
        since = min(self._since, self._around_pages) if is_own else self._since
        return self._memory.told_since(key, since)

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
            asked_at = time.monotonic()
            reply = await self._bus.call(question)
        self.answered(of[0] not in _OF_THE_BUS)
        answer = list(reply.body) if reply and reply.message_type is MessageType.METHOD_RETURN else []
        self._memory.note(key, answer, asked_at)
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

    @property
    def seen_since(self) -> float:
        """Return since when the window looks as it does."""
        return self._look.seen_since

    def anew(self) -> Rehearsal:
        """Return one that asks nothing: what is to be asked again has its time."""
        return Rehearsal(self._look, self._memory, begins=False)


def _lasts(key: _Key, answer: Told) -> bool:
    """Tell whether an answer holds while nothing changes: not that there is nothing, as a tree may yet be built."""
    _, _, member, words = key
    if not answer or (member in {"GetChildren", EXTENTS} and not any(answer[0])):
        return False
    return member in _LASTING or (member == "Get" and _ACCESSIBLE in words)


def nobody_hears(_by_program: bool) -> None:  # noqa: FBT001 - the one word of it
    """Do nothing."""


def _forget(task: asyncio.Task[Told]) -> None:
    if not task.cancelled():
        task.exception()


def _forget_oldest(remembered: dict[Any, Any], most: int) -> None:
    while len(remembered) > most:
        del remembered[next(iter(remembered))]
