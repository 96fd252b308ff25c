"""The program's own documentation: one Markdown file for each topic, by subject and in reading order.

A page begins with its title, and then one sentence that says what it answers: the list of topics shows that sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_agent.core.message import Message

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    Message("Using it"): (
        *("models", "rules", "attachments", "expectations", "tasks", "watch", "notifications", "settings"),
        *("privacy", "desktops", "wayland"),
        *("desk", "desk-network", "receipt"),
        *("films", "mcp", "python"),
    ),
    Message("What it guarantees and how it works"): (
        *("how-it-works", "threat-model", "contract", "events", "figures"),
    ),
    Message("Changing it"): ("contributing", "adding", "glossary"),
}
_HEADING = 10
TOPICS = tuple(topic for topics in SUBJECTS.values() for topic in topics)


def page(topic: str) -> str:
    """Return the Markdown of one of the topics."""
    return Path(__file__).with_name(f"{topic}.md").read_text(encoding="utf-8")


def found(words: str) -> Mapping[str, str]:
    """Return the topics whose pages hold all of some words, best first, each with its first line that holds one.

    A word counts in any case, and as the beginning of a longer one; in a heading it counts more, and so does a page for
    those who use the program.
    """
    using = next(iter(SUBJECTS.values()))
    looked_for = words.casefold().split()
    scores: dict[str, int] = {}
    lines: dict[str, str] = {}
    for topic in TOPICS if looked_for else ():
        text = page(topic)
        hits = [_holding(word, text.casefold().split("\n")) for word in looked_for]
        if all(hits):
            scores[topic] = sum(_HEADING if line.startswith("#") else 1 for each in hits for line in each.values())
            lines[topic] = text.split("\n")[min(hits[0])]
    return {topic: lines[topic] for topic in sorted(scores, key=lambda each: (each not in using, -scores[each]))}


def _holding(word: str, lines: Sequence[str]) -> Mapping[int, str]:
    begins = re.compile(rf"\b{re.escape(word)}")
    return {number: line for number, line in enumerate(lines) if begins.search(line)}


def summary(topic: str) -> str:
    """Return the sentence under a page's title."""
    return page(topic).split("\n\n")[1].replace("\n", " ")
