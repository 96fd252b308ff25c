"""The state of a run in words: the reason why it waits for the model, and the facts about its end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from desktop_agent.core.runs.events import Event, Noticed, Paused, RequestSent, Resumed, RunFinished, TouchNoticed
from desktop_agent.core.runs.outcome import Outcome, WindowLeft
from desktop_agent.core.runs.waiting import Discarded, Partial, StreamUpdate, Waiting
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
_LONGEST_NAME = 80


def facts(outcome: Outcome | None, files: Sequence[Mapping[str, str]] | None = None) -> tuple[str, ...]:
    """Return what is certain about a run's end, a sentence each; nothing where no run has ended."""
    known = outcome or Outcome()
    parts = [words(count) for name, words in _LEFT_OUT.items() if (count := getattr(known, name))]
    said = [words(count) for name, words in _MESSAGES.items() if (count := getattr(known, name))]
    left_out = [Message("Not done as requested: {parts}.", parts=join(", ", parts))] if parts else []
    return (*left_out, *said, *_file_sentences(files), *_window_sentences(known.windows or ()))


def facts_of(finished: RunFinished | None) -> tuple[str, ...]:
    """Return the facts of a run's last event; nothing where it is missing."""
    return facts(finished.outcome, finished.files) if finished else ()


def files_in_few_words(files: Sequence[Mapping[str, str]] | None) -> str:
    """Return which file a run has changed, without its folder, or how many; empty where none, or it's unknown."""
    named, count = _named_changes(files or ())
    if count == 1 and named:
        words, path = named[0]
        return Message(words, path=foreign(path.rpartition("/")[2], _LONGEST_NAME))
    return plural("{count:,} file", "{count:,} files", count=count) if count else ""


def _named_changes(files: Sequence[Mapping[str, str]]) -> tuple[Sequence[tuple[str, str]], int]:
    """Return the files that are known by name, each with the words for its change, and how many there are in all."""
    named = [
        (_CHANGES[change], file.get("path", "")) for file in files if (change := file.get("change", "")) in _CHANGES
    ]
    return named, len(named) + sum(_number(file.get("path", "")) for file in files if file.get("change") == "more")


def _file_sentences(files: Sequence[Mapping[str, str]] | None) -> Iterator[str]:
    if files is None:
        return
    named, count = _named_changes(files)
    changes = (Message(words, path=foreign(path, _LONGEST_NAME)) for words, path in named[:_MOST])
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


def _window_sentences(windows: Sequence[WindowLeft]) -> Iterator[str]:
    unsaved = [window for window in windows if window.unsaved]
    opened = [window for window in windows if window.opened and not window.unsaved]
    if unsaved:
        yield Message("Unsaved: {names}.", names=_with_rest(map(_name, unsaved[:_MOST]), len(unsaved) - _MOST))
    if opened:
        yield Message("Left open: {names}.", names=_with_rest(map(_name, opened[:_MOST]), len(opened) - _MOST))


def _name(window: WindowLeft) -> str:
    name = window.title or window.program
    return Message("“{name}”", name=Quotation(foreign(name, _LONGEST_NAME))) if name else Message("a hidden window")


def _with_rest(names: Iterable[str], rest: int) -> str:
    listed = join(", ", names)
    return Message("{names} and {rest} more", names=listed, rest=rest) if rest > 0 else listed


OFFLINE = Message("Server not available; retrying automatically")
_LONGEST_SHOWN = 4_000  # characters: no surface shows more
_WORTH_SHOWING_S = 1.0


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """Text streamed so far. It is cleared when the complete text arrives as an event."""

    kind: Literal["message", "reasoning"] = "message"
    item: str = ""
    text: str = ""  # the newest part
    until: float | None = None  # when the next try begins, in seconds of the caller's clock
    offline: bool = False
    unnoticed: str = ""  # why the person's touch isn't noticed now, in sentences

    def after(self, update: StreamUpdate, now: float) -> LiveStatus:
        """Return the status with an update; `now` is in seconds of any steady clock."""
        match update:
            case Partial(kind=kind, item=item, text=text):
                before = self.text if (kind, item) == (self.kind, self.item) else ""
                return replace(self, kind=kind, item=item, text=(before + text)[-_LONGEST_SHOWN:], until=None)
            case Discarded():
                return replace(self, text="")
            case Waiting(seconds=seconds):
                return replace(self, until=now + seconds if seconds >= _WORTH_SHOWING_S else None)
            case _:
                assert_never(update)

    def after_event(self, event: Event) -> LiveStatus:
        """Return the status after an event: text that was announced as a whole is streamed no longer."""
        match event:
            case Paused(by="network"):
                return replace(self, offline=True)
            case Resumed(by="network"):
                return replace(self, offline=False, until=None)
            case Noticed() | Paused() | Resumed():
                return self
            case TouchNoticed(noticed=noticed, text=text):
                return replace(self, unnoticed="" if noticed else text)
            case RequestSent():
                return LiveStatus(offline=self.offline, unnoticed=self.unnoticed)
            case RunFinished():
                return LiveStatus()
            case _:
                return LiveStatus(unnoticed=self.unnoticed)

    def waits_for(self, now: float) -> str:
        """Return why the run waits, other than for the model itself, and for how long; empty without such a reason."""
        remaining_s = 0 if self.until is None else math.ceil(self.until - now)
        if remaining_s > 0:
            return Message("Trying the server again in {left} s", left=remaining_s)
        return OFFLINE if self.offline else ""
