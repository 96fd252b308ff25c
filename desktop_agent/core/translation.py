"""What a person reads, in their language. Inside, and in records, all texts are English; what shows them calls `tr`.

A translation is of a whole text, which may have gaps for what differs from time to time: “Wait {seconds} s”. What is
in a gap is translated too if it is a text of ours; what is quoted (“…”) was written by others and stays as it is. A
text that is not known as a whole may be made of known ones: sentences, lines, and parts that follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

GAP = re.compile(r"\{(\w+)\}")
# How many letters a template has beside its gaps, and before the first: with few it fits much.
_LEAST_LETTERS, _FEW_LETTERS, _MANY_LETTERS, _ANCHOR_LETTERS = 2, 8, 20, 4
_PREFIX = 4
_MOST_KEPT = 2_000  # texts whose translation is remembered
_LONGEST = 1_500  # letters: what is longer was written by others
_WHOLE_GAP = r"(?:“[^”]*”|(?! · |[.!?…] ).)*?"  # no gap goes on into another text, or another sentence
_NUMBER, _NUMBERS = r"\d[\d.,]*", {"number", "count"}  # gaps of these names hold one
_CLOSED: Mapping[str, str] = {"“": "”", "„": "“", "(": ")"}
_SENTENCE_ENDS = ".!?…"
_BETWEEN = (" · ", " — ", ": ")  # what stands on either side is a text by itself
# What may stand between two known parts, and needs no translation: others' words in quotes, numbers, signs.
_UNIT = r"(?:ms|s|min|h|px|B|kB|KB|KiB|MB|GB)\b"
_RAW = re.compile(rf"“[^”]*”|\u2068[^\u2069]*\u2069|\d[\w.,:×%/+-]*(?: {_UNIT})?|[^\w“”]")
_TOKEN = rf"(?:“[^”]*”|[^\s“”(),;]+(?: {_UNIT})?(?: \d+ {_UNIT})?)"
_PART_GAP = rf"{_TOKEN}(?: [^\s“”(),;]+){{0,3}}?"  # some words, as few as will do
_A_TOKEN, _QUOTED, _NAME = re.compile(_TOKEN), re.compile("“[^”]*”"), re.compile("[^,;.:]{1,60}")
# A gap that says by itself what it is: a number, a chord, something quoted.
_PLAIN = re.compile(rf"“[^”]*”|[\d.,:×%/+-]+(?: {_UNIT})?(?: \d+ {_UNIT})?|\w+(?:\+\w+)+")


@dataclass(frozen=True, slots=True)
class _Template:
    """A text with gaps, and its translation; `part` fits it where more follows."""

    whole: re.Pattern[str]
    part: re.Pattern[str]
    translation: str
    letters: int
    is_anchored: bool  # it begins with letters of its own

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Return what says of two that fit which is meant: the one that says more by itself."""
        return self.is_anchored, self.letters, len(self.whole.pattern)


class Translation:
    """The texts of one language, by the English ones."""

    def __init__(self, texts: Mapping[str, str], code: str = "en") -> None:
        """Take the translations, and their language by its code; those that are empty are not there yet."""
        self.code = code
        known = dict(_pairs(texts))
        self._fixed = {source: text for source, text in known.items() if not GAP.search(source)}
        self._templates: dict[str, list[_Template]] = {}
        self._kept: dict[str, str] = {}
        self._quotes = str.maketrans("“”", "„“") if any("„" in text for text in known.values()) else {}
        # What stands before the last gap of a text, or behind its first, can follow others by itself.
        self._ends = dict(_loose_ends(known))
        self._longest = max(map(len, (*self._fixed, *self._ends)), default=0)
        for source, text in known.items():
            if GAP.search(source) and (template := _template(source, text)).letters >= _LEAST_LETTERS:
                self._templates.setdefault(_prefix(source), []).append(template)
        for templates in self._templates.values():
            templates.sort(key=lambda one: one.rank, reverse=True)

    def of(self, text: str) -> str:
        """Return a text in this language; what is not known stays as it is."""
        if not text or len(text) > _LONGEST:
            return text
        if text in self._kept:
            return self._kept[text]
        said = self._of(text)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[text] = said
        return said

    def _of(self, text: str) -> str:
        whole = self._known(text, strict=True)
        if whole is not None:
            return whole
        for apart, between in ((text.split("\n"), "\n"), (list(sentences(text)), " ")):
            if len(apart) > 1:
                return between.join(map(self.of, apart))
        covered = self._covered(text, 0, {})
        if covered is not None:
            return "".join(covered)
        parted = next((parts for one in _BETWEEN if (parts := _parted(text, one))), None)
        whole = None if parted and self._word(parted[0]) is not None else self._known(text, strict=False)
        if whole is None and parted is None:
            parted = self._listed(text)
        if whole is not None or parted is None:
            return text if whole is None else whole
        before, between, after = parted
        return f"{self.of(before)}{between}{self.of(after)}"

    def _listed(self, text: str) -> tuple[str, str, str] | None:
        """Part a list before its last item, if that is known; None where it is not."""
        before, between, last = text.rpartition(", ")
        return (before, between, last) if before and self._word(last) is not None else None

    def _known(self, text: str, *, strict: bool) -> str | None:
        """Return the translation of a text as a whole; `strict`: its gaps hold words, numbers, quotes or known texts.

        A text that follows others is known with a blank before it.
        """
        fixed = self._word(text)
        if fixed is None and (follows := self._fixed.get(f" {text}")) is not None:
            fixed = follows.removeprefix(" ")
        if fixed is not None:
            return fixed
        later = [one for size in range(1, _PREFIX + 1) for one in self._templates.get(f" {text}"[:size], ())]
        fits = [(one, one.whole.fullmatch(text)) for one in self._starting(text)]
        fits += [(one, one.whole.fullmatch(f" {text}")) for one in later]
        sure = [(one, found) for one, found in fits if found and self._is_sure(one, found, strict=strict)]
        if sure:
            said = self._filled(*max(sure, key=lambda fit: fit[0].rank))
            return said if text.startswith(" ") else said.removeprefix(" ")
        lower = _without_capital(text)
        return None if lower == text else _with_capital(self._known(lower, strict=strict))

    def _is_sure(self, template: _Template, found: re.Match[str], *, strict: bool) -> bool:
        """Tell whether a text means this template: one of few letters fits much."""
        gaps = [found[n] for n in range(1, len(found.groups()) + 1) if not _is_quoted(found, n)]
        open_gaps = [gap for gap in gaps if not _PLAIN.fullmatch(gap) and self._word(gap) is None]
        if template.letters >= _FEW_LETTERS and not strict:
            return True
        name = _NAME if template.letters >= _MANY_LETTERS else _A_TOKEN
        return not open_gaps or (
            template.is_anchored and all(name.fullmatch(gap) or self.of(gap) != gap for gap in open_gaps)
        )

    def _word(self, text: str) -> str | None:
        """Return the translation of a text without gaps, also of one that only begins with a capital here."""
        return _looked_up(self._fixed, text)

    def _covered(self, text: str, start: int, seen: dict[int, tuple[str, ...] | None]) -> tuple[str, ...] | None:
        """Return the translated parts of a text from `start` on; None where some part is not known."""
        if start == len(text):
            return ()
        if start not in seen:
            seen[start] = None
            for end, said in self._parts(text, start):
                rest = self._covered(text, end, seen)
                if rest is not None:
                    seen[start] = (said, *rest)
                    break
        return seen[start]

    def _parts(self, text: str, start: int) -> Iterator[tuple[int, str]]:
        """Yield what the text can begin with from `start` on, the longest first: where it ends, and how it is said."""
        capital = start == 0 and text[:1].isupper()
        ends = [end for end in range(start + 1, min(len(text), start + self._longest) + 1) if _ends_word(text, end)]
        fixed = ((end, self._word(text[start:end]) or _looked_up(self._ends, text[start:end])) for end in ends)
        found = [(end, said) for end, said in fixed if said is not None]
        lowered = _without_capital(text)
        for template in (*self._starting(text[start:]), *(self._starting(lowered) if capital else ())):
            match = template.part.match(text, start) or (template.part.match(lowered) if capital else None)
            if match and _ends_word(text, match.end()) and self._is_sure(template, match, strict=True):
                said = self._filled(template, match)
                found.append((match.end(), (_with_capital(said) if capital else said) or ""))
        raw = _RAW.match(text, start)
        if raw:
            found.append((raw.end(), raw[0].translate(self._quotes)))
        yield from sorted(found, key=lambda one: -one[0])  # of two that end together the first: one without gaps

    def _starting(self, text: str) -> Iterator[_Template]:
        for size in range(min(_PREFIX, len(text)) + 1):
            yield from self._templates.get(text[:size], ())

    def _filled(self, template: _Template, found: re.Match[str]) -> str:
        def said(gap: re.Match[str]) -> str:
            content = found[gap[1]]
            if _is_quoted(found, gap[1]):
                return content
            return content.translate(self._quotes) if _QUOTED.fullmatch(content) else self.of(content)

        return GAP.sub(said, template.translation)


def _looked_up(texts: Mapping[str, str], text: str) -> str | None:
    said = texts.get(text)
    return _with_capital(texts.get(_without_capital(text))) if said is None else said


def _without_capital(text: str) -> str:
    return text[:1].lower() + text[1:]


def _with_capital(said: str | None) -> str | None:
    return said and said[0].upper() + said[1:]


def _is_quoted(found: re.Match[str], gap: int | str) -> bool:
    return found.string[: found.start(gap)].endswith("“")


def _pairs(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each text with its translation, and each sentence of one that has as many in both languages."""
    whole = [(source, text) for source, text in texts.items() if text and (text != source or " " not in text.strip())]
    for source, text in whole:
        singly = list(sentences(source)), list(sentences(text))
        if len(singly[0]) == len(singly[1]):
            yield from zip(*singly, strict=True)
    yield from whole


def _loose_ends(known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for source, text in known.items():
        gaps = GAP.findall(source)
        if len(gaps) == 1:
            gap = f"{{{gaps[0]}}}"
            if source.endswith(gap) and text.endswith(gap):
                yield source.removesuffix(gap), text.removesuffix(gap)
            if source.startswith(gap) and text.startswith(gap):
                yield source.removeprefix(gap), text.removeprefix(gap)


_now: list[Translation] = []


def speak(translation: Translation | None) -> None:
    """Show everything in a language from here on; None: in English."""
    _now[:] = [] if translation is None else [translation]


def language() -> str:
    """Return the code of the language that is spoken: “de”."""
    return _now[0].code if _now else "en"


def tr(text: str) -> str:
    """Return a text of ours as it is to be shown."""
    return _now[0].of(text) if _now else text


def sentences(text: str) -> Iterable[str]:
    """Split a line after its sentences, but for ends within quotes and brackets."""
    start, closing = 0, list[str]()
    for at, char in enumerate(text):
        if closing and char == closing[-1]:
            closing.pop()
        elif char in _CLOSED:
            closing.append(_CLOSED[char])
        elif not closing and char == " " and at and text[at - 1] in _SENTENCE_ENDS:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _parted(text: str, between: str) -> tuple[str, str, str] | None:
    """Part a text where this stands for the first time outside quotes; None where it does not."""
    for found in re.finditer(re.escape(between), text):
        before = text[: found.start()]
        if before.count("“") == before.count("”"):
            return before, between, text[found.end() :]
    return None


def _ends_word(text: str, end: int) -> bool:
    return end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())


def _template(source: str, translation: str) -> _Template:
    pieces = GAP.split(source)
    letters = sum(map(str.isalpha, "".join(pieces[::2])))
    whole = part = ""
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            whole, part = whole + re.escape(piece), part + re.escape(piece)
        elif f"(?P<{piece}>" in whole:
            whole, part = whole + f"(?P={piece})", part + f"(?P={piece})"
        else:
            within = "[^”]*" if pieces[number - 1].endswith("“") else _NUMBER if piece in _NUMBERS else ""
            whole, part = whole + f"(?P<{piece}>{within or _WHOLE_GAP})", part + f"(?P<{piece}>{within or _PART_GAP})"
    anchor = sum(map(str.isalpha, pieces[0]))
    return _Template(re.compile(whole, re.DOTALL), re.compile(part), translation, letters, anchor >= _ANCHOR_LETTERS)


def _prefix(source: str) -> str:
    """Return the first letters before a gap, as few as all lookups take."""
    first = GAP.search(source)
    return source[: min(_PREFIX, first.start() if first else _PREFIX)]
