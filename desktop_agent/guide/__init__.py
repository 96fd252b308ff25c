"""The program's own documentation: one Markdown file for each topic, in reading order.

A page begins with its title, and then one sentence that says what it answers: the list of topics shows that sentence.
"""

from __future__ import annotations

from pathlib import Path

TOPICS = (
    "how-it-works",
    "mechanisms",
    "what-is-there",
    "processes",
    "threat-model",
    "privacy",
    "wayland",
    "desk-network",
    "contract",
    "events",
    "guides-and-reports",
    "desk",
    "desk-many",
    "receipt",
    "rules",
    "settings",
    "models",
    "functions",
    "mcp",
    "films",
    "replay",
    "learn",
    "python",
    "serve",
    "first-change",
    "adding-a-setting",
    "adding-a-flag",
    "adding-a-command",
    "adding-a-dialect",
    "adding-a-backend",
    "adding-a-rule",
    "adding-a-slice",
    "tests",
    "figures",
    "fidelity",
    "glossary",
)


def page(topic: str) -> str:
    """Return the Markdown of one of the topics."""
    return Path(__file__).with_name(f"{topic}.md").read_text(encoding="utf-8")


def summary(topic: str) -> str:
    """Return the sentence under a page's title."""
    return page(topic).split("\n\n")[1].replace("\n", " ")
