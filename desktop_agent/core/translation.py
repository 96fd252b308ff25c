"""What a person reads, in their language: gettext's catalogue of it, looked up where a message is shown.

Inside, and in records, all texts are English. A message's `id` is looked up and its gaps are filled: messages in them
are translated too, everything else stays as it is, as others may have written it. A text that is no message is shown
as it is, and so is a message without a translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from gettext import NullTranslations
from itertools import groupby

from desktop_agent.core.display_text import Quotation
from desktop_agent.core.message import GAP, Message, Part, gap_text

# How a language writes numbers is an entry of its catalogue: “1.234,5” in German.
_NUMBER_CONTEXT = "how numbers are written"
_NUMBER = "1,234.5"
_now: list[Language] = []


class Language:
    """One language's texts, by the English ones."""

    def __init__(self, catalogue: NullTranslations, code: str) -> None:
        """Take the catalogue, and the language by its code: “de”."""
        self.code = code
        self._catalogue = catalogue
        written = catalogue.pgettext(_NUMBER_CONTEXT, _NUMBER)
        self._signs = str.maketrans({",": written[1], ".": written[5]}) if len(written) == len(_NUMBER) else {}

    def of(self, text: str) -> str:
        """Return a message in this language; any other text as it is."""
        return "".join(self.pieces(text)) if isinstance(text, Message) else text

    def pieces(self, text: str) -> Iterator[str]:
        """Yield a message bit by bit, none of them empty; a quotation in it is one of them."""
        if not isinstance(text, Message):
            yield from filter(None, [text])
            return
        form, at = self._form(text), 0
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
    """Show everything in a language from here on; None: in English."""
    _now[:] = [] if language is None else [language]


def language() -> str:
    """Return the code of the language that is spoken: “de”."""
    return _now[0].code if _now else "en"


def tr(text: str) -> str:
    """Return a text as it is to be shown: a message in the person's language, any other as it is."""
    return _now[0].of(text) if _now else text


def pieces(text: str) -> tuple[str, ...]:
    """Return a text as it is to be shown, in reading order: each `Quotation` in it apart from all that is ours."""
    speaks = _now[0] if _now else Language(NullTranslations(), "en")
    runs = groupby(speaks.pieces(text), lambda piece: isinstance(piece, Quotation))
    return tuple(one for quoted, run in runs for one in (run if quoted else ["".join(run)]))


def marked(text: str) -> str:
    """Return a text as it is to be shown in one run, each `Quotation` in it between quotation marks."""
    return "".join(
        tr(Message("“{name}”", name=piece)) if isinstance(piece, Quotation) else piece for piece in pieces(text)
    )


def whole(text: str) -> str:
    """Return a text of ours that has no gaps, such as a command's documentation, as it is to be shown."""
    return _now[0].whole(text) if _now else text


def gettext(id: str, /, **parts: object) -> str:  # noqa: A002 - the field's own term
    """Return a text of ours, its gaps filled, as it is to be shown."""
    return tr(Message(id, **parts))
