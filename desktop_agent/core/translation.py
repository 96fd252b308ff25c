"""What a person reads, in their language. Inside, and in records, all texts are English; what shows them calls `tr`.

A translation is of a whole text, which may have gaps for what differs from time to time: “Wait {seconds} s”. What is
in a gap is translated too if it is a text of ours; what is quoted (“…”) was written by others and stays as it is. A
text that is not known as a whole may be made of known ones: sentences, lines, and parts that follow one another.

What is translated may hold anything that a person, a page or a model wrote, so no pattern is made of a template: one is
fitted by looking for its pieces, a few places for each, in a text of bounded length. Each place looked at is a step,
and a text has so many steps for each of its letters; one that needs more is shown in English.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from desktop_agent.core.message import GAP, Message

# How many letters a template has beside its gaps, and before the first: with few it fits much.
_LEAST_LETTERS, _FEW_LETTERS, _MANY_LETTERS, _ANCHOR_LETTERS = 2, 8, 20, 4
_PREFIX = 8  # letters by which texts without gaps are looked up where one of them may begin
_MOST_KEPT = 2_000  # texts whose translation is remembered
_LONGEST = 1_500  # letters: what is longer was written by others
_STEPS, _STEPS_PER_LETTER = 1_500, 30  # what one sentence may cost; the dearest of ours takes two fifths
_LETTERS_A_STEP = 5  # a text is looked through, word by word
_DEEPEST = 8  # a gap in a gap in a gap
_PLACES = 4  # where a gap may end: so many places are tried
_NUMBERS = {"number", "count"}  # gaps of these names hold one
_CLOSED: Mapping[str, str] = {"“": "”", "„": "“", "(": ")"}
_SENTENCE_ENDS = ".!?…"
_BETWEEN = (" · ", " — ", ": ")  # what stands on either side is a text by itself
# Fixed patterns, each of which reads a letter once or twice whatever the text.
_BORDER = re.compile(" · |[.!?…] ")  # no gap goes on into another text, or another sentence
_NUMBER = re.compile(r"\d[\d.,]*")
_WORDS = re.compile(r"\w+")
_QUOTED_GAP = re.compile(r"“\{(\w+)\}”")  # what others wrote
_OWN_LETTERS = re.compile(r"[^\W\d_]")
_OWN_WORDS = re.compile(r"(?<![\w{}])\w+(?![\w{}])")  # of a template: none that a gap touches
# What may stand between two known parts, and needs no translation: others' words in quotes, numbers, signs.
_UNIT = r"(?:ms|s|min|h|px|B|kB|KB|KiB|MB|GB)\b"
_RAW = re.compile(rf"“[^”]*”|\u2068[^\u2069]*\u2069|\d[\w.,:×%/+-]*(?: {_UNIT})?|[^\w“”]")
_TOKEN = rf"(?:“[^”]*”|[^\s“”(),;]+(?: {_UNIT})?(?: \d+ {_UNIT})?)"
_A_TOKEN, _QUOTED, _NAME = re.compile(_TOKEN), re.compile("“[^”]*”"), re.compile("[^,;.:]{1,60}")
_SOME_WORDS = re.compile(rf"{_TOKEN}(?: [^\s“”(),;]+){{0,3}}")  # a gap where more follows
# A gap that says by itself what it is: a number, a chord, something quoted.
_PLAIN = re.compile(rf"“[^”]*”|[\d.,:×%/+-]+(?: {_UNIT})?(?: \d+ {_UNIT})?|\w+(?:\+\w+)+")


_Spans = tuple[tuple[int, int], ...]  # where each begins, and where what follows it does


_CHORD = re.compile(r"(?:[A-Z]\w*\+)+\w+")  # as chords are shown: Ctrl+Alt+Y


@dataclass(frozen=True, slots=True)
class _Template:
    """A text with gaps, and its translation."""

    pieces: tuple[str, ...]  # what stands before, between and behind the gaps: one more than those
    gaps: tuple[str, ...]
    translation: str
    letters: int
    is_anchored: bool  # it begins with letters of its own

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """Return what says of two that fit which is meant: the one that says more by itself."""
        return self.is_anchored, self.letters, len(self.gaps), sum(map(len, self.pieces))


@dataclass(frozen=True, slots=True)
class _Line:
    """A text that is to be translated, with what is looked up in it again and again."""

    text: str
    quotes: _Spans  # where each begins, and where the text goes on behind it
    borders: tuple[int, ...]  # where another text or sentence begins, outside of quotes
    templates: tuple[_Template, ...]  # which may be in it

    def next_border(self, at: int) -> int:
        """Return where a gap that begins here must have ended."""
        later = bisect_left(self.borders, at)
        return self.borders[later] if later < len(self.borders) else len(self.text)

    def quote(self, at: int) -> tuple[int, int] | None:
        """Return the quote that this place is within: where it begins, and where the text goes on behind it."""
        before = bisect_left(self.quotes, (at, 0)) - 1
        return self.quotes[before] if before >= 0 and at < self.quotes[before][1] else None


@dataclass(frozen=True, slots=True)
class _Fit:
    """A template in a text: where each of its gaps begins and ends there, and where it ends itself."""

    template: _Template
    text: str
    spans: _Spans
    end: int

    def content(self, number: int) -> str:
        """Return what a gap holds."""
        return self.text[slice(*self.spans[number])]

    def is_quoted(self, number: int) -> bool:
        """Tell whether a gap stands in quotes."""
        return self.text.endswith("“", 0, self.spans[number][0])


class Translation:
    """The texts of one language, by the English ones."""

    def __init__(self, texts: Mapping[str, str], code: str = "en") -> None:
        """Take the translations, and their language by its code; those that are empty are not there yet."""
        self.code = code
        known = dict(_pairs(texts))
        self._known = known
        self._fixed = {source: text for source, text in known.items() if not GAP.search(source)}
        self._kept: dict[str, str] = {}
        self.quotes = str.maketrans("“”", "„“") if any("„" in text for text in known.values()) else {}
        # What stands before the last gap of a text, or behind its first, can follow others by itself.
        self._ends = dict(_loose_ends(known))
        self._beginning: dict[str, list[str]] = {}
        for source in {**self._fixed, **self._ends}:
            self._beginning.setdefault(source[:_PREFIX], []).append(source)
        templates = [_template(source, text) for source, text in known.items() if GAP.search(source)]
        templates = [one for one in templates if one.letters >= _LEAST_LETTERS]
        self._templates = sorted(templates, key=lambda one: one.rank, reverse=True)
        self._by_word = _by_rarest_word(self._templates)

    def of(self, text: str) -> str:
        """Return a text in this language; what is not known stays as it is."""
        if isinstance(text, Message):
            return self._of_message(text)
        if not text or len(text) > _LONGEST:
            return text
        if text in self._kept:
            return self._kept[text]
        said = self._of(text)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[text] = said
        return said

    def _of_message(self, text: Message) -> str:
        """Return a message in this language: its gaps are where they are, whatever is in them."""
        form = _looked_up(self._known, text.id) or text.id
        if form == text.id and _OWN_LETTERS.search(GAP.sub("", form)):
            return self.of(str(text))  # it is not translated as a whole

        quoted = set(_QUOTED_GAP.findall(text.id))

        def filled(gap: re.Match[str]) -> str:
            part = text.parts.get(gap[1], gap[0])
            return part if gap[1] in quoted and not isinstance(part, Message) else self.of(part)

        return GAP.sub(filled, form)

    def _of(self, text: str) -> str:
        """Return a text as a whole, or each of its lines and sentences, which cost by their own length each."""
        try:
            whole = _Reading(self, text).known(text, strict=True)
        except _SpentError:
            whole = None
        if whole is not None:
            return whole
        for apart, between in ((text.split("\n"), "\n"), (list(sentences(text)), " ")):
            if len(apart) > 1:
                return between.join(map(self.of, apart))
        try:
            return _Reading(self, text).of(text)
        except _SpentError:
            return text

    def word(self, text: str) -> str | None:
        """Return the translation of a text without gaps, also of one that only begins with a capital here."""
        return _looked_up(self._fixed, text)

    def following(self, text: str) -> str | None:
        """Return the translation of a text without gaps that has a blank before it where it follows others."""
        said = self._fixed.get(f" {text}")
        return said and said.removeprefix(" ")

    def beginnings(self, text: str, start: int) -> Iterator[str]:
        """Yield the texts without gaps that a text may go on with from `start` on."""
        first = text[start : start + _PREFIX]
        for prefix in dict.fromkeys((first, _without_capital(first))):
            for size in range(len(prefix), 0, -1):
                yield from self._beginning.get(prefix[:size], ())

    def end(self, text: str) -> str | None:
        """Return the translation of a known text without gaps, or of an end of one."""
        return self.word(text) or _looked_up(self._ends, text)

    def templates(self, text: str) -> tuple[_Template, ...]:
        """Return the templates whose rarest word is in a text, the one that says most first."""
        words = {"", *(word.lower() for word in _WORDS.findall(text))}
        found = {number for word in words for number in self._by_word.get(word, ())}
        return tuple(self._templates[number] for number in sorted(found))


class _SpentError(Exception):
    """A text has cost as many steps as it may."""


class _Reading:
    """The translation of one sentence, within the steps that its length allows."""

    def __init__(self, texts: Translation, text: str) -> None:
        """Take the language, and the text by whose length the steps are counted."""
        self._texts = texts
        self._left = _STEPS + _STEPS_PER_LETTER * len(text)
        self._said: dict[str, str] = {}
        self._lines: dict[str, _Line] = {}

    def of(self, text: str, depth: int = 0) -> str:
        """Return a text in the language; what is not known, or lies too deep, stays as it is."""
        if depth > _DEEPEST or not text:
            return text
        self._spend()
        if text not in self._said:
            self._said[text] = self._of(text, depth)
        return self._said[text]

    def known(self, text: str, *, strict: bool, depth: int = 0) -> str | None:
        """Return the translation of a text as a whole; `strict`: its gaps hold words, numbers, quotes or known texts.

        A text that follows others is known with a blank before it.
        """
        fixed = self._texts.word(text)
        fixed = self._texts.following(text) if fixed is None else fixed
        if fixed is not None:
            return fixed
        if _CHORD.fullmatch(text):
            return "+".join(self._texts.word(key) or key for key in text.split("+"))
        fits = [fit for fit in self._fits(text) if self._is_sure(fit, strict=strict, depth=depth)]
        if fits:
            said = self._filled(max(fits, key=lambda fit: fit.template.rank), depth)
            return said if text.startswith(" ") else said.removeprefix(" ")
        lower = _without_capital(text)
        return None if lower == text else _with_capital(self.known(lower, strict=strict, depth=depth))

    def _of(self, text: str, depth: int) -> str:
        """Take a text apart where it is not known, from its ends, as long as there is something to part."""
        before: list[str] = []
        behind: list[str] = []
        rest = text
        while True:
            said = self._as_one(rest, depth)
            if said is not None:
                break
            parted = next((parts for one in _BETWEEN if (parts := _parted(rest, one))), None)
            if not parted or self._texts.word(parted[0]) is None:
                said = self.known(rest, strict=False, depth=depth)
                if said is not None:
                    break
            if parted:
                before += self.of(parted[0], depth + 1), parted[1]
                rest = parted[2]
            elif (listed := self._listed(rest)) is not None:
                rest, last = listed
                behind += last, ", "
            else:
                break
        return "".join([*before, rest if said is None else said, *reversed(behind)])

    def _as_one(self, text: str, depth: int) -> str | None:
        whole = self.known(text, strict=True, depth=depth)
        if whole is not None:
            return whole
        for apart, between in ((text.split("\n"), "\n"), (list(sentences(text)), " ")):
            if len(apart) > 1:
                return between.join(self.of(one, depth + 1) for one in apart)
        return self._covered(text, depth)

    def _listed(self, text: str) -> tuple[str, str] | None:
        """Part a list before its last item, and translate that, if it is known; None where it is not."""
        before, _, last = text.rpartition(", ")
        said = self._texts.word(last) if before else None
        return None if said is None else (before, said)

    def _line(self, text: str) -> _Line:
        if text not in self._lines:
            self._spend(len(text) // _LETTERS_A_STEP)
            line = _Line(text, tuple(_quotes(text)), (), self._texts.templates(text))
            borders = (found.start() for found in _BORDER.finditer(text))
            outside = tuple(at for at in borders if line.quote(at) is None)
            self._lines[text] = _Line(text, line.quotes, outside, line.templates)
        return self._lines[text]

    def _spend(self, steps: int = 1) -> None:
        self._left -= steps
        if self._left < 0:
            raise _SpentError

    def _fits(self, text: str) -> Iterator[_Fit]:
        """Yield each template that the text is one of as a whole, also with a blank before it."""
        line = self._line(text)
        blank = line if text.startswith(" ") else self._line(f" {text}")
        for template in line.templates:
            follows = template.pieces[0].startswith(" ")
            fit = self._fit(template, blank if follows else line, 0, whole=True)
            if fit:
                yield fit

    def _fit(self, template: _Template, line: _Line, start: int, *, whole: bool) -> _Fit | None:
        """Fit a template into a line from `start` on, to its end or as far as it goes; None where it does not fit."""
        self._spend()
        first, last = template.pieces[0], template.pieces[-1]
        if not line.text.startswith(first, start) or (whole and not line.text.endswith(last)):
            return None
        spans = self._gaps(template, line, (), start + len(first), whole=whole)
        return None if spans is None else _Fit(template, line.text, spans, spans[-1][1] + len(last))

    def _gaps(self, template: _Template, line: _Line, spans: _Spans, at: int, *, whole: bool) -> _Spans | None:
        """Return where the gaps are, these and from `at` on those that follow; None where they are nowhere."""
        number = len(spans)
        if number == len(template.gaps):
            return spans
        for end in islice(self._gap_ends(template, line, spans, at, whole=whole), _PLACES):
            rest = self._gaps(template, line, (*spans, (at, end)), end + len(template.pieces[number + 1]), whole=whole)
            if rest is not None:
                return rest
        return None

    def _gap_ends(self, template: _Template, line: _Line, spans: _Spans, at: int, *, whole: bool) -> Iterator[int]:
        """Yield where the gap that begins at `at` may end: where the piece behind it stands."""
        text, number = line.text, len(spans)
        name, piece = template.gaps[number], template.pieces[number + 1]
        is_quoted = template.pieces[number].endswith("“")
        is_open = not is_quoted and name not in _NUMBERS
        if name in template.gaps[:number]:
            start, end = spans[template.gaps.index(name)]
            low = at + end - start
            high = low if text.startswith(text[start:end], at) else -1
        elif name in _NUMBERS:
            found = _NUMBER.match(text, at)
            low, high = at + 1, found.end() if found else -1
        elif is_quoted:
            closing = text.find("”", at)
            low, high = at, len(text) if closing < 0 else closing
        elif whole:
            low, high = at, line.next_border(at)
        else:
            found = (_SOME_WORDS if piece else _A_TOKEN).match(text, at)
            low, high = at + 1, found.end() if found else -1
        if whole and number + 1 == len(template.gaps):
            low = max(low, len(text) - len(piece))
            high = min(high, low)
        elif not piece:
            low = low if whole and is_open else high
        ends = self._places(text, piece, low, high)
        if is_open and not whole:  # as few words as will do, and those whole: a file's name has a point in it
            whole_words = (end for end in ends if _SOME_WORDS.fullmatch(text, at, end))
            ends = iter(sorted(whole_words, key=lambda end: (text.count(" ", at, end), -end)))
        for end in ends:
            within = line.quote(end) if is_open else None
            if within is None or within[0] < at:
                yield end

    def _places(self, text: str, piece: str, low: int, high: int) -> Iterator[int]:
        """Yield where a piece stands, from the first of these places to the last."""
        at = low - 1
        while high >= 0 and (at := text.find(piece, at + 1, high + len(piece))) >= 0:
            self._spend()
            yield at

    def _is_sure(self, fit: _Fit, *, strict: bool, depth: int) -> bool:
        """Tell whether a text means this template: one of few letters fits much."""
        template = fit.template
        gaps = [fit.content(number) for number in range(len(template.gaps)) if not fit.is_quoted(number)]
        unknown = [gap for gap in gaps if not _PLAIN.fullmatch(gap) and self._texts.word(gap) is None]
        if not unknown or (template.letters >= _FEW_LETTERS and not strict):
            return True
        name = _NAME if template.letters >= _MANY_LETTERS else _A_TOKEN
        return template.is_anchored and all(name.fullmatch(gap) or self.of(gap, depth + 1) != gap for gap in unknown)

    def _filled(self, fit: _Fit, depth: int) -> str:
        said: dict[str, str] = {}
        for number, name in enumerate(fit.template.gaps):
            content = fit.content(number)
            if fit.is_quoted(number):
                said[name] = content
            elif _QUOTED.fullmatch(content):
                said[name] = content.translate(self._texts.quotes)
            else:
                said[name] = self.of(content, depth + 1)
        return GAP.sub(lambda gap: said[gap[1]], fit.template.translation)

    def _covered(self, text: str, depth: int) -> str | None:
        """Return a text made of known parts that follow one another; None where some part is not known."""
        ways = [self._parts(text, 0, depth)]
        starts = [0]
        said: list[str] = []
        dead: set[int] = set()
        while ways:
            end, part = next(ways[-1], (0, ""))
            if not end:
                dead.add(starts.pop())
                ways.pop()
                said[-1:] = []
            elif end not in dead:
                said.append(part)
                starts.append(end)
                ways.append(self._parts(text, end, depth))
            if starts and starts[-1] == len(text):
                return "".join(said)
        return None

    def _parts(self, text: str, start: int, depth: int) -> Iterator[tuple[int, str]]:
        """Yield what a text can go on with from `start`, the longest first: where it ends, and how it is said."""
        self._spend(_PREFIX // 2)
        parts: list[tuple[int, str]] = []
        for source in self._texts.beginnings(text, start):
            self._spend()
            end = start + len(source)
            said = self._texts.end(text[start:end]) if end <= len(text) and _ends_word(text, end) else None
            if said is not None:
                parts.append((end, said))
        parts += self._fitted(text, text, start, depth)
        lowered = _without_capital(text)
        if not start and lowered != text:
            parts += ((end, _with_capital(said) or "") for end, said in self._fitted(text, lowered, 0, depth))
        raw = _RAW.match(text, start)
        if raw:
            parts.append((raw.end(), raw[0].translate(self._texts.quotes)))
        yield from sorted(parts, key=lambda one: -one[0])  # of two that end together the first: one without gaps

    def _fitted(self, shown: str, text: str, start: int, depth: int) -> Iterator[tuple[int, str]]:
        line = self._line(text)
        for template in line.templates:
            fit = self._fit(template, line, start, whole=False)
            if fit and _ends_word(shown, fit.end) and self._is_sure(fit, strict=True, depth=depth):
                yield fit.end, self._filled(fit, depth)


def _looked_up(texts: Mapping[str, str], text: str) -> str | None:
    said = texts.get(text)
    return _with_capital(texts.get(_without_capital(text))) if said is None else said


def _without_capital(text: str) -> str:
    lower = text[:1].lower()
    return lower + text[1:] if len(lower) == 1 else text  # there is a letter that is two in lower case


def _with_capital(said: str | None) -> str | None:
    return said and said[0].upper() + said[1:]


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


def gettext(id: str, /, **parts: object) -> str:  # noqa: A002 - the field's own term
    """Return a text of ours, its gaps filled, as it is to be shown."""
    return tr(Message(id, **parts))


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


def _quotes(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    while (start := text.find("“", end)) >= 0 and (end := text.find("”", start) + 1) > 0:
        yield start, end


def _parted(text: str, between: str) -> tuple[str, str, str] | None:
    """Part a text where this stands for the first time outside quotes; None where it does not."""
    open_quotes = start = 0
    while (at := text.find(between, start)) >= 0:
        open_quotes += text.count("“", start, at) - text.count("”", start, at)
        if not open_quotes:
            return text[:at], between, text[at + len(between) :]
        start = at + 1
    return None


def _ends_word(text: str, end: int) -> bool:
    return end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())


def _template(source: str, translation: str) -> _Template:
    pieces, gaps = tuple(GAP.split(source)[::2]), tuple(GAP.findall(source))
    letters = sum(map(str.isalpha, "".join(pieces)))
    anchor = sum(map(str.isalpha, pieces[0]))
    return _Template(pieces, gaps, translation, letters, anchor >= _ANCHOR_LETTERS)


def _by_rarest_word(templates: Sequence[_Template]) -> Mapping[str, Sequence[int]]:
    """Return the number of each template by the word of its own that is in the fewest others; "" where it has none."""
    words = [
        {word.lower() for word in _OWN_WORDS.findall("{}".join(template.pieces))} or {""} for template in templates
    ]
    count = Counter(word for one in words for word in one)
    found: dict[str, list[int]] = {}
    for number, one in enumerate(words):
        found.setdefault(min(one, key=lambda word: (count[word], word)), []).append(number)
    return found
