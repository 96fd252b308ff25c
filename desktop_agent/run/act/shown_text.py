"""Whether a typed text stands in the picture as requested, where no program reports what has arrived.

A program in a terminal, a canvas, and a field that reports no text may change what is typed: a mask, a completion, a
limit, an indent. So the text is looked for in the lines that are read where the picture has changed. What is read has
to explain itself by the text and by what stood there before: an entry of a list that begins with the text is more than
the text. Letters that look alike, blanks and accents are a matter of reading, and no difference.

A text of several lines may have got other indents. Only lines that are read exactly, and once, show that, and not the
first: it stands where the caret was. An editor that has indented them once more shows them further to the right, each
by another distance.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from statistics import median

from desktop_agent.core.actions.action import Action, Click, Look, Move, Press, Type, Wait, uses_keyboard
from desktop_agent.core.actions.keys import main_key
from desktop_agent.core.controls.locator import PLAIN_SIGNS
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.pictures import Frame, Rect
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.core.texts.message import Message

CANT_BE_SEEN = Message(
    "No program reports what became of this text, and it can't be compared in the picture. Look whether the text is "
    "there as requested."
)
_FEWEST_LINES = 2
_FEWEST_LETTERS = 4  # of a line: shorter ones are read too vaguely
_OTHER_INDENT = 3  # characters: less may be a matter of reading
_LONGEST_EXCERPT = 20
_INDENTED = re.compile(r"\n[ \t]+\S")
_ALIKE = 0.5  # of a text and a line: what is less alike is another text
_LOOKALIKE = str.maketrans("COSVWXZUKPY0Ii1|!‖", "cosvwxzukpyolllll" + "l")
_ROWS = range(1, 6)  # so many lines that are read may be one of the text
_CARET = "l"  # as what a caret behind the text may be read
_ANY = ".{{0,{}}}"  # as what letters beyond ASCII may be read: at most two for each
_FIRST = itemgetter(0)
# Limits of what is compared with the picture: a long text must not keep a run, or a stop, waiting.
_MOST_VAGUE_RUNS = 3
_MOST_COMPARED = 5  # lines of the text that weren't found
_MOST_MATCHED = 3  # lines that are read
_FAINT = ".,'"  # signs at the end of a line that are seldom read


def may_change_text(action: Action | InvalidAction) -> bool:
    """Return whether keys may change what a text before them has left: any but Return and Tab by themselves."""
    if isinstance(action, InvalidAction | Type) or not uses_keyboard(action):
        return False
    return _only_key(action) not in {"enter", "tab"}


def leaves_texts(action: Action, seen: Frame, parts: Sequence[Rect]) -> bool:
    """Return whether an action changes no text that stands in these parts: it looks, or clicks or leads elsewhere.

    What has come up together with a text, such as a list of completions, is among its parts.
    """
    if isinstance(action, Click):
        at = seen.viewport.to_screen(action.at)
        return not any(part.contains(at) for part in parts)
    return _only_key(action) == "tab" or isinstance(action, Move | Wait | Look)


def _only_key(action: Action) -> str:
    """Return the main key of the one chord that an action presses; empty for any other action."""
    return main_key(action.keys[0]) if isinstance(action, Press) and len(action.keys) == 1 else ""


def presses_return(action: Action) -> bool:
    """Return whether an action ends with a Return, after which what is seen may be a program's answer."""
    if isinstance(action, Type):
        return action.text.endswith("\n") and not action.is_block
    return isinstance(action, Press) and main_key(action.keys[-1]) == "enter"


def block_of(action: Action) -> str:
    """Return a text for a terminal whose indents an editor may have changed; empty for anything else."""
    if not isinstance(action, Type) or action.secret or action.entry != "one place":
        return ""
    return action.text if _INDENTED.search(action.text) and "\t" not in action.text else ""


def indents_note(text: str, shown: Sequence[ShownControl]) -> str:
    """Return how the indents of the shown lines differ, or that it can't be seen; empty if they don't."""
    wanted = [line for line in text.split("\n")[1:] if len(line.strip()) >= _FEWEST_LETTERS]
    times_wanted = Counter(map(_plain, text.split("\n")))
    times_shown = Counter(_plain(line.name) for line in shown)
    boxes = {_plain(line.name): line.box for line in shown}
    found = [
        (line, boxes[_plain(line)]) for line in wanted if times_wanted[_plain(line)] == times_shown[_plain(line)] == 1
    ]
    if len(found) < _FEWEST_LINES:
        return CANT_BE_SEEN
    cell = median(box.width / len(line.strip()) for line, box in found)
    margins = [box.x / cell - (len(line) - len(line.lstrip())) for line, box in found]
    other = [line for (line, _), margin in zip(found, margins, strict=True) if margin - min(margins) >= _OTHER_INDENT]
    if not other:
        return ""
    return Message("The program has changed the indents of the text, for example at “{short}”.", short=_cut(other[0]))


def words_note(texts: Sequence[str], shown: Sequence[ShownControl], before: Sequence[ShownControl]) -> str:
    """Return how what is read differs from the typed texts, or that it can't be seen; empty if it doesn't.

    `shown` are the lines where the picture has changed, and `before` those that were read there.
    """
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    are_several = len(lines) > 1
    if are_several:
        lines = [line for line in lines if sum(map(str.isalnum, line)) >= _FEWEST_LETTERS]
    read_as = cache(partial(_ReadLines.of, shown, before))
    unexplained = list[tuple[_TypedLine, _ReadLines]]()
    for line in lines:
        wanted = _TypedLine.of(line, are_signs_vague=are_several)
        if not wanted.reading.letters:
            continue
        read = read_as(ignores_blanks=wanted.has_blanks, ignores_signs=wanted.has_blanks or are_several)
        explained = [each for each in (*read.runs, read.whole) if _is_explained(wanted.pattern, each, read.stood)]
        if any(2 * each.signs >= wanted.reading.signs for each in explained):
            continue
        if explained:
            return Message("As far as the picture can be read, signs of the text are missing. Check it.")
        unexplained.append((wanted, read))
    notes = [_difference(wanted, read, are_several=are_several) for wanted, read in unexplained[:_MOST_COMPARED]]
    return next((note for note in notes if note != CANT_BE_SEEN), CANT_BE_SEEN if unexplained else "")


@dataclass(frozen=True, slots=True)
class _TypedLine:
    """A typed line: how it may be read, as a pattern. Each sign counts in a word, and in several words most of them.

    Those of code are read too vaguely for more.
    """

    text: str
    reading: _Reading
    has_blanks: bool
    vague: tuple[bool, ...]  # of each letter: whether it's beyond ASCII, and may be read as others
    is_vague: bool  # it has so many of these that a difference says nothing
    pattern: str

    @classmethod
    def of(cls, line: str, *, are_signs_vague: bool) -> _TypedLine:
        text = line.rstrip(_FAINT) or line
        has_blanks = any(map(str.isspace, text))
        reading = _Reading.of(text, ignores_blanks=has_blanks, ignores_signs=has_blanks or are_signs_vague)
        vague = [not text[place].isascii() and text[place].isalpha() for place in reading.places]
        runs = [
            (kind, [letter for _, letter in group])
            for kind, group in groupby(zip(vague, reading.letters, strict=True), _FIRST)
        ]
        is_vague = 2 * sum(vague) > len(vague) or sum(kind for kind, _ in runs) > _MOST_VAGUE_RUNS
        pattern = "".join(
            _ANY.format(2 * len(letters)) if kind and not is_vague else re.escape("".join(letters))
            for kind, letters in runs
        )
        return cls(text, reading, has_blanks, tuple(vague), is_vague, pattern)


@dataclass(frozen=True, slots=True)
class _ReadLines:
    """What was read: each line, lines that may be one of the text (it's wrapped, or has gaps), and all as one."""

    lines: tuple[_Reading, ...]
    runs: tuple[_Reading, ...]
    whole: _Reading
    stood: str  # the letters that were read there before

    @classmethod
    def of(
        cls, shown: Sequence[ShownControl], before: Sequence[ShownControl], *, ignores_blanks: bool, ignores_signs: bool
    ) -> _ReadLines:
        read = partial(_Reading.of, ignores_blanks=ignores_blanks, ignores_signs=ignores_signs)
        between = " " if ignores_blanks else ""
        names = [line.name for line in shown]
        runs = (between.join(names[at : at + count]) for count in _ROWS for at in range(len(names) - count + 1))
        stood = read("".join(line.name for line in before)).letters
        return cls(tuple(map(read, names)), tuple(map(read, runs)), read(between.join(names)), stood)


def _difference(wanted: _TypedLine, read: _ReadLines, *, are_several: bool) -> str:
    """Return how the likest of the read lines differs from a typed one."""
    lines = read.lines if are_several else (*read.lines, read.whole)
    near = sorted(lines, key=lambda line: _matcher(wanted.reading, line).quick_ratio(), reverse=True)[:_MOST_MATCHED]
    if not near:
        return CANT_BE_SEEN
    letters = wanted.reading.letters
    places = wanted.reading.places
    likest = max(near, key=lambda line: _matcher(wanted.reading, line).ratio())
    matcher = _matcher(wanted.reading, likest)
    if len(likest.letters) >= _FEWEST_LETTERS and likest.letters in letters:
        first = letters.index(likest.letters)
        end = places[first + len(likest.letters) - 1] + 1
        return Message(
            "As far as the picture can be read, only “{part}” of the text is there. Check it.",
            part=_cut(wanted.text[places[first] : end]),
        )
    if letters in likest.letters:
        return Message("As far as the picture can be read, more than the requested text stands there. Check it.")
    if len(letters) < _FEWEST_LETTERS or wanted.is_vague or matcher.ratio() < _ALIKE:
        return CANT_BE_SEEN
    last = len(places) - 1
    others = (min(at, last) for tag, at, *_ in matcher.get_opcodes() if tag != "equal" and (tag != "insert" or at))
    other = next((at for at in others if not wanted.vague[at]), None)
    if other is None:
        return CANT_BE_SEEN
    return Message(
        "As far as the picture can be read, the text differs from the requested one, starting at “{short}”. Check it.",
        short=_cut(wanted.text[places[other] :]),
    )


def _is_explained(pattern: str, read: _Reading, stood: str) -> bool:
    """Return whether a line is the text, with nothing around it that didn't stand there before.

    Words at some distance ahead of it are those of a label or a line's number.
    """
    for match in re.finditer(f"(?=({pattern}))", read.letters):
        ahead = "" if read.begins_word(match.start()) else read.letters[: match.start()]
        behind = read.letters[match.end(1) :].strip(_FAINT + " ")
        if ahead in stood and behind.removesuffix(_CARET) in stood[stood.find(ahead) + len(ahead) :]:
            return True
    return False


def _matcher(wanted: _Reading, line: _Reading) -> SequenceMatcher[str]:
    return SequenceMatcher(None, wanted.letters.lower(), line.letters.lower(), autojunk=False)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The letters and signs of a text, as alike as they may be read, and the place of each in the text."""

    text: str
    letters: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str, *, ignores_blanks: bool, ignores_signs: bool) -> _Reading:
        """Return those of a text; blanks between two words count unless they are ignored."""
        pairs = list[tuple[str, int]]()
        for place, char in enumerate(text):
            if char.isspace():
                is_within = text[:place].rstrip()[-1:].isalnum() and text[place + 1 : place + 2].isalnum()
                pairs += [(" ", place)] if is_within and not ignores_blanks else []
                continue
            if ignores_signs and not char.isalnum():
                continue
            plain = unicodedata.normalize("NFKD", char.translate(PLAIN_SIGNS)).translate(_LOOKALIKE)
            for letter in plain:
                if letter == "n" and pairs and pairs[-1][0] == "r":
                    pairs[-1] = ("m", pairs[-1][1])
                elif not unicodedata.combining(letter):
                    pairs.append((letter, place))
        return cls(text, "".join(letter for letter, _ in pairs), tuple(place for _, place in pairs))

    @property
    def signs(self) -> int:
        """Return how many signs there are."""
        return sum(not (char.isalnum() or char.isspace()) for char in self.text)

    def begins_word(self, at: int) -> bool:
        """Return whether a letter, by its number, is the first one of a word."""
        return not self.text[self.places[at] - 1 : self.places[at]].strip()


def _cut(text: str) -> str:
    plain = _plain(text)
    return plain[:_LONGEST_EXCERPT] + ("…" if len(plain) > _LONGEST_EXCERPT else "")


def _plain(line: str) -> str:
    return " ".join(line.split())
