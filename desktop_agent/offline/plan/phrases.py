"""Cut a task into phrases, one a step, and take the quoted texts out of them.

Quoted texts are taken out first and leave a numbered mark behind. Quoted text may then contain anything (a comma, a
verb, a full stop) without being mistaken for the task's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

VERBS = (
    "double click|double-click|right click|right-click|click|tap|press|hit|open|start|launch|choose|type|enter|write|"
    "fill|tick|untick|check|uncheck|select|pick|scroll|drag|wait|make sure|verify"
)

_CLOSING = {'"': '"', "'": "'", "“": "”", "„": "“”", "«": "»", "‘": "’", "‹": "›", "`": "`", "「": "」"}
_INSIDE_WORDS = "'‘"
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
_MARK = "\x00"
_MARKED = re.compile(r"\x00(\d+)\x00")
_LIST_NUMBER = re.compile(r"(?m)^[ \t]*(?:(?:step[ \t]*)?\d+[.):]|[-*•])[ \t]+", re.IGNORECASE)
_ENDS = re.compile(r"[\n;]|[.!](?=\s|$)|(?:,\s*)?\b(?:and\s+)?then\b,?", re.IGNORECASE)
_JOINS = re.compile(rf"(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:please\s+)?(?:{VERBS})\b)", re.IGNORECASE)
_LEAD = re.compile(r"(?:(?:and|now|next|finally|please|afterwards|after that|first)\b[\s,]*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with a numbered mark in the place of each quoted text, and those texts."""

    marked: str
    quoted: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class OpenQuote:
    """A quote that is never closed; `text` is its beginning."""

    text: str


def phrases(task: str) -> tuple[Phrase, ...] | OpenQuote:
    """Cut a task at line breaks, semicolons, full stops, "then", and at commas and "and" before a verb."""
    masked = _mask(task.replace(_MARK, ""))
    if isinstance(masked, OpenQuote):
        return masked
    marked, quotes = masked
    pieces = (part for piece in _ENDS.split(_LIST_NUMBER.sub("", marked)) for part in _JOINS.split(piece))
    tidy = (piece[match.end() :] if (match := _LEAD.match(piece)) else piece for piece in map(_bare, pieces))
    return tuple(_phrase(piece, quotes) for piece in tidy if piece)


def _phrase(piece: str, quotes: list[tuple[str, str]]) -> Phrase:
    numbers = [int(number) for number in _MARKED.findall(piece)]
    order = iter(range(len(numbers)))
    marked = _MARKED.sub(lambda _: f"{_MARK}{next(order)}{_MARK}", piece)
    text = _MARKED.sub(lambda match: quotes[int(match[1])][1], piece)
    return Phrase(" ".join(marked.split()), tuple(quotes[number][0] for number in numbers), " ".join(text.split()))


def _bare(piece: str) -> str:
    return piece.strip(" \t\r,.")


def _mask(task: str) -> tuple[str, list[tuple[str, str]]] | OpenQuote:
    pieces: list[str] = []
    quotes: list[tuple[str, str]] = []
    at = 0
    while at < len(task):
        if not _opens(task, at):
            pieces.append(task[at])
            at += 1
            continue
        end = _end_of_quote(task, at)
        if end < 0:
            return OpenQuote(task[at : at + 40])
        pieces.append(f"{_MARK}{len(quotes)}{_MARK}")
        quotes.append((_unescaped(task[at + 1 : end]), task[at : end + 1]))
        at = end + 1
    return "".join(pieces), quotes


def _opens(task: str, at: int) -> bool:
    """Return whether a quote begins here; an apostrophe inside a word ("don't") does not."""
    after_word = at > 0 and task[at - 1].isalnum()
    return task[at] in _CLOSING and not (after_word and task[at] in _INSIDE_WORDS)


def _end_of_quote(task: str, start: int) -> int:
    closing = _CLOSING[task[start]]
    at = start + 1
    while at < len(task):
        if task[at] == "\\" and task[at + 1 : at + 2] in _ESCAPES:
            at += 2
            continue
        inside_word = task[start] in _INSIDE_WORDS and task[at + 1 : at + 2].isalnum()
        if task[at] in closing and not inside_word:
            return at
        at += 1
    return -1


def _unescaped(text: str) -> str:
    return re.sub(r"\\([nt\\\"'])", lambda match: _ESCAPES[match[1]], text)
