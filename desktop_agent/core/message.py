"""A text of ours as data: the English text with named gaps, and what fills them.

A message is made where a fact is known, and put into a person's language where it is shown (`core/translation.py`): its
`id` is looked up, and the gaps of the translation are filled. Nothing is searched for in a finished sentence, which may
hold anything that a person, a page or a model wrote.

A message is also a string, its English text, so whoever only writes or compares it needs to know no more. Put together
by `+`, `follow`, `join` or `sentences`, messages stay what they are; an f-string around one makes a plain text of it,
and plain texts are shown as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Self

# A gap is written as for `str.format`, its name alone or with the format of a number: {seconds:.1f}. A text that a
# sentence begins with may be one that stands elsewhere, too: {control:capital}.
GAP = re.compile(r"\{(\w+)(?::([^{}]*))?\}")

CAPITAL = "capital"
_LONGEST_SPEC = 4  # of a number in a record from elsewhere: a longer one could ask for a great many blanks

Part = str | int | float  # a message where the part is a text of ours, too


class Message(str):
    """A text with gaps that are filled: `Message("Wait {seconds} s", seconds=3)`."""

    __slots__ = ("id", "many", "parts")
    id: str  # the English text, its gaps named; nothing but gaps where parts only follow one another
    many: str  # the same for a `count` that is not one; empty where the text has no plural
    parts: Mapping[str, Part]  # what fills each gap

    def __new__(cls, id: str, /, **parts: object) -> Self:  # noqa: A002 - the field's own term
        """Fill the gaps; KeyError for one that nothing fills."""
        return cls._made(id, "", parts)

    @classmethod
    def of_count(cls, one: str, many: str, parts: Mapping[str, object]) -> Self:
        """Return the text for one or for many, by the part `count`."""
        return cls._made(one, many, parts)

    @classmethod
    def _made(cls, one: str, many: str, parts: Mapping[str, object]) -> Self:
        taken = {name: part if isinstance(part, str | int | float) else str(part) for name, part in parts.items()}
        english = many if many and taken["count"] != 1 else one
        made = super().__new__(cls, GAP.sub(lambda gap: gap_text(taken[gap[1]], gap[2]), english))
        made.id = one
        made.many = many
        made.parts = taken
        return made

    def with_texts(self, change: Callable[[str], str]) -> Message:
        """Return the message with other texts in its gaps; `change` gets each, those that are messages, too."""
        parts = {name: change(part) if isinstance(part, str) else part for name, part in self.parts.items()}
        return Message.of_count(self.id, self.many, parts)

    def __reduce__(self) -> tuple[object, ...]:
        """Stay a message in another process."""
        return Message.of_count, (self.id, self.many, dict(self.parts))

    def __add__(self, behind: str) -> Message:
        """Return both texts, one after the other."""
        return follow(self, behind)

    def __radd__(self, before: str) -> Message:
        """Return both texts, one after the other."""
        return follow(before, self)


def gap_text(part: Part, spec: str | None) -> str:
    """Return what stands in a gap: a number in its format, a text as it is or, for “capital”, with a capital letter."""
    if spec == CAPITAL:
        return str(part)[:1].upper() + str(part)[1:]
    return format(part, spec) if spec else str(part)


def plural(one: str, many: str, /, **parts: object) -> Message:
    """Return a text about a number of things, `count`: `plural("{count:,} step", "{count:,} steps", count=3)`."""
    return Message.of_count(one, many, parts)


def template(id: str) -> str:  # noqa: A002 - as above
    """Return a text whose gaps are filled later, by `Message(template, name=…)`; translators find it here."""
    return id


def follow(*texts: str) -> Message:
    """Return texts as one, each of which stays what it is."""
    parts = {f"part{number}": text for number, text in enumerate(texts)}
    return Message("".join(f"{{{name}}}" for name in parts), **parts)


def join(between: str, texts: Iterable[str]) -> Message:
    """Return texts as one with something between them, each of which stays what it is."""
    apart = [one for text in texts for one in (between, text)]
    return follow(*apart[1:])


def as_sentence(text: str) -> str:
    """Return a text with a capital letter; one that begins with a name, which is not ours, is left as it is."""
    return text if _begins_with_name(text) else Message("{text:capital}", text=text)


def _begins_with_name(text: Part) -> bool:
    gap = GAP.match(text.id) if isinstance(text, Message) else None
    return _begins_with_name(text.parts[gap[1]]) if gap and isinstance(text, Message) else not isinstance(text, Message)


def sentences(*texts: str) -> Message:
    """Return sentences as one text, a blank between them; those that are empty are left out."""
    return join(" ", filter(None, texts))


def form_of(message: Message) -> dict[str, object]:
    """Return what a message is made of, as JSON can hold it: `id`, and `many` and `parts` where it has them."""
    parts = {name: form_of(part) if isinstance(part, Message) else part for name, part in message.parts.items()}
    return {
        "id": message.id,
        **({"many": message.many} if message.many else {}),
        **({"parts": parts} if parts else {}),
    }


def message_of(form: object, deepest: int = 12) -> Message | None:
    """Return the message of such a form; None where it is none, or one inside of another more often than `deepest`."""
    match form:
        case {"id": str(one), **rest} if deepest:
            many = rest.get("many", "")
            parts = rest.get("parts", {})
        case _:
            return None
    if not isinstance(many, str) or not isinstance(parts, dict):
        return None
    if any(len(spec) > _LONGEST_SPEC and spec != CAPITAL for _, spec in GAP.findall(f"{one}{many}")):
        return None
    inside = {name: message_of(part, deepest - 1) if isinstance(part, dict) else part for name, part in parts.items()}
    if any(not isinstance(part, str | int | float) for part in inside.values()):
        return None
    try:
        return Message.of_count(one, many, inside)
    except (KeyError, ValueError):  # a gap that nothing fills, or a format that does not fit
        return None
