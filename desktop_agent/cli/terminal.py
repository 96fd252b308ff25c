"""Prints in the person's language: results on stdout, everything else on stderr; JSON in English."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.texts.foreign_text import json_line
from desktop_agent.core.texts.message import Message, sentences, tr, visible

YES = frozenset({"y", "yes", "ja", "oui"})  # in every language: none of these words means no anywhere
# characters
LONGEST_LINE = 2000
LONGEST_ROW = 500
_LONGEST_KEY = 10_000
_NAME_AND_PATH = 2  # words


def say(text: str, *, hang: int = 0) -> None:
    """Print a result; on a terminal, long lines are wrapped between words and continue `hang` characters in."""
    with _reader_may_leave():
        print(_fitted(tr(text), sys.stdout, hang))


def warn(text: str) -> None:
    """Print one line on stderr, if there is any; characters that would control the terminal are made visible."""
    if not text:
        return
    with contextlib.suppress(OSError):  # the terminal was closed, so no one reads it
        print(_fitted(visible(tr(text), LONGEST_LINE), sys.stderr, 0), file=sys.stderr)


def is_shown() -> bool:
    """Return whether the results go to a terminal and not to a program."""
    return sys.stdout.isatty()


def columns() -> int:
    """Return the terminal's width in characters."""
    return shutil.get_terminal_size().columns


def ask_yes_no(question: str) -> bool:
    """Ask a yes-or-no question on the terminal; without a terminal the answer is no."""
    if not sys.stdin.isatty():
        warn(sentences(question, Message("You can't be prompted here; use --yes.")))
        return False
    return read_yes(question)


def read_yes(question: str) -> bool:
    """Ask the person at the keyboard; only one of `YES` is a yes."""
    print(f"{tr(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in YES


def typed_answer(question: str) -> str:
    """Ask the person at the keyboard, and return what they type."""
    print(f"{tr(question)} ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def typed_key(name: str) -> str:
    """Ask the person at the keyboard for a key without showing it; return the first line of piped input instead."""
    if not sys.stdin.isatty():
        return sys.stdin.readline(_LONGEST_KEY)
    from getpass import getpass

    try:
        return getpass(tr(Message("Key for {name} (input hidden): ", name=name)))
    except EOFError:
        return ""


def say_json(value: object) -> None:
    """Print a result for programs: one JSON document on one line, in UTF-8 whatever the terminal's encoding."""
    say_line(json_line(value))


def say_line(line: str) -> None:
    """Print a line for programs, at once."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def finish() -> None:
    """Write out the buffer."""
    with _reader_may_leave():
        sys.stdout.flush()


def silence_stdout() -> None:
    """Discard stdout after its reader has closed it, so that buffered text does not raise again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in the person's language: on a terminal with its heads, fitted to its width; else tab-separated.

    Without a terminal each row is one uncut line. A table whose heads are all empty has no head row.
    """
    clean = [[visible(tr(cell), LONGEST_LINE) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in clean:
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_header=any(heads))
    for number, head in enumerate(heads):
        table.add_column(tr(head), overflow="fold", no_wrap=number == 0)
    for row in clean:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def in_toml(value: object) -> str:
    """Return a value as written in the settings file; a dash for none."""
    if value is None or value == "":
        return "–"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {in_toml(item)}" for name, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(in_toml, value)) + "]"
    if isinstance(value, Rect):
        return f"{value.x},{value.y},{value.width},{value.height}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def changes_in_toml(changes: Mapping[str, tuple[object, object]]) -> tuple[str, ...]:
    """Return a line for each changed setting, with its old and its new value."""
    return tuple(f"{key}: {in_toml(before)} → {in_toml(after)}" for key, (before, after) in changes.items())


def _fitted(text: str, stream: TextIO, hang: int) -> str:
    """Wrap a line between words, but never inside a path, nor between a path and its label."""
    room = columns() - 1
    if not stream.isatty() or len(text) <= room or len(text.split()) <= _NAME_AND_PATH:
        return text
    fill = textwrap.TextWrapper(room, subsequent_indent=" " * hang, break_long_words=False, break_on_hyphens=False)
    return fill.fill(text)


@contextlib.contextmanager
def _reader_may_leave() -> Iterator[None]:
    """Ignore that the reader of stdout has closed it: that must not change a command's work or exit code."""
    try:
        yield
    except OSError as error:
        silence_stdout()
        if error.errno not in {errno.EPIPE, errno.EIO}:
            raise DesktopAgentError(
                Message("The output can't be written: {strerror}.", strerror=error.strerror),
                Message("Free some space, or redirect the output elsewhere."),
            ) from error
