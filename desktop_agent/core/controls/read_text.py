"""Locating a text among the lines that were read of the screen; the closest texts if it is missing. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise
from math import hypot
from typing import Literal, assert_never

from desktop_agent.core.controls.boxes import Box, box_of
from desktop_agent.core.controls.locator import folded, likeness, reads_as
from desktop_agent.core.controls.screen_contents import TextLine

Relation = Literal["right of", "left of", "below", "above", "in the row of", "near"]

LAST = -1
# of 100; measured on 274 labels of real screens
WHOLE_LINE = 84.0
WORD_RUN = 88.0
SURE = 93.0  # for "is it there": “Save” must not pass for “Saved”
_NEAR_TOP = 6.0
_SAME_ROW = 0.6
_ALIGNED = 0.5  # of a line's height
_CLOSEST = 5
# boxes reach a little over their text; gap in heights
_PADDING_PX = 8
_WIDEST_GAP = 2.5
# Slashes, quotes, and signs that OCR reads for a box separate words.
_WORD = re.compile(r"[^\s/\\|()\[\],;?!\"“”„«»☐☑☒✓✔✗□■○●◯◉◎©]+")
_RUN_TOGETHER = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")  # “UnknownFemale”: captions with a button between them
# of 100; both match, and neither is sure
_PARTED = 92.0
_OTHER_CASE = 90.0
_FILE_NAME = re.compile(r"[^\s/\\]\.(?=\w*[^\W\d_])\w{1,5}$")
_IN_FILE_NAMES = (("rn", "m"), ("vv", "w"), (",", "."), ("_", ""))  # what reading takes for something else
_UNDERLINED = frozenset({("f", "e"), ("t", "i"), ("o", "q")})
_SHORTEST_MISREAD = 4


@dataclass(frozen=True, slots=True)
class TextTarget:
    """A text on the screen, and which one of several: `ordinal` 0 is any, `LAST` the last."""

    text: str
    ordinal: int = 0
    kind: str = ""
    relation: Relation | None = None
    anchor: TextTarget | None = None


@dataclass(frozen=True, slots=True)
class TextPlace:
    """The place of a text; `of` is the number of candidates. `reported`: its program calls a control so."""

    text: str
    box: Box
    of: int = 1
    reported: bool = False


class Rank(IntEnum):
    """How a text was read at a place, the best first."""

    LINE = 0  # as a full line
    WORDS = 1  # as whole words of a line
    MISREAD_LINE = 2
    MISREAD_WORDS = 3


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate place."""

    text: str
    box: Box
    rank: Rank
    score: float
    prose: bool = False  # a lone word without its capital: it may be one of a sentence


def look_up(
    target: TextTarget, lines: Sequence[TextLine], counts: Callable[[Match], bool] | None = None
) -> TextPlace | None:
    """Return the likeliest place of a target."""
    return next(iter(choices(target, lines, counts=counts)), None)


def choices(
    target: TextTarget,
    lines: Sequence[TextLine],
    *,
    before: Sequence[TextLine] = (),
    pointer: tuple[int, int] | None = None,
    counts: Callable[[Match], bool] | None = None,
) -> list[TextPlace]:
    """Return the equally good places of a target, the likeliest first.

    The best reading comes first, then text that is new since `before`, then the nearest to the pointer. If `counts`
    is given, only matches that it accepts are used, also for the anchor.
    """
    matches = _related_matches(target, [*filter(counts, matching(target.text, lines))], lines, counts)
    if target.ordinal:
        place = _match_by_ordinal(target.ordinal, matches)
        return [place] if place else []
    best = _best(matches)
    if target.relation is not None:
        return [TextPlace(match.text, match.box, len(best)) for match in best[:1]]
    newest = [match for match in best if _is_new(match.box, lines, before)] if before else []
    likely = newest or best
    if pointer:
        x, y = pointer
        likely = sorted(likely, key=lambda match: _distance(match.box, x, y))
    return [TextPlace(match.text, match.box, len(best)) for match in likely]


def anchors_of(target: TextTarget, lines: Sequence[TextLine], counts: Callable[[Match], bool] | None = None) -> int:
    """Return how many places of the anchor's text have the target's text in the asked relation to them.

    More than one makes the step ambiguous.
    """
    if target.anchor is None or (relation := target.relation) is None:
        return 0
    matches = [*filter(counts, matching(target.text, lines))]
    sure = [match for match in matches if match.rank <= Rank.WORDS] or matches  # what a row's reading joins or parts
    anchors = [place.box for place in choices(target.anchor, lines, counts=counts)]
    pairs = [
        (anchor, min(related, key=lambda box: _distance(box, *anchor.center)))
        for anchor in anchors
        if (related := [match.box for match in sure if match.box != anchor and relates(match.box, relation, anchor)])
    ]
    if relation in {"in the row of", "right of", "left of"}:
        return len(_rows(anchor for anchor, _ in pairs))
    return len(dict.fromkeys(box for _, box in pairs))


def places_in_column(places: Sequence[TextPlace]) -> list[TextPlace]:
    """Return the places that are aligned in a column, as the entries of a list are; one of each row."""
    boxes = _rows(place.box for place in places)
    aligned_boxes = [box for box in boxes if any(other != box and _are_aligned(box, other) for other in boxes)]
    return [place for place in places if place.box in aligned_boxes]


def _rows(boxes: Iterable[Box]) -> list[Box]:
    rows: list[Box] = []
    for box in boxes:
        if not any(is_in_one_row(box, other) or box.touches(other) for other in rows):
            rows.append(box)
    return rows


def _are_aligned(box: Box, other: Box) -> bool:
    far = min(abs(box.left - other.left), abs(box.right - other.right), abs(box.center[0] - other.center[0]))
    return far < _ALIGNED * min(box.height, other.height)


def certain_place(target: TextTarget, lines: Sequence[TextLine]) -> TextPlace | None:
    """Return where a text certainly is; a similar word is not enough."""
    matches = [match for match in matching(target.text, lines) if _is_sure(target.text, match)]
    related = _related_matches(target, matches, lines)
    if target.ordinal:
        return _match_by_ordinal(target.ordinal, related)
    return TextPlace(related[0].text, related[0].box, len(related)) if related else None


def _is_sure(text: str, match: Match) -> bool:
    """Return whether a match is surely the text; the name of another file may differ by one letter."""
    is_named = not _has_file_name(text) or _is_same_file(text, match.text)
    return match.rank <= Rank.WORDS or (match.score >= SURE and is_named)


def _has_file_name(text: str) -> bool:
    """Return whether a word of a text has the ending of a file name."""
    return any(map(_FILE_NAME.search, folded(text).split()))


def _is_same_file(text: str, other: str) -> bool:
    """Return whether two texts name the same file; a similar name is another file's."""
    name = folded(text)
    other_name = folded(other)
    for letters, replacement in _IN_FILE_NAMES:
        name = name.replace(letters, replacement)
        other_name = other_name.replace(letters, replacement)
    return reads_as(name, other_name)


def not_seen(text: str, lines: Sequence[TextLine]) -> str:
    """Return a sentence that a text is missing, with the closest texts on the screen."""
    quoted = closest(text, (line.text for line in lines))
    if not quoted:
        return f"I cannot see “{text}”. I can read no similar text on the screen."
    return f"I cannot see “{text}”. Closest text on screen: {quoted}."


def why_missing(target: TextTarget, lines: Sequence[TextLine]) -> str:
    """Return a sentence that a target is missing: its text, what it is related to, or only its place beside that."""
    anchor = target.anchor
    if anchor is None or not matching(target.text, lines):
        return not_seen(target.text, lines)
    if not choices(anchor, lines):
        return why_missing(anchor, lines)
    return f"I can see “{target.text}”, but not {target.relation} “{anchor.text}”."


def closest(text: str, others: Iterable[str]) -> str:
    """Return the texts that are closest to one, the best first, in quotation marks; empty without any."""
    query = folded(text)
    scores = {other: likeness(query, folded(other)) for other in others if _is_comparable(query, other)}
    return ", ".join(f"“{other}”" for other in sorted(scores, key=lambda other: -scores[other])[:_CLOSEST])


def matching(text: str, lines: Sequence[TextLine]) -> list[Match]:
    """Return every place where a text could be, best rank first, each rank in reading order."""
    query = folded(text)
    if not query:
        return []
    full_lines = [match for line in lines if (match := _full_line_match(query, line.text, box_of(line)))]
    joined = [match for both, box in _joined_lines(lines) if (match := _full_line_match(query, both, box))]
    parts = [match for line in lines for match in _partial_matches(text, line)]
    exact_boxes = [match.box for match in full_lines if match.rank == Rank.LINE]
    remaining = [match for match in (*joined, *parts) if not any(match.box.touches(box) for box in exact_boxes)]
    return sorted((*full_lines, *remaining), key=lambda match: (match.rank, *_reading_order(match.box)))


def _full_line_match(query: str, text: str, box: Box) -> Match | None:
    normalized = folded(text)
    if reads_as(query, normalized):
        return Match(text, box, Rank.LINE, 100.0)
    score = _score(query, normalized)
    misread = score >= WHOLE_LINE and not _has_longer_word(query, normalized)
    return Match(text, box, Rank.MISREAD_LINE, score) if misread else None


def _score(query: str, normalized: str) -> float:
    """Return how alike two texts are, of 100; an underlined first letter (a menu's key) is often read as another."""
    first_letter_misread = (query[:1], normalized[:1]) in _UNDERLINED and query[1:] == normalized[1:]
    if first_letter_misread and len(query) >= _SHORTEST_MISREAD:
        return WORD_RUN
    return likeness(query, normalized, least=WHOLE_LINE)


def _has_longer_word(query: str, normalized: str) -> bool:
    """Return whether two texts differ by more than misreading: “Save” and “Saved”, “Item 1” and “Item 12”.

    One more letter in front is allowed: OCR may read an icon as a letter.
    """
    digits = re.findall(r"\d+", query) != re.findall(r"\d+", normalized)
    ends_alike = query.endswith(normalized) or normalized.endswith(query)
    in_front = ends_alike and abs(len(query) - len(normalized)) > 1
    return digits or query.startswith(normalized) or normalized.startswith(query) or in_front


def _partial_matches(text: str, line: TextLine) -> Iterable[Match]:
    """Yield runs of words of a line that read like a text; their box is cut from the line's by characters."""
    query = folded(text)
    words = [match.span() for match in _WORD.finditer(line.text)]
    yield from (
        match for first, last in _word_runs(words, query) if (match := _partial_match(text, query, line, first, last))
    )
    parted = [(first + a, first + b) for first, last in words for a, b in _capitals(line.text[first:last])]
    if len(parted) > len(words):
        cut = (_partial_match(text, query, line, first, last) for first, last in _word_runs(parted, query))
        yield from (
            replace(match, rank=Rank.MISREAD_WORDS, score=_PARTED)
            for match in cut
            if match and match.rank == Rank.WORDS
        )


def _word_runs(words: list[tuple[int, int]], query: str) -> Iterable[tuple[int, int]]:
    """Yield the start and end of each run of about as many words as the query has."""
    count = len(_WORD.findall(query))
    for size in range(max(1, count - 1), min(count + 1, len(words)) + 1):
        for start in range(len(words) - size + 1):
            yield words[start][0], words[start + size - 1][1]


def _capitals(word: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.start() for match in _RUN_TOGETHER.finditer(word)), len(word)]
    return list(pairwise(cuts))


def _partial_match(text: str, query: str, line: TextLine, first: int, last: int) -> Match | None:
    """Return a part of a line that reads like a text; a lone word without its capital may be one of a sentence."""
    part = line.text[first:last]
    normalized = folded(part)
    if len(part) == len(line.text):
        return None
    box = _box_of_part(line, first, last)
    if reads_as(query, normalized):
        other_case = " " not in query and text[:1].isupper() and part[:1].islower()
        if other_case:
            return Match(part, box, Rank.MISREAD_WORDS, _OTHER_CASE, prose=True)
        return Match(part, box, Rank.WORDS, 100.0)
    score = _score(query, normalized)
    alike = score >= WORD_RUN and not _has_longer_word(query, normalized)
    return Match(part, box, Rank.MISREAD_WORDS, score) if alike else None


def _box_of_part(line: TextLine, first: int, last: int) -> Box:
    letter = line.width / len(line.text)
    return Box(round(line.left + first * letter), line.top, max(1, round((last - first) * letter)), line.height)


def _joined_lines(lines: Sequence[TextLine]) -> Iterable[tuple[str, Box]]:
    """Yield pairs of lines that may be one text: wrapped, or apart on one row."""
    placed = sorted(((box_of(line), line.text) for line in lines), key=lambda placed_line: placed_line[0].top)
    for at, (box, text) in enumerate(placed):
        for other, more in placed[at + 1 :]:
            if other.top > box.bottom + box.height:
                break
            if _may_wrap(box, other) or _may_continue(box, other):
                yield f"{text} {more}", box.joined(other)
            elif _may_continue(other, box):
                yield f"{more} {text}", box.joined(other)


def _may_wrap(upper: Box, lower: Box) -> bool:
    """Return whether a text may wrap from one line to the line below."""
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    close = -0.4 * upper.height < lower.top - upper.bottom < 0.5 * upper.height
    return close and overlap > 0.5 * min(upper.width, lower.width) and lower.top > upper.top + upper.height // 2


def _may_continue(left: Box, right: Box) -> bool:
    """Return whether a text may continue to the right on the same row."""
    gap = right.left - left.right
    return is_in_one_row(left, right) and -_PADDING_PX <= gap < _WIDEST_GAP * left.height


def _best(matches: list[Match]) -> list[Match]:
    """Return the matches of the best rank; of misread ones only those nearly as good as the best."""
    top = [match for match in matches if match.rank == matches[0].rank]
    score = max((match.score for match in top), default=0.0)
    return [match for match in top if match.score >= score - _NEAR_TOP]


def _match_by_ordinal(ordinal: int, matches: list[Match]) -> TextPlace | None:
    """Return the match at a position in reading order, among exact lines if they are enough, else among all."""
    for least in (Rank.LINE, Rank.WORDS, Rank.MISREAD_WORDS):
        candidates = sorted(
            (match for match in matches if match.rank <= least), key=lambda match: _reading_order(match.box)
        )
        if ordinal == LAST and candidates:
            return TextPlace(candidates[-1].text, candidates[-1].box, len(candidates))
        if 0 < ordinal <= len(candidates):
            return TextPlace(candidates[ordinal - 1].text, candidates[ordinal - 1].box, len(candidates))
    return None


def _related_matches(
    target: TextTarget, matches: list[Match], lines: Sequence[TextLine], counts: Callable[[Match], bool] | None = None
) -> list[Match]:
    """Return the matches that have the relation to the first anchor with any, by rank, then by distance."""
    if target.anchor is None or target.relation is None:
        return matches
    for anchor in choices(target.anchor, lines, counts=counts):
        related = [m for m in matches if m.box != anchor.box and relates(m.box, target.relation, anchor.box)]
        if related:
            return sorted(related, key=lambda match: (match.rank, _distance(match.box, *anchor.box.center)))
    return []


def relates(box: Box, relation: Relation, anchor: Box) -> bool:
    """Return whether a box has a relation to another."""
    overlap = min(box.right, anchor.right) - max(box.left, anchor.left)
    (x, y) = box.center
    (ax, ay) = anchor.center
    match relation:
        case "right of":
            return is_in_one_row(box, anchor) and x > ax
        case "left of":
            return is_in_one_row(box, anchor) and x < ax
        case "below":
            return y > ay + anchor.height // 2 and overlap > 0
        case "above":
            return y < ay - anchor.height // 2 and overlap > 0
        case "in the row of":
            return is_in_one_row(box, anchor)
        case "near":
            return True
        case _:
            assert_never(relation)


def is_in_one_row(box: Box, other: Box) -> bool:
    """Return whether two boxes are side by side."""
    return abs(box.center[1] - other.center[1]) < _SAME_ROW * max(box.height, other.height)


def _is_new(box: Box, lines: Sequence[TextLine], before: Sequence[TextLine]) -> bool:
    old = {(line.text, line.left // 8, line.top // 8) for line in before}
    around = [line for line in lines if box_of(line).touches(box)]
    return any((line.text, line.left // 8, line.top // 8) not in old for line in around)


def _distance(box: Box, x: int, y: int) -> float:
    return hypot(box.center[0] - x, box.center[1] - y)


def _reading_order(box: Box) -> tuple[int, int]:
    return box.center[1] // 10, box.left


def _is_comparable(query: str, text: str) -> bool:
    """Return whether a text can be compared: no scrap of under half the length, no icon read as another script."""
    plain = query.isascii() and not any(letter.isascii() and letter.isalnum() for letter in text)
    return len(folded(text)) * 2 >= len(query) and not plain and not (query.isascii() and _has_cjk(text))


def _has_cjk(text: str) -> bool:
    return any("\u3000" <= letter <= "\u9fff" for letter in text)
