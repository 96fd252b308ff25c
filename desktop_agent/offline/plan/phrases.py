"""Cut a task into phrases, one a step, and explain those that are no step: the nearest known one, or all.

Quoted texts are taken out first and leave a numbered mark behind. Quoted text may then contain anything (a comma, a
verb, a full stop) without being mistaken for the task's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from desktop_agent.core.texts.message import Message, sentences

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
    masked = _with_quotes_masked(task.replace(_MARK, ""))
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


def _with_quotes_masked(task: str) -> tuple[str, list[tuple[str, str]]] | OpenQuote:
    pieces: list[str] = []
    quotes: list[tuple[str, str]] = []
    at = 0
    while at < len(task):
        if not _is_opening_quote(task, at):
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


def _is_opening_quote(task: str, at: int) -> bool:
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


# Each in quotes, which translations leave unchanged: only these words are understood, in every language.
KNOWN_VERBS = Message(
    '“click "…"”, “double click "…"”, “right click "…"”, “open "…"”, “start "…"”, “type "…"”, “type "…" into "…"”, '
    '“fill "…" with "…"”, “tick "…"”, “untick "…"”, “select "…" from "…"”, “press ctrl+s”, “scroll down”, '
    '“scroll down until "…" appears”, “drag "…" to "…"”, “wait for "…"”, “wait 2 s”, “check that "…" is visible”, '
    '“check that "…" is "…"”, “check that "…" is ticked”, “check that file "…" contains "…"”'
)
_PLAIN = Message("I'm not an assistant; I follow plain steps with names and text in quotes")
_OTHERWISE = Message("For a task in your own words, choose another model.")
_LABEL = re.compile(r"(?:press|hit) (?:the )?([^+\d\"]+?)(?: button)?", re.IGNORECASE)  # no key, so perhaps a button
_OPENS = Message("This starts the program with that name or, if there isn't one, clicks the text.")
# One step of each kind, by how many quoted texts it has; the first of equally near ones is named.
_KNOWN = (
    ("press enter", "press ctrl+s", "scroll down", "wait 2 s"),
    (
        'click "0"', 'double click "0"', 'right click "0"', 'open "0"', 'type "0"', 'tick "0"', 'untick "0"',
        'wait for "0"', 'wait until "0" is gone', 'scroll down until "0" appears', 'check that "0" is visible',
        'check that "0" is not visible', 'check that "0" is ticked', 'check that "0" is not ticked',
    ),
    (
        'type "0" into "1"', 'fill "0" with "1"', 'select "0" from "1"', 'drag "0" to "1"',
        'click "0" in the row of "1"', 'click "0" right of "1"', 'check that "0" is "1"',
        'check that file "0" contains "1"',
    ),
)  # fmt: skip
# Synonyms of the words above.
_SYNONYMS = {
    "push": "click", "activate": "click", "mark": "tick", "enable": "tick", "disable": "untick", "deselect": "untick",
    "unselect": "untick", "run": "open", "execute": "open", "start": "open", "launch": "open", "put": "type",
    "insert": "type", "input": "type", "set": "fill", "replace": "fill", "change": "fill", "pull": "drag",
    "move": "drag", "pause": "wait", "sleep": "wait", "ensure": "check", "assert": "check", "confirm": "check",
    "expect": "check", "find": "check", "see": "check", "dropdown": "from", "turn": "tick",
}  # fmt: skip
# A negation or condition has no nearest step: that would be the opposite.
_UNLESS = re.compile(r"\b(?:not|never|no|without|unless|except|avoid|if|cannot|or|instead)\b|n['’]t\b", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"\x00(\d+)\x00")
_NEAR = 0.6
_WORD = 0.72
# Patterns of steps without quotes, and the quoted step for each.
_VERBS = ("click", "open", "start", "type", "fill", "tick", "untick", "select", "drag", "double", "right")
_THING = r"(?:the |on |a |an )*(.+?)(?: (?:button|link|menu|tab|box|field|icon|program|app|window))?"
_UNQUOTED = tuple(
    (re.compile(pattern, re.IGNORECASE), step)
    for pattern, step in (
        (rf"type (.+) (?:in|into) {_THING}", 'type "{}" into "{}"'),
        (rf"fill (?:in )?{_THING} with (.+)", 'fill "{}" with "{}"'),
        (rf"select (.+) (?:from|in) {_THING}", 'select "{}" from "{}"'),
        (rf"drag {_THING} (?:to|onto|into) {_THING}", 'drag "{}" to "{}"'),
        (rf"(double|right)[ -]click {_THING}", '{} click "{}"'),
        (rf"(click|open|start|type|tick|untick) {_THING}", '{} "{}"'),
    )
)


@dataclass(frozen=True, slots=True)
class UnknownStep:
    """A task with an unknown step: what is wrong, and the nearest known step."""

    why: str  # a sentence
    near: str = ""

    @property
    def brief(self) -> str:
        """Return what is wrong, and the suggestion."""
        return sentences(self.why, self._suggestion)

    @property
    def message(self) -> str:
        """Return what is wrong, with the suggestion or the list of known steps."""
        more = (
            Message("{plain}.", plain=_PLAIN)
            if self.near
            else sentences(
                Message("{plain}. I understand: {known_verbs}.", plain=_PLAIN, known_verbs=KNOWN_VERBS), _OTHERWISE
            )
        )
        return Message("{brief} {more}", brief=self.brief, more=more)

    @property
    def _suggestion(self) -> str:
        if not self.near:
            return ""
        opens = _OPENS if self.near.startswith("open ") else ""
        return sentences(Message("Did you mean: {near}?", near=self.near), opens)


def unknown(phrase: Phrase, why: str = "") -> UnknownStep:
    """Return the message for a phrase; `why` replaces the usual reason."""
    if not why:
        return UnknownStep(Message("I don't understand the step “{text}”.", text=phrase.text), nearest(phrase))
    label = _LABEL.fullmatch(phrase.text)
    return UnknownStep(why, f'click "{label[1]}"' if label else "")


def unclosed_quote(quote: str) -> UnknownStep:
    """Return the message for a quote without an end; `quote` is its beginning."""
    return UnknownStep(Message("The quote that starts at {rest} has no closing quotation mark.", rest=quote))


def nearest(phrase: Phrase) -> str:
    """Return the nearest known step, with the texts of this one; empty if none is near enough."""
    if _UNLESS.search(_QUOTE_MARK.sub("", phrase.marked)) or len(phrase.quoted) >= len(_KNOWN):
        return ""
    if not phrase.quoted and (quoted_step := _with_quotes(phrase.text)):
        return quoted_step
    steps = _KNOWN[len(phrase.quoted)]
    words = _in_known_words(phrase.marked)
    score, best = max(((_similarity(words, step), step) for step in steps), key=lambda scored_step: scored_step[0])
    if score < _NEAR:
        return ""
    return re.sub(r'"(\d)"', lambda match: f'"{_escaped(phrase.quoted[int(match[1])])}"', best)


def _with_quotes(text: str) -> str:
    """Return the step with quotes around its names and texts, if they are all it lacks; else an empty text."""
    verb, *words = text.split()
    verbs = get_close_matches(verb.casefold(), _VERBS, 1, _WORD)
    if not verbs:
        return ""
    step_text = " ".join((verbs[0], *words))
    for pattern, step in _UNQUOTED:
        if match := pattern.fullmatch(step_text):
            return step.format(*(_escaped(group) for group in match.groups()))
    return ""


def _in_known_words(marked: str) -> list[str]:
    """Return the words in the vocabulary of the known steps; others (“the big … button”) are dropped."""
    vocabulary = sorted({word for steps in _KNOWN for step in steps for word in step.split()} | _SYNONYMS.keys())
    words = _QUOTE_MARK.sub(r' "\1" ', marked.casefold()).replace("-", " ").split()
    near = ([word] if word[0] == '"' else get_close_matches(word, vocabulary, 1, _WORD) for word in words)
    return [_SYNONYMS.get(word, word) for matches in near for word in matches]


def _similarity(words: list[str], step: str) -> float:
    """Return how alike two steps are, by words; the verb counts twice."""
    step_words = step.split()
    return (SequenceMatcher(None, words, step_words).ratio() + (words[:1] == step_words[:1])) / 2


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
