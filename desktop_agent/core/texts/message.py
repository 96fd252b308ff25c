"""Texts that people read: ours as data with named gaps and their translation, and others' made safe to display.

A message is made where a fact is known, and translated where it is displayed (`core/texts/message.py`): its `id` is
looked up, and the gaps of the translation are filled. Nothing is searched for in a finished sentence, which may contain
anything that a person, a page or a model wrote.

A message is also a string, its English text, so code can write or compare it as one. Messages combined by `+`,
`follow`, `join` or `sentences` can still be translated. An f-string around a message makes a plain text of it, and
plain texts are displayed unchanged.

Inside the program and in records all texts are English. A message's `id` is looked up and its gaps are filled. Messages
in the gaps are translated too; any other text is unchanged, as it may be foreign. A text that is no message is
displayed unchanged, and so is a message without a translation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from gettext import NullTranslations
from itertools import groupby
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
        return cls._with_parts(id, "", parts)

    @classmethod
    def of_count(cls, one: str, many: str, parts: Mapping[str, object]) -> Self:
        """Return the singular or the plural text, chosen by the part `count`."""
        return cls._with_parts(one, many, parts)

    @classmethod
    def _with_parts(cls, one: str, many: str, parts: Mapping[str, object]) -> Self:
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
    if not has_short_formats(f"{one}{many}"):
        return None
    inside = {name: message_of(part, deepest - 1) if isinstance(part, dict) else part for name, part in parts.items()}
    if any(not isinstance(part, str | int | float) for part in inside.values()):
        return None
    try:
        return Message.of_count(one, many, inside)
    except (KeyError, ValueError, OverflowError):  # a gap without a part, or an unsuitable format
        return None


def has_short_formats(text: str) -> bool:
    """Return whether the gaps of a text from outside fill without a huge number of blanks."""
    return all(len(spec) <= _LONGEST_SPEC or spec == CAPITAL for _, spec in GAP.findall(text))


_QUOTES = str.maketrans(dict.fromkeys('"`´“”„‟«»‹›‘’‚‛「」『』〝〞〟＂＇❛❜❝❞', "'"))
_HOME = re.compile(r"(?<![\w/])(?:/home|/Users)/[^/\s\"”»]+(?=/|\b)")
_TURNS = frozenset({"R", "AL", "AN"})  # Unicode's bidirectional classes that are written from right to left
# Invisible characters that Unicode calls printable: fillers, joiners, variation selectors.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]")
# The places where French, and numbers in some languages, have a no-break space: « Save ? », 12 345. A reader expects it
# there; anywhere else it could pass for an ordinary blank.
_ORDINARY_HARD_BLANK = re.compile("(?<=«)\u00a0|\u00a0(?=[»:;!?])|(?<=[0-9])\u00a0(?=[0-9]{3})")


class Quotation(str):
    """Foreign text in a gap of a message, made safe by `foreign`; `pieces` returns it as a separate piece."""

    __slots__ = ()


def between_hard_blanks(text: str, change: Callable[[str], str]) -> str:
    """Return a text with `change` applied to the parts between its ordinary no-break spaces, which are retained."""
    return "\u00a0".join(map(change, _ORDINARY_HARD_BLANK.split(text)))


def visible(text: str, limit: int) -> str:
    """Return text with its invisible characters escaped, cut to `limit` characters.

    A message stays one: each text in its gaps is escaped and cut. A quotation is safe already.
    """
    if isinstance(text, Message):
        return text.with_texts(lambda part: visible(part, limit))
    if isinstance(text, Quotation):
        return text
    printable = between_hard_blanks(text[:limit], _escaped)
    return printable + "…" if len(text) > limit else printable


def foreign(text: str, limit: int) -> str:
    """Return foreign text that stays in its place: escaped, cut, without quotation marks, and isolated.

    So it cannot end a quotation in “ and ”, and right-to-left text doesn't move its surroundings.
    """
    safe = visible(text, limit).translate(_QUOTES)
    return f"\u2068{safe}\u2069" if any(unicodedata.bidirectional(char) in _TURNS for char in safe) else safe


def ours_or_foreign(text: str, limit: int) -> str:
    """Return a message as a message, so that it is translated, and any other text as `foreign` does."""
    return visible(text, limit) if isinstance(text, Message) else foreign(text, limit)


def without_home(text: str) -> str:
    """Return a text with “~” for each home folder in a path, so that it doesn't contain the person's name."""
    return _HOME.sub("~", text)


def _escaped(text: str) -> str:
    escaped = "".join(char if char.isprintable() else _escape(char) for char in text)
    return escaped if escaped.isascii() else _BLANK.sub(lambda match: _escape(match[0]), escaped)


def _escape(char: str) -> str:
    names = {"\n": "⏎", "\t": "⇥"}
    return names.get(char) or f"\\u{{{ord(char):x}}}"


# The catalogue of a language has an entry for its format of numbers: “1.234,5” in German.
_NUMBER_CONTEXT = "how numbers are written"
_NUMBER = "1,234.5"
_current: list[Language] = []


class Language:
    """The texts of one language, by the English ones."""

    def __init__(self, catalogue: NullTranslations, code: str) -> None:
        """Take the catalogue, and the language by its code: “de”."""
        self.code = code
        self._catalogue = catalogue
        number = catalogue.pgettext(_NUMBER_CONTEXT, _NUMBER)
        self._signs = str.maketrans({",": number[1], ".": number[5]}) if len(number) == len(_NUMBER) else {}

    def of(self, text: str) -> str:
        """Return a message in this language; any other text as it is."""
        return "".join(self.pieces(text)) if isinstance(text, Message) else text

    def pieces(self, text: str) -> Iterator[str]:
        """Yield the non-empty pieces of a message in this language; a quotation in it is a piece of its own."""
        if not isinstance(text, Message):
            yield from filter(None, [text])
            return
        form = self._form(text)
        at = 0
        for gap in GAP.finditer(form):
            yield from filter(None, [form[at : gap.start()]])
            yield from self._pieces_of_gap(text.parts[gap[1]], gap[2])
            at = gap.end()
        yield from filter(None, [form[at:]])

    def _pieces_of_gap(self, part: Part, spec: str | None) -> Iterator[str]:
        if not isinstance(part, str):
            yield gap_text(part, spec).translate(self._signs) if spec else str(part)
            return
        for number, piece in enumerate(self.pieces(part)):
            yield piece if number or isinstance(piece, Quotation) else gap_text(piece, spec)

    def whole(self, text: str) -> str:
        """Return the translation of a text that has no gaps."""
        return self._catalogue.gettext(text) if text else text

    def _form(self, message: Message) -> str:
        if message.many:
            count = message.parts["count"]
            return self._catalogue.ngettext(message.id, message.many, count if isinstance(count, int) else 0)
        return self._catalogue.gettext(message.id) if GAP.sub("", message.id) else message.id


def speak(language: Language | None) -> None:
    """Display all messages in a language from now on; None: in English."""
    _current[:] = [] if language is None else [language]


def language() -> str:
    """Return the code of the current language: “de”."""
    return _current[0].code if _current else "en"


def tr(text: str) -> str:
    """Return a text for display: a message in the person's language, any other text unchanged."""
    return _current[0].of(text) if _current else text


def pieces(text: str) -> tuple[str, ...]:
    """Return a text for display in pieces, in reading order: each `Quotation` in it is separate from our text."""
    speaks = _current[0] if _current else Language(NullTranslations(), "en")
    runs = groupby(speaks.pieces(text), lambda piece: isinstance(piece, Quotation))
    return tuple(piece for quoted, run in runs for piece in (run if quoted else ["".join(run)]))


def marked(text: str) -> str:
    """Return a text for display in one string, with each `Quotation` in quotation marks."""
    return "".join(
        tr(Message("“{name}”", name=piece)) if isinstance(piece, Quotation) else piece for piece in pieces(text)
    )


def whole(text: str) -> str:
    """Return the translation of a text without gaps, such as a command's documentation."""
    return _current[0].whole(text) if _current else text


def gettext(id: str, /, **parts: object) -> str:  # noqa: A002 - the field's own term
    """Return a message made from an English text and its parts, in the person's language."""
    return tr(Message(id, **parts))
