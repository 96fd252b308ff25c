"""Reports what has come into a field, by AT-SPI's text interface, from a thread that a hanging program cannot hold.

It counts: the text is what the field holds more than before, from where the caret or the marked part was. What was in
the field before is read only once the field holds no more than that, to find out whether the text was removed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_agent.core.controls.role import ENTRIES, Role
from desktop_agent.core.texts.field_text import FieldMark
from desktop_agent.lib.dbus import PROPERTIES, LoopThread, disconnect
from desktop_agent.platforms.atspi.queries import COMPONENT, EXTENTS, AccessibilityQueries, AnswerCache, Reference
from desktop_agent.platforms.atspi.tree import ROLES, TEXT_AREA, Tree, TreeCache
from desktop_agent.screen.controls.accessible_nodes import EDITABLE, FOCUSED, MULTI_LINE

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

WITHIN_S = 0.05  # for one question of the caller's
MARKED_WITHIN_S = 0.5  # of a busy program, for all that says whether the field has the keyboard still
_MOST_CHARACTERS = 20_000
_DEEPEST_ENTRY = 3  # groups within a list
_MOST_ENTRIES = 200
_DEEPEST = 8  # objects within one another: paragraphs, lists, styles
_NARROWEST = 24  # pixels: one character
_IN_WINDOW = 1  # what positions count from
_TEXT = "org.a11y.atspi.Text"
# What is not reported, passwords and terminals; and where typing begins an edit somewhere else.
_UNREAD_ROLES = frozenset(
    {ROLES[0], Role.PASSWORD_TEXT, Role.TERMINAL, Role.ICON, Role.LIST_ITEM, Role.TABLE_CELL, Role.TREE_ITEM}
)
_LISTED = ENTRIES | {Role.TREE_ITEM, Role.TABLE_ROW}
_BLOCKS = frozenset({Role.PARAGRAPH, Role.HEADING, Role.BLOCK_QUOTE, Role.SECTION, Role.LIST, Role.LIST_ITEM})
_PART = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for a part of the field that is an object of its own
T = TypeVar("T")
_log = logging.getLogger(__name__)


class BusThread:
    """One bus and its event loop; the caller waits for the answer."""

    def __init__(self, connect: Callable[[], Coroutine[Any, Any, MessageBus]], *, name: str) -> None:
        """Start nothing yet."""
        self._connect = connect
        # A bus that ends is no more than a bus that reports nothing.
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
        """Return what comes of a question, which limits its own time; None where the bus does not report it."""
        if self._bus is None or self._is_closed:
            return None
        try:
            bus = self._bus.result(connected_within_s)
            return self._thread.do(question(bus))
        except Exception as error:
            _log.debug("Accessibility: a question had no answer: %s", error)
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
        self._bus = BusThread(connect, name="field-reader")
        self._recent = recent

    def start(self) -> None:
        """Connect without waiting; until then nothing is known."""
        self._bus.start()

    def mark(self) -> FieldMark | None:
        """Return where text will go in now; None where no program answers in time."""
        return self._run_query(lambda texts: texts.mark(tuple(self._recent())), MARKED_WITHIN_S)

    def since(self, mark: FieldMark, text: str) -> str | None:
        """Return what has come in since; `text` itself where it stands right before the caret."""
        # A field of many objects has many answers.
        return self._run_query(lambda texts: texts.since(mark, text), MARKED_WITHIN_S if mark.was_empty else WITHIN_S)

    def offers_more(self, mark: FieldMark, text: str) -> bool | None:
        """Return whether what is marked stands right behind `text`; what it says is not read."""
        return self._run_query(lambda texts: texts.offers_more(mark, text), WITHIN_S)

    def growth(self, mark: FieldMark) -> int | None:
        """Return how many characters have come in since; None where no program answers in time."""
        return self._run_query(lambda texts: texts.growth(mark), MARKED_WITHIN_S)

    def became(self, mark: FieldMark, text: str) -> str | None:
        """Return the text where some was entered, wherever the keyboard is; None where no program answers in time."""
        return self._run_query(lambda texts: texts.became(mark, text), MARKED_WITHIN_S if mark.was_empty else WITHIN_S)

    def has_keyboard(self, mark: FieldMark) -> bool | None:
        """Return whether the field has the keyboard; None where its program doesn't answer in time."""
        return self._run_query(lambda texts: texts.has_keyboard(mark), MARKED_WITHIN_S)

    def close(self) -> None:
        """Disconnect and end the thread."""
        self._bus.close()

    def _run_query(self, ask: Callable[[_TextQueries], Coroutine[Any, Any, T | None]], within_s: float) -> T | None:
        async def asked(bus: MessageBus) -> T | None:
            look = AccessibilityQueries(bus, AnswerCache())
            try:
                async with asyncio.timeout(within_s):
                    return await ask(_TextQueries(look))
            finally:
                look.close()

        return self._bus.ask(asked)


class _TextQueries:
    """Questions about texts in one look at the programs."""

    def __init__(self, look: AccessibilityQueries) -> None:
        self._look = look
        self._tree = Tree(look, TreeCache())

    async def mark(self, fields: Sequence[Reference]) -> FieldMark | None:
        states = await asyncio.gather(*(self._tree.states(field) for field in fields))
        having = [(field, bits) for field, bits in zip(fields, states, strict=True) if _is_focused_editable(bits)]
        if not having:
            return None
        field, bits = await self._field_or_text_child(*having[0])
        role, attributes = await asyncio.gather(self._tree.role(field), self._tree.attributes(field))
        part = await self._part_with_caret(field)
        length, (start, end) = await asyncio.gather(self._length(part), self._selection_range(part))
        if role in _UNREAD_ROLES or length is None or start < 0:
            return None
        is_text_area = attributes.get("tag", "").lower() == TEXT_AREA
        if is_text_area and await self._is_invisible_area(field):
            return None
        many_lines = bool(bits >> MULTI_LINE & 1) or role == Role.PARAGRAPH or is_text_area
        was_empty = not length or (part == field and length == len(_PART) and await self._is_empty(field))
        return FieldMark(field, length, start, end, many_lines, part, was_empty)

    async def _is_invisible_area(self, area: Reference) -> bool:
        """Return whether a text area shows nothing: an editor that draws its text itself has one for keys and pastes.

        What stands in it is a part of the text, or nothing.
        """
        answer = await self._look.ask(area, COMPONENT, EXTENTS, "u", _IN_WINDOW)
        return bool(answer) and int(answer[0][2]) <= _NARROWEST

    async def _field_or_text_child(self, field: Reference, states: int) -> tuple[Reference, int]:
        """Return a field, or the one inside of it that has its text: Qt's combo boxes are fields without text."""
        if await self._length(field) is not None:
            return field, states
        children = await self._tree.inside(field, None)
        states_inside = await asyncio.gather(*(self._tree.states(child) for child in children))
        pairs = zip(children, states_inside, strict=True)
        return next(((child, bits) for child, bits in pairs if _is_focused_editable(bits)), (field, states))

    async def since(self, mark: FieldMark, text: str) -> str | None:
        states, part = await asyncio.gather(self._tree.states(mark.field), self._part_with_caret(mark.field))
        length, (caret, _) = await asyncio.gather(self._length(part), self._selection_range(part))
        more = _growth(mark, states, length)
        if length is None or more is None:
            return None
        if part != mark.part:  # a style, a paragraph or a name is an object of its own, and has come with the text
            stands = await self._text_between(part, max(0, caret - len(text)), caret)
            if stands is not None and _with_plain_spaces(stands) == _with_plain_spaces(text):
                return text
            found = await self._text_if_was_empty(mark, text)
            return found if found is None or found == text else _with_plain_spaces(found)
        end = mark.start + more
        if more < len(text):  # what a mask or an overwriting field takes replaces what stood there, up to the caret
            end = max(end, caret)
        if not mark.start < end <= mark.start + _MOST_CHARACTERS:
            return "" if more == 0 else None
        came, before_caret = await asyncio.gather(
            self._text_between(part, mark.start, end),
            self._text_between(part, max(0, caret - len(text)), caret),
        )
        if text in {came, before_caret} and (length != mark.length or caret > mark.end):
            return text
        return None if came is None or _PART in came else came

    async def _text_if_was_empty(self, mark: FieldMark, text: str) -> str | None:
        """Return what a field holds that was empty: the text itself where only lines are broken elsewhere."""
        whole = await self._complete_text(mark.field) if mark.was_empty else None
        return text if whole is not None and _has_same_words(whole, text) else whole

    async def _is_empty(self, field: Reference) -> bool:
        """Return whether a field has nothing but an empty paragraph, as a page to write on has at first."""
        whole = await self._complete_text(field)
        return whole is not None and not whole.strip()

    async def _complete_text(self, of: Reference, depth: int = 0) -> str | None:
        """Return all text of a field with the texts of its parts in their places; None where it isn't all reported."""
        text = await self._text_between(of, 0, _MOST_CHARACTERS)
        if text is None or _PART not in text:
            return text
        parts = await self._tree.inside(of, None)
        if len(parts) > text.count(_PART):  # Chromium lists pieces of the text itself, too
            pieces = await asyncio.gather(*(self._text_between(part, 0, _MOST_CHARACTERS) for part in parts))
            parts = [parts[number] for number in embedded_object_numbers(text, [piece or "" for piece in pieces])]
        if depth == _DEEPEST or len(parts) != text.count(_PART):
            return None
        roles = await asyncio.gather(*map(self._tree.role, parts))
        texts = await asyncio.gather(*(self._complete_text(part, depth + 1) for part in parts))
        known = [part for part in texts if part is not None]
        return (
            text_with_embedded_parts(text, list(zip(roles, known, strict=True))) if len(known) == len(parts) else None
        )

    async def growth(self, mark: FieldMark) -> int | None:
        states, length = await asyncio.gather(self._tree.states(mark.field), self._length(mark.part))
        return _growth(mark, states, length)

    async def became(self, mark: FieldMark, text: str) -> str | None:
        length, states = await asyncio.gather(self._length(mark.part), self._tree.states(mark.field))
        if length is None or not states >> EDITABLE & 1:
            return None
        more = length - mark.length + mark.end - mark.start
        if more > _MOST_CHARACTERS:
            return None
        if "\n" in text and mark.part != mark.field:  # each line may be a paragraph of its own by now
            return await self._text_if_was_empty(mark, text)
        if more < len(text) and _begins_with_letters_of(await self._text_between(mark.part, mark.start, length), text):
            return text  # as in a mask, it has replaced what stood there
        if length == len(text) and await self._text_between(mark.part, 0, length) == text:
            return text  # what stood there before it is gone
        if more <= 0:  # it was removed, or has changed what stood there
            whole = await self._text_between(mark.part, 0, length) if length <= _MOST_CHARACTERS else None
            return None if whole is None or _may_contain_letters_of(whole, text) else ""
        came = await self._text_between(mark.part, mark.start, mark.start + more)
        return None if came is None or _PART in came else came

    async def has_keyboard(self, mark: FieldMark) -> bool | None:
        """Return whether the field has the keyboard, or an entry of the list that it controls is reported to have it.

        While an entry of its list is marked, a browser reports the focus there (`aria-activedescendant`). LibreOffice
        reports it at the paragraph with the caret.
        """
        states = await self._tree.states(mark.field)
        if not states:
            return None
        if states >> FOCUSED & 1:
            return True
        if await self._tree.role(mark.field) == Role.PARAGRAPH:
            return await self._is_sibling_paragraph_focused(mark.field)
        return await self._has_focused_entry(mark.field)

    async def _is_sibling_paragraph_focused(self, paragraph: Reference) -> bool:
        document = await self._tree.holder(paragraph)
        beside = await self._tree.inside(document, None) if document is not None else []
        states = await asyncio.gather(*map(self._tree.states, beside))
        focused = [one for one, bits in zip(beside, states, strict=True) if bits >> FOCUSED & 1]
        roles = await asyncio.gather(*map(self._tree.role, focused))
        return Role.PARAGRAPH in roles

    async def _has_focused_entry(self, field: Reference) -> bool:
        around = await self._tree.controlled(field)
        for _ in range(_DEEPEST_ENTRY):
            found = await asyncio.gather(*(self._tree.inside(one, None) for one in around))
            around = [one for inside in found for one in inside][:_MOST_ENTRIES]
            states = await asyncio.gather(*map(self._tree.states, around))
            focused = [one for one, bits in zip(around, states, strict=True) if bits >> FOCUSED & 1]
            roles = await asyncio.gather(*map(self._tree.role, focused))
            if focused:
                return _LISTED.issuperset(roles)
        return False

    async def _part_with_caret(self, field: Reference) -> Reference:
        """Return the part of a field that has the caret: text with paragraphs or styles consists of objects."""
        part = field
        for _ in range(_DEEPEST):
            caret = await self._text_property(part, "CaretOffset")
            around = "" if caret is None else await self._text_between(part, max(0, int(caret) - 1), int(caret) + 1)
            if _PART not in (around or ""):
                break
            children = await self._tree.inside(part, None)
            carets = await asyncio.gather(*(self._text_property(child, "CaretOffset") for child in children))
            having = [child for child, at in zip(children, carets, strict=True) if at is not None and int(at) >= 0]
            if len(having) != 1:
                break
            part = having[0]
        return part

    async def offers_more(self, mark: FieldMark, text: str) -> bool:
        states, (start, end) = await asyncio.gather(self._tree.states(mark.field), self._selection_range(mark.field))
        if not _is_focused_editable(states) or not mark.start < start < end:
            return False
        return await self._text_between(mark.field, max(0, start - len(text)), start) == text

    async def _length(self, of: Reference) -> int | None:
        length = await self._text_property(of, "CharacterCount")
        return None if length is None else int(length)

    async def _selection_range(self, of: Reference) -> tuple[int, int]:
        """Return the part that is marked, or where the caret is; -1 where that is unknown."""
        caret, count, marked = await asyncio.gather(
            self._text_property(of, "CaretOffset"),
            self._look.ask(of, _TEXT, "GetNSelections"),
            self._look.ask(of, _TEXT, "GetSelection", "i", 0),
        )
        if count and int(count[0]) > 0 and marked:
            return min(marked), max(marked)
        return (-1, -1) if caret is None else (int(caret), int(caret))

    async def _text_between(self, of: Reference, start: int, end: int) -> str | None:
        answer = await self._look.ask(of, _TEXT, "GetText", "ii", start, end)
        return str(answer[0]) if answer else None

    async def _text_property(self, of: Reference, name: str) -> Any:  # noqa: ANN401 - whatever the bus says
        answer = await self._look.ask(of, PROPERTIES, "Get", "ss", _TEXT, name)
        return answer[0].value if answer else None


def embedded_object_numbers(text: str, inside: Sequence[str]) -> Sequence[int]:
    """Return which of the objects inside a text, by their numbers, its signs stand for; the others are pieces of it."""
    parts = list[int]()
    at = 0
    for number, words in enumerate(inside):
        if words and text.startswith(words, at) and _PART not in words:
            at += len(words)
        else:
            parts.append(number)
            at = text.find(_PART, at) + 1
    return parts


def text_with_embedded_parts(text: str, parts: Sequence[tuple[Role, str]]) -> str:
    """Return a text with those of its parts where its signs stand for them; paragraphs and the like begin a line."""
    words = text.split(_PART)
    whole = words[0]
    for (role, part), following in zip(parts, words[1:], strict=True):
        begins_line = role in _BLOCKS and whole and not whole.endswith("\n")
        ends_line = role in _BLOCKS and following and not following.startswith("\n")
        whole += ("\n" if begins_line else "") + part + ("\n" if ends_line else "") + following
    return whole


def _has_same_words(whole: str, text: str) -> bool:
    """Return whether two texts have the same words: how a page breaks its lines is its own affair."""
    return whole.split() == text.split()


def _begins_with_letters_of(stands: str | None, text: str) -> bool:
    """Return whether the letters and digits of a text begin what stands there, whatever signs a mask has put in."""
    if stands is None:
        return False
    letters = "".join(filter(str.isalnum, text))
    return stands.startswith(text) or (letters != "" and "".join(filter(str.isalnum, stands)).startswith(letters))


def _may_contain_letters_of(whole: str, text: str) -> bool:
    """Return whether the letters and digits of a text stand in another one in this order, in capitals or not."""
    letters = iter(filter(str.isalnum, whole.casefold()))
    return all(letter in letters for letter in filter(str.isalnum, text.casefold()))


def _with_plain_spaces(text: str) -> str:
    """Return a text as it is read: at the end of a style, browsers make a blank one that doesn't break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _growth(mark: FieldMark, states: int, length: int | None) -> int | None:
    return None if length is None or not _is_focused_editable(states) else length - mark.length + mark.end - mark.start


def _is_focused_editable(states: int) -> bool:
    return bool(states >> FOCUSED & 1 and states >> EDITABLE & 1)
