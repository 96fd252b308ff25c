"""The words for the facts about a run's end: every surface shows these beside the model's word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from desktop_agent.core.runs.events import RunFinished
from desktop_agent.core.runs.outcome import Outcome, WindowLeft
from desktop_agent.core.texts.message import Message, Quotation, foreign, join, plural, template

_Counted = Callable[[int], str]
_LEFT_OUT: Mapping[str, _Counted] = {
    "refused": lambda count: plural("{count} refused", "{count} refused", count=count),
    "skipped": lambda count: plural("{count} skipped", "{count} skipped", count=count),
    "failed": lambda count: plural("{count} failed", "{count} failed", count=count),
    "interrupted": lambda count: plural("{count} interrupted", "{count} interrupted", count=count),
    "unseen": lambda count: plural(
        "{count} text not found in any field", "{count} texts not found in any field", count=count
    ),
    "altered": lambda count: plural(
        "{count} field contains something else", "{count} fields contain something else", count=count
    ),
    "unknown": lambda count: plural("{count} uncertain", "{count} uncertain", count=count),
}
_MESSAGES: Mapping[str, _Counted] = {
    "unread": lambda count: plural(
        "Your message wasn't answered.", "{count} of your messages weren't answered.", count=count
    ),
    "unheeded": lambda count: plural(
        "Nothing was done after your message.", "Nothing was done after {count} of your messages.", count=count
    ),
}
_CHANGES: Mapping[str, str] = {
    "new": template("{path} (new)"),
    "changed": template("{path} (changed)"),
    "removed": template("{path} (removed)"),
}
# names in one sentence, and the characters of each
_MOST = 5
_LONGEST = 80


def facts(outcome: Outcome | None, files: Sequence[Mapping[str, str]] | None = None) -> tuple[str, ...]:
    """Return what is certain about a run's end, a sentence each; nothing where no run has ended."""
    known = outcome or Outcome()
    parts = [words(count) for name, words in _LEFT_OUT.items() if (count := getattr(known, name))]
    said = [words(count) for name, words in _MESSAGES.items() if (count := getattr(known, name))]
    left_out = [Message("Not done as requested: {parts}.", parts=join(", ", parts))] if parts else []
    return (*left_out, *said, *_files(files), *_windows(known.windows or ()))


def facts_of(finished: RunFinished | None) -> tuple[str, ...]:
    """Return the facts of a run's last event; nothing where it is missing."""
    return facts(finished.outcome, finished.files) if finished else ()


def files_in_few_words(files: Sequence[Mapping[str, str]] | None) -> str:
    """Return which file a run has changed, without its folder, or how many; empty where none, or it's unknown."""
    named, count = _changed(files or ())
    if count == 1 and named:
        words, path = named[0]
        return Message(words, path=foreign(path.rpartition("/")[2], _LONGEST))
    return plural("{count:,} file", "{count:,} files", count=count) if count else ""


def _changed(files: Sequence[Mapping[str, str]]) -> tuple[Sequence[tuple[str, str]], int]:
    """Return the files that are known by name, each with the words for its change, and how many there are in all."""
    named = [
        (_CHANGES[change], file.get("path", "")) for file in files if (change := file.get("change", "")) in _CHANGES
    ]
    return named, len(named) + sum(_number(file.get("path", "")) for file in files if file.get("change") == "more")


def _files(files: Sequence[Mapping[str, str]] | None) -> Iterator[str]:
    if files is None:
        return
    named, count = _changed(files)
    changes = (Message(words, path=foreign(path, _LONGEST)) for words, path in named[:_MOST])
    if count:
        names = _with_rest(changes, count - len(named[:_MOST]))
        yield plural("{count:,} file changed: {names}.", "{count:,} files changed: {names}.", count=count, names=names)
    else:
        yield Message("No file changed in the folders for this run.")
    if left := sum(_number(file.get("path", "")) for file in files if file.get("change") == "noise"):
        yield plural(
            "Not counted: {count:,} lock or temporary file that a program left there.",
            "Not counted: {count:,} lock or temporary files that programs left there.",
            count=left,
        )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _windows(windows: Sequence[WindowLeft]) -> Iterator[str]:
    unsaved = [window for window in windows if window.unsaved]
    opened = [window for window in windows if window.opened and not window.unsaved]
    if unsaved:
        yield Message("Unsaved: {names}.", names=_with_rest(map(_name, unsaved[:_MOST]), len(unsaved) - _MOST))
    if opened:
        yield Message("Left open: {names}.", names=_with_rest(map(_name, opened[:_MOST]), len(opened) - _MOST))


def _name(window: WindowLeft) -> str:
    name = window.title or window.program
    return Message("“{name}”", name=Quotation(foreign(name, _LONGEST))) if name else Message("a hidden window")


def _with_rest(names: Iterable[str], rest: int) -> str:
    listed = join(", ", names)
    return Message("{names} and {rest} more", names=listed, rest=rest) if rest > 0 else listed
