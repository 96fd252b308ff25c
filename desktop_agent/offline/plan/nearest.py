"""Find the known step that is nearest to one that is not understood, to be named in the refusal; it is never done."""

from __future__ import annotations

import re
from difflib import SequenceMatcher, get_close_matches

from desktop_agent.core.message import Message
from desktop_agent.offline.plan.phrases import Phrase

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
# What people say for the words above.
_SAID = {
    "push": "click", "activate": "click", "mark": "tick", "enable": "tick", "disable": "untick", "deselect": "untick",
    "unselect": "untick", "run": "open", "execute": "open", "start": "open", "launch": "open", "put": "type",
    "insert": "type", "input": "type", "set": "fill", "replace": "fill", "change": "fill", "pull": "drag",
    "move": "drag", "pause": "wait", "sleep": "wait", "ensure": "check", "assert": "check", "confirm": "check",
    "expect": "check", "find": "check", "see": "check", "dropdown": "from", "turn": "tick",
}  # fmt: skip
# What says that something is not to be done, or only sometimes, has no near step: it would be the opposite.
_UNLESS = re.compile(r"\b(?:not|never|no|without|unless|except|avoid|if|cannot|or|instead)\b|n['’]t\b", re.IGNORECASE)
_MARK = re.compile(r"\x00(\d+)\x00")
_NEAR, _WORD = 0.6, 0.72
# Steps with the quotes left out: the text that should stand in them, and the step as it should be.
_VERBS = ("click", "open", "start", "type", "fill", "tick", "untick", "select", "drag", "double", "right")
_THING = r"(?:the |on |a |an )*(.+?)(?: (?:button|link|menu|tab|box|field|icon|program|app|window))?"
_UNQUOTED = tuple(
    (re.compile(pattern, re.IGNORECASE), step)
    for pattern, step in (
        (rf"type (.+) (?:in|into) {_THING}", 'type "{}" into "{}"'),
        (Message("fill (?:in )?{thing} with (.+)", thing=_THING), 'fill "{}" with "{}"'),
        (rf"select (.+) (?:from|in) {_THING}", 'select "{}" from "{}"'),
        (rf"drag {_THING} (?:to|onto|into) {_THING}", 'drag "{}" to "{}"'),
        (rf"(double|right)[ -]click {_THING}", '{} click "{}"'),
        (rf"(click|open|start|type|tick|untick) {_THING}", '{} "{}"'),
    )
)


def nearest(phrase: Phrase) -> str:
    """Return a step that would be understood, with the texts of this one; empty where none is near enough."""
    if _UNLESS.search(_MARK.sub("", phrase.marked)) or len(phrase.quoted) >= len(_KNOWN):
        return ""
    if not phrase.quoted and (meant := _with_quotes(phrase.text)):
        return meant
    known = _KNOWN[len(phrase.quoted)]
    said = _in_known_words(phrase.marked)
    score, best = max(((_alike(said, step), step) for step in known), key=lambda one: one[0])
    if score < _NEAR:
        return ""
    return re.sub(r'"(\d)"', lambda match: f'"{_escaped(phrase.quoted[int(match[1])])}"', best)


def _with_quotes(text: str) -> str:
    """Return a step whose names and texts only lack their quotes; empty where it is none."""
    verb, *rest = text.split()
    known = get_close_matches(verb.casefold(), _VERBS, 1, _WORD)
    if not known:
        return ""
    said = " ".join((known[0], *rest))
    for pattern, step in _UNQUOTED:
        if match := pattern.fullmatch(said):
            return step.format(*(_escaped(one) for one in match.groups()))
    return ""


def _in_known_words(marked: str) -> list[str]:
    """Return the words as the known steps have them; the others (“the big … button”) say nothing here."""
    vocabulary = sorted({word for steps in _KNOWN for step in steps for word in step.split()} | _SAID.keys())
    words = _MARK.sub(r' "\1" ', marked.casefold()).replace("-", " ").split()
    near = ([word] if word[0] == '"' else get_close_matches(word, vocabulary, 1, _WORD) for word in words)
    return [_SAID.get(word, word) for some in near for word in some]


def _alike(said: list[str], step: str) -> float:
    """Return how alike two steps are, by words; the verb counts twice."""
    known = step.split()
    return (SequenceMatcher(None, said, known).ratio() + (said[:1] == known[:1])) / 2


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
