"""Removed commands and flags. For one release, each is answered with its replacement, and exit code 2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message

# By the words of a call: a command, or a command and its flag.
REMOVED: Mapping[str, Message] = {
    "bench": Message("In a checkout of the source code, run: python -m tests.bench.own_tasks"),
    "desk take --yes": Message("It always asks: in the terminal, or in a window."),
    "pair": Message(
        "Runs can't be answered from a phone. To be notified there, see “{guide}”.",
        guide="desktop-agent guide notifications",
    ),
    "run --early": Message("Every screenshot is taken once the screen has settled."),
    "runs import": Message("Unpack the file; each command that takes a run also takes its folder."),
    "serve --script": Message("In a checkout of the source code, run: python -m tests.fakes.serving SCRIPT"),
}


def check_call(words: Sequence[str]) -> None:
    """Raise SettingsError if the words of a call name a removed command or flag."""
    own = words[: words.index("--")] if "--" in words else words
    flags = {word.partition("=")[0] for word in own if word.startswith("-")}
    names = [word for word in own if not word.startswith("-")]
    for name, instead in REMOVED.items():
        command = [part for part in name.split() if not part.startswith("-")]
        flag = {part for part in name.split() if part.startswith("-")}
        if names[: len(command)] == command and flag <= flags:
            raise SettingsError(Message("“{name}” has been removed.", name=name), instead)
