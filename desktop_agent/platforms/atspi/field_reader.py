"""Tells what has come into a field, by AT-SPI's text interface, from a thread that a hanging program cannot hold.

It counts: the text is what the field holds more than before, from where the caret or the marked part was. What was in
the field before is never read.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_agent.core.field_text import FieldMark
from desktop_agent.lib.dbus import LoopThread, disconnect
from desktop_agent.platforms.atspi.look import Reference
from desktop_agent.screen.accessible_nodes import EDITABLE, FOCUSED, MULTI_LINE

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

WITHIN_S = 0.05  # for one question of the caller's
_MOST_CHARACTERS = 20_000
_MOST_LINES = 200
_ACCESSIBLE, _TEXT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Text"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SECRET_ROLE, _PARAGRAPH_ROLE = 40, 73
# Passwords and terminals; and icons, list items, cells, tree items, where typing begins an edit somewhere else.
_UNTOLD_ROLES = frozenset({_SECRET_ROLE, 60, 26, 32, 56, 91})
_PART = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a part of the field that is an object of its own
T = TypeVar("T")
_log = logging.getLogger(__name__)


class BusThread:
    """One bus and its event loop; whoever asks waits for the answer."""

    def __init__(self, connect: Callable[[], Coroutine[Any, Any, MessageBus]], *, name: str) -> None:
        """Start nothing yet."""
        self._connect = connect
        # A bus that ends is no more than a bus that tells nothing.
        self._thread = LoopThread(name, lambda context: _log.debug("Accessibility: %s", context["message"]))
        self._bus: Future[MessageBus] | None = None
        self._is_closed = False

    def start(self) -> None:
        """Connect without waiting; until then nothing is known."""
        if self._bus is None and not self._is_closed:
            self._thread.start()
            self._bus = self._thread.begin(self._connect())

    def ask(
        self, question: Callable[[MessageBus], Coroutine[Any, Any, T]], *, connected_within_s: float = 0.0
    ) -> T | None:
        """Return what comes of a question, which limits its own time; None where the bus does not tell."""
        if self._bus is None or self._is_closed:
            return None
        try:
            bus = self._bus.result(connected_within_s)
            return self._thread.do(question(bus))
        except Exception:
            # A bus that is missing, full or foreign fails in many ways; each means that nothing is known.
            return None

    def close(self) -> None:
        """Call off what is asked, disconnect, and end the thread."""
        self._is_closed = True
        bus = self._bus
        self._thread.end(None if bus is None else lambda: disconnect(bus.result(0)))


class FieldReader:
    """Asks the fields that `recent` names, the latest first, for the one that has the keyboard."""

    def __init__(
        self, connect: Callable[[], Coroutine[Any, Any, MessageBus]], recent: Callable[[], Sequence[Reference]]
    ) -> None:
        self._bus, self._recent = BusThread(connect, name="field-reader"), recent

    def start(self) -> None:
        """Connect without waiting; until then nothing is known."""
        self._bus.start()

    def mark(self) -> FieldMark | None:
        """Return where text will go in now; None where no program tells in time."""
        return self._answer(lambda texts: texts.mark(tuple(self._recent())))

    def since(self, mark: FieldMark, text: str) -> str | None:
        """Return what has come in since; `text` itself where it stands right before the caret."""
        return self._answer(lambda texts: texts.since(mark, text))

    def offers_more(self, mark: FieldMark, text: str) -> bool:
        """Tell whether what is marked stands right behind `text`; what it says is not read."""
        return bool(self._answer(lambda texts: texts.offers_more(mark, text)))

    def close(self) -> None:
        """Disconnect and end the thread."""
        self._bus.close()

    def _answer(self, ask: Callable[[_Texts], Coroutine[Any, Any, T | None]]) -> T | None:
        return self._bus.ask(lambda bus: asyncio.wait_for(ask(_Texts(bus)), WITHIN_S))


class _Texts:
    """Questions about texts on one bus."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus

    async def mark(self, fields: Sequence[Reference]) -> FieldMark | None:
        states = await asyncio.gather(*(self._states(field) for field in fields))
        having = [(field, bits) for field, bits in zip(fields, states, strict=True) if _takes_text(bits)]
        if not having:
            return None
        field, bits = having[0]
        role, length, (start, end) = await asyncio.gather(self._role(field), self._length(field), self._marked(field))
        if role in _UNTOLD_ROLES or length is None or start < 0:
            return None
        return FieldMark(field, length, start, end, bool(bits >> MULTI_LINE & 1) or role == _PARAGRAPH_ROLE)

    async def since(self, mark: FieldMark, text: str) -> str | None:
        if "\n" in text and await self._role(mark.field) == _PARAGRAPH_ROLE:
            return await self._paragraphs_since(mark, text)
        states, length, (caret, _) = await asyncio.gather(
            self._states(mark.field), self._length(mark.field), self._marked(mark.field)
        )
        if not _takes_text(states) or length is None:
            return None
        more = length - mark.length + mark.end - mark.start
        if not 0 < more <= _MOST_CHARACTERS:
            return "" if more == 0 else None
        came, before_caret = await asyncio.gather(
            self._text(mark.field, mark.start, mark.start + more),
            self._text(mark.field, max(0, caret - len(text)), caret),
        )
        if text in {came, before_caret} and length != mark.length:
            return text
        return None if came is None or _PART in came else came

    async def offers_more(self, mark: FieldMark, text: str) -> bool:
        states, (start, end) = await asyncio.gather(self._states(mark.field), self._marked(mark.field))
        if not _takes_text(states) or not mark.start < start < end:
            return False
        return await self._text(mark.field, max(0, start - len(text)), start) == text

    async def _paragraphs_since(self, mark: FieldMark, text: str) -> str | None:
        """Return what has come in where each line is an object of its own, beside the first."""
        (index,) = await self._ask(mark.field, _ACCESSIBLE, "GetIndexInParent") or (-1,)
        parent = await self._property(mark.field, _ACCESSIBLE, "Parent")
        ends = index + text.count("\n")
        if index < 0 or parent is None or ends - index > _MOST_LINES:
            return None
        holder = (str(parent[0]), str(parent[1]))
        asked = (self._ask(holder, _ACCESSIBLE, "GetChildAtIndex", "i", at) for at in range(index + 1, ends + 1))
        rest = [(str(one[0][0]), str(one[0][1])) for one in await asyncio.gather(*asked) if one]
        # Writer counts fewer characters in a paragraph than it has once others came behind it, and reads backwards from
        # the place of the caret then: into what was in the field before.
        length = await self._length(mark.field)
        if length is None or length < mark.start:
            return None
        first = self._text(mark.field, mark.start, length)
        lines = await asyncio.gather(first, *(self._text(one, 0, -1) for one in rest))
        if not rest or not _takes_text(await self._states(rest[-1])) or None in lines:
            return None
        came, behind = "\n".join(map(str, lines)), mark.length - mark.end
        return came[: len(came) - behind]

    async def _states(self, of: Reference) -> int:
        answer = await self._ask(of, _ACCESSIBLE, "GetState")
        return sum(int(word) << 32 * n for n, word in enumerate(answer[0])) if answer else 0

    async def _role(self, of: Reference) -> int:
        answer = await self._ask(of, _ACCESSIBLE, "GetRole")
        return int(answer[0]) if answer else _SECRET_ROLE

    async def _length(self, of: Reference) -> int | None:
        length = await self._property(of, _TEXT, "CharacterCount")
        return None if length is None else int(length)

    async def _marked(self, of: Reference) -> tuple[int, int]:
        """Return the part that is marked, or where the caret is; -1 where that is not told."""
        caret, count, marked = await asyncio.gather(
            self._property(of, _TEXT, "CaretOffset"),
            self._ask(of, _TEXT, "GetNSelections"),
            self._ask(of, _TEXT, "GetSelection", "i", 0),
        )
        if count and int(count[0]) > 0 and marked:
            return min(marked), max(marked)
        return (-1, -1) if caret is None else (int(caret), int(caret))

    async def _text(self, of: Reference, start: int, end: int) -> str | None:
        answer = await self._ask(of, _TEXT, "GetText", "ii", start, end)
        return str(answer[0]) if answer else None

    async def _property(self, of: Reference, interface: str, name: str) -> Any:  # noqa: ANN401 - whatever the bus says
        answer = await self._ask(of, _PROPERTIES, "Get", "ss", interface, name)
        return answer[0].value if answer else None

    async def _ask(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> list[Any]:
        from dbus_fast import Message, MessageType

        question = Message(of[0], of[1], interface, member, signature=signature, body=list(words))
        answer = await self._bus.call(question)
        return list(answer.body) if answer and answer.message_type is MessageType.METHOD_RETURN else []


def _takes_text(states: int) -> bool:
    return bool(states >> FOCUSED & 1 and states >> EDITABLE & 1)
