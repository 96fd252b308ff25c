"""`guide`: the program's own documentation, in the terminal."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.guide import SUBJECTS, TOPICS, found, page, summary

_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
_MOST_FOUND = 5
_LONGEST_LINE = 200
_WIDEST = 110  # columns: longer lines are hard to read


def command(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="TOPIC", help=Message("The topic to show, or words to look for."))
    ] = None,
) -> None:
    """Read how Desktop Agent works.

    Without a topic, this lists all topics by subject; with any other words, those that speak of them. Pages are
    formatted in a terminal, and are plain Markdown when piped.
    """
    topic = " ".join(words or ())
    if not topic:
        _list_topics()
    elif topic in TOPICS:
        _print_page(page(topic))
    else:
        _list_matching(topic)


def _list_matching(words: str) -> None:
    """List the topics that speak of something; SettingsError where none does."""
    pages = dict(list(found(words).items())[:_MOST_FOUND])
    if not pages:
        from desktop_agent.settings.complaint import suggestion

        raise SettingsError(Message("The guide has no topic called “{topic}”.", topic=words), suggestion(words, TOPICS))
    terminal.warn(Message("These topics speak of “{words}”:", words=words))
    terminal.say_table(("", ""), [(topic, _without_markup(line)) for topic, line in pages.items()])


def _without_markup(markdown: str) -> str:
    return _LINK.sub(r"\1", re.sub(r"[`*|#]+", "", markdown)).strip()[:_LONGEST_LINE]


def _list_topics() -> None:
    for number, (subject, topics) in enumerate(SUBJECTS.items()):
        if sys.stdout.isatty():
            terminal.say(f"\n{tr(subject)}\n" if number else f"{tr(subject)}\n")
        terminal.say_table(("", ""), [(name, _without_markup(summary(name))) for name in topics])


def _print_page(markdown: str) -> None:
    if not sys.stdout.isatty():
        terminal.say(markdown.rstrip("\n"))
        return
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    # No colours of code: those for a dark terminal cannot be read on a light one, and the other way round.
    console = Console(theme=Theme({"markdown.code": "bold", "markdown.h2": "bold underline"}))
    uncoloured = re.sub(r"^( *```)\w+$", r"\1text", markdown, flags=re.MULTILINE)
    console.print(Markdown(uncoloured, code_theme="ansi_light"), width=min(console.width, _WIDEST))
