"""A text of ours as data: the English text with named gaps, and the values that fill them.

A message is made where a fact is known, and translated where it is displayed (`core/texts/translation.py`): its `id` is
looked up, and the gaps of the translation are filled. Nothing is searched for in a finished sentence, which may contain
anything that a person, a page or a model wrote.

A message is also a string, its English text, so code can write or compare it as one. Messages combined by `+`,
`follow`, `join` or `sentences` can still be translated. An f-string around a message makes a plain text of it, and
plain texts are displayed unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Self

# A gap is written as for `str.format`, with its name or with a number's format: {seconds:.1f}. The format “capital” is
# for a text at the start of a sentence: {control:capital}.
GAP = re.compile(r"\{(\w+)(?::([^{}]*))?\}")

CAPITAL = "capital"
_LONGEST_SPEC = 4  # of a number in a record from outside: a longer one could produce a huge number of blanks

Part = str | int | float  # a message where the part is a text of ours, too


class Message(str):
    """A text with gaps that are filled: `Message("Wait {seconds} s", seconds=3)`."""

    __slots__ = ("id", "many", "parts")
    id: str  # the English text, its gaps named; nothing but gaps where parts only follow one another
    many: str  # the plural text, for a `count` other than 1; empty where the text has no plural
    parts: Mapping[str, Part]  # the value of each gap

    def __new__(cls, id: str, /, **parts: object) -> Self:  # noqa: A002 - the field's own term
        """Fill the gaps; KeyError for a gap without a part."""
        return cls._made(id, "", parts)

    @classmethod
    def of_count(cls, one: str, many: str, parts: Mapping[str, object]) -> Self:
        """Return the singular or the plural text, chosen by the part `count`."""
        return cls._made(one, many, parts)

    @classmethod
    def _made(cls, one: str, many: str, parts: Mapping[str, object]) -> Self:
        fills = {name: part if isinstance(part, str | int | float) else str(part) for name, part in parts.items()}
        english = many if many and fills["count"] != 1 else one
        message = super().__new__(cls, GAP.sub(lambda gap: gap_text(fills[gap[1]], gap[2]), english))
        message.id = one
        message.many = many
        message.parts = fills
        return message

    def with_texts(self, change: Callable[[str], str]) -> Message:
        """Return the message with `change` applied to each text in its gaps, messages included."""
        parts = {name: change(part) if isinstance(part, str) else part for name, part in self.parts.items()}
        return Message.of_count(self.id, self.many, parts)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the message with its parts, so that it stays a message in another process."""
        return Message.of_count, (self.id, self.many, dict(self.parts))

    def __add__(self, behind: str) -> Message:
        """Return both texts, one after the other."""
        return follow(self, behind)

    def __radd__(self, before: str) -> Message:
        """Return both texts, one after the other."""
        return follow(before, self)


def gap_text(part: Part, spec: str | None) -> str:
    """Return the text for a gap: a number in its format, or a text, for “capital” with a capital letter."""
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
    """Return one message from several texts; messages among them can still be translated."""
    parts = {f"part{number}": text for number, text in enumerate(texts)}
    return Message("".join(f"{{{name}}}" for name in parts), **parts)


def join(between: str, texts: Iterable[str]) -> Message:
    """Return one message from several texts, separated by `between`; messages among them can still be translated."""
    separated = [part for text in texts for part in (between, text)]
    return follow(*separated[1:])


def as_sentence(text: str) -> str:
    """Return a text with a capital first letter; a text that begins with a foreign name is returned unchanged."""
    return text if _begins_with_name(text) else Message("{text:capital}", text=text)


def _begins_with_name(text: Part) -> bool:
    gap = GAP.match(text.id) if isinstance(text, Message) else None
    return _begins_with_name(text.parts[gap[1]]) if gap and isinstance(text, Message) else not isinstance(text, Message)


def sentences(*texts: str) -> Message:
    """Return sentences as one text, separated by blanks; empty ones are left out."""
    return join(" ", filter(None, texts))


def form_of(message: Message) -> dict[str, object]:
    """Return a message as a JSON object: `id`, and `many` and `parts` if it has them."""
    parts = {name: form_of(part) if isinstance(part, Message) else part for name, part in message.parts.items()}
    return {
        "id": message.id,
        **({"many": message.many} if message.many else {}),
        **({"parts": parts} if parts else {}),
    }


def message_of(form: object, deepest: int = 12) -> Message | None:
    """Return the message of a form from `form_of`; None for an invalid form, or one nested deeper than `deepest`."""
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
    except (KeyError, ValueError):  # a gap without a part, or an unsuitable format
        return None
