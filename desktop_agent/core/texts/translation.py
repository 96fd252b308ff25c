"""Translation of our messages into the person's language, with gettext's catalogues, where they are displayed.

Inside the program and in records all texts are English. A message's `id` is looked up and its gaps are filled. Messages
in the gaps are translated too; any other text is unchanged, as it may be foreign. A text that is no message is
displayed unchanged, and so is a message without a translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from gettext import NullTranslations
from itertools import groupby

from desktop_agent.core.texts.display_text import Quotation
from desktop_agent.core.texts.message import GAP, Message, Part, gap_text

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
            yield from self._in_gap(text.parts[gap[1]], gap[2])
            at = gap.end()
        yield from filter(None, [form[at:]])

    def _in_gap(self, part: Part, spec: str | None) -> Iterator[str]:
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
