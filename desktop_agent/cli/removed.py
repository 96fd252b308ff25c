"""Earlier commands and flags, for one release: renamed ones are carried out, removed ones refused with exit code 2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message

# By the words of a call: a command, or a command and its flag.
REMOVED: Mapping[str, Message] = {
    "bench": Message("In a checkout of the source code, run: python -m tests.bench.own_tasks"),
    "demo --proven": Message("See how a run checks what you expect: desktop-agent guide expectations"),
    "desk take --yes": Message("It always asks: in the terminal, or in a window."),
    "learn -o": Message("A demonstration is saved as a task; “tasks export” writes it to a file."),
    "mcp install --write": Message("It's written without this flag; --print only shows it."),
    "pair": Message(
        "Runs can't be answered from a phone. To be notified there, see “{guide}”.",
        guide="desktop-agent guide notifications",
    ),
    "replay --save": Message("Save the steps as a task: desktop-agent tasks add NAME --from RUN"),
    "run --early": Message("Every screenshot is taken once the screen has settled."),
    "runs guide --edit": Message(
        "Omit steps with --leave-out, or change the words in the file that --markdown writes."
    ),
    "runs list --min-cost": Message("Use runs list --json, which has the size and the cost of each run."),
    "runs list --min-size": Message("Use runs list --json, which has the size and the cost of each run."),
    "runs import": Message("Unpack the file; each command that takes a run also takes its folder."),
    "schedule add --mandate": Message(
        "Let the task work on a desk, and apply its changes yourself: desktop-agent desk take"
    ),
    "serve --script": Message("In a checkout of the source code, run: python -m tests.fakes.serving SCRIPT"),
}

# Each earlier form of a call, and its present one. What is behind it stays.
RENAMED: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("learn",): ("tasks", "add", "--watch"),
    ("mcp", "uninstall"): ("mcp", "install", "--remove"),
    ("replay",): ("run",),
    ("run-steps",): ("run",),
    ("tasks", "run"): ("run",),
    ("tasks", "save"): ("tasks", "add"),
}


def in_present_words(words: Sequence[str]) -> Sequence[str]:
    """Return a call in its present form, and print that one where it was another."""
    for before, now in RENAMED.items():
        if tuple(words[: len(before)]) == before:
            terminal.warn(Message("“{before}” is now “{now}”.", before=" ".join(before), now=" ".join(now)))
            return (*now, *(word.replace("--fallback", "--provider", 1) for word in words[len(before) :]))
    return words


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
