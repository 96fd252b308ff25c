"""The program's own documentation: one Markdown file for each topic, by subject and in reading order.

A page begins with its title, and then one sentence that says what it answers: the list of topics shows that sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
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
TOPICS = tuple(topic for topics in SUBJECTS.values() for topic in topics)


def page(topic: str) -> str:
    """Return the Markdown of one of the topics."""
    return Path(__file__).with_name(f"{topic}.md").read_text(encoding="utf-8")


def summary(topic: str) -> str:
    """Return the sentence under a page's title."""
    return page(topic).split("\n\n")[1].replace("\n", " ")
