"""The program's own documentation: one Markdown file for each topic, by subject and in reading order.

A page begins with its title, and then one sentence that says what it answers: the list of topics shows that sentence.
Pages for those who use the program are translated: `de/start.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop_agent.core.texts.message import Message, language

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    Message("Read first"): ("start", "rules", "models"),
    Message("Using it"): (
        *(
            "tasks",
            "templates",
            "schedule",
            "desk",
            "receipt",
            "watch",
            "films",
            "expectations",
            "attachments",
            "notifications",
        ),
        *("settings", "privacy", "desktops", "wayland"),
    ),
    Message("For programs and agents"): ("python", "mcp", "events", "contract", "desk-network"),
    Message("What it guarantees and how it works"): ("how-it-works", "threat-model", "figures"),
    Message("Changing it"): ("contributing",),
}
FIRST = "start"
FOLDER = Path(__file__).parent
_HEADING = 10
TOPICS = tuple(topic for topics in SUBJECTS.values() for topic in topics)
_FOR_OTHERS = TOPICS[TOPICS.index("python") :]


def page(topic: str) -> str:
    """Return the Markdown of one of the topics, in the person's language where the page is translated."""
    translated = FOLDER / language() / f"{topic}.md"
    return translated.read_text("utf-8") if translated.is_file() else _in_english(topic)


def found(words: str) -> Mapping[str, str]:
    """Return the topics whose pages hold all of some words, best first, each with the line that holds the most.

    A word counts in any case, and as the beginning of a longer one; in a heading it counts more. The page with the
    questions that come up first comes first, then those for people who use the program. English words are found from
    any language.
    """
    looked_for = words.casefold().split()
    scores: dict[str, int] = {}
    lines: dict[str, str] = {}
    for topic in TOPICS if looked_for else ():
        text = "\n".join({page(topic): None, _in_english(topic): None})
        hits = [_holding(word, text.casefold().split("\n")) for word in looked_for]
        if all(hits):
            scores[topic] = sum(_HEADING if line.startswith("#") else 1 for each in hits for line in each.values())
            counts = Counter(number for each in hits for number in each)
            lines[topic] = text.split("\n")[max(sorted(counts), key=counts.__getitem__)]
    ranked = sorted(scores, key=lambda topic: (topic != FIRST, topic in _FOR_OTHERS, -scores[topic]))
    return {topic: lines[topic] for topic in ranked}


def _in_english(topic: str) -> str:
    return (FOLDER / f"{topic}.md").read_text("utf-8")


def _holding(word: str, lines: Sequence[str]) -> Mapping[int, str]:
    begins = re.compile(rf"\b{re.escape(word)}")
    return {number: line for number, line in enumerate(lines) if begins.search(line)}


def summary(topic: str) -> str:
    """Return the sentence under a page's title."""
    return page(topic).split("\n\n")[1].replace("\n", " ")
