"""Finds runs by words in their task, by the programs they worked in, by how they ended and by their day.

A filter selects runs by ending and day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.recording import RunSummary
from desktop_agent.record.sessions import summary_of_chain
from desktop_agent.record.spans import time_of
from desktop_agent.record.store import summary_of
from desktop_agent.record.wording import RunStatus, local_day, status_wording

_PROGRAM = re.compile(rb'"application":\s*("(?:[^"\\]|\\.)+")')
STATUSES: Sequence[RunStatus] = (
    *("completed", "answered", "partly", "rehearsed", "proven", "unproven", "failed", "stopped", "limit", "blocked"),
    *("running", "cut off"),
)
_SHORT = 2  # letters: as the beginning of a day's words they would say nothing
_AGO = re.compile(r"(\d{1,5})\s*([hdw])", re.IGNORECASE)
_HOURS = {"h": 1, "d": 24, "w": 168}


class RunSearch:
    """Searches runs, with a cache of those that have ended; thread-safe.

    `day_in_words` says a day as people look for it: with the names of its weekday and month.
    """

    def __init__(self, day_in_words: Callable[[date], str] = lambda day: f"{day:%A %d %B %Y}") -> None:
        self._day_in_words = day_in_words
        self._read: dict[Path, _RunWords] = {}
        self._ended: dict[Path, RunSummary] = {}

    def matching(self, folders: Iterable[Path], words: str) -> tuple[Path, ...]:
        """Return the runs that contain all of the words, in the order given."""
        search_words = words.casefold().split()
        texts = ((folder, self._search_words(folder)) for folder in folders)
        return tuple(folder for folder, text in texts if all(map(text.has, search_words)))

    def chosen(
        self, chains: Mapping[Path, tuple[Path, ...]], words: str, run_filter: RunFilter
    ) -> tuple[RunSummary, ...]:
        """Return the summaries of the runs that contain the words and pass the filter.

        Each run is mapped to the sessions of its chain (`SessionChains`); the words may be in any of them.
        """
        every = [folder for chain in chains.values() for folder in chain]
        matches = {*self.matching(every, words)} if words.strip() else {*every}
        summaries = (self.summary(chain) for chain in chains.values() if matches & {*chain})
        return tuple(filter(run_filter.passes, summaries))

    def summary(self, chain: Sequence[Path]) -> RunSummary:
        """Return the summary of a chain of sessions, oldest first; its ending is that of the last one."""
        return summary_of_chain([self._summary(session) for session in chain])

    def knows(self, chain: Sequence[Path]) -> bool:
        """Return whether all that have ended by now need not be read again, except perhaps the last."""
        return all(session in self._ended for session in chain[:-1])

    def _summary(self, folder: Path) -> RunSummary:
        run = self._ended.get(folder) or summary_of(folder)
        if run.status != "running":
            self._ended[folder] = run
        return run

    def _search_words(self, folder: Path) -> _RunWords:
        words = self._read.get(folder)
        if words is None:
            run = self._summary(folder)
            ending = status_wording(run.status, run.message)
            texts = (run.named, run.task, tr(ending.word), tr(ending.text), *programs_of(folder))
            words = _RunWords("\n".join(texts).casefold(), self._day_words(run))
            if run.status != "running":
                self._read[folder] = words
        return words

    def _day_words(self, run: RunSummary) -> tuple[str, ...]:
        at = time_of(run.started)
        if at is None:
            return ()
        day = at.astimezone().date()
        return (day.isoformat(), tr(local_day(day)), *self._day_in_words(day).casefold().split())


@dataclass(frozen=True, slots=True)
class _RunWords:
    """What a run is found by: parts of its text, and whole words for its day, or their first three letters."""

    text: str
    day: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Return whether a run is found by a word in lower case."""
        return (
            word in self.text
            or word in self.day
            or (len(word) > _SHORT and any(each.startswith(word) for each in self.day))
        )


def programs_of(folder: Path) -> tuple[str, ...]:
    """Return the names of the programs that a run has worked in."""
    try:
        programs = dict.fromkeys(_PROGRAM.findall((folder / JOURNAL).read_bytes()))
    except OSError:
        return ()
    return tuple(filter(None, map(_name, programs)))


def _name(name: bytes) -> str:
    try:
        return str(json.loads(name))
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class RunFilter:
    """The conditions for a run to be listed; an empty condition passes every run."""

    statuses: frozenset[str] = frozenset()
    since: datetime | None = None

    def passes(self, run: RunSummary) -> bool:
        """Return whether a run meets the conditions."""
        if self.statuses and run.status not in self.statuses:
            return False
        started = time_of(run.started) if self.since else None
        return self.since is None or (started is not None and started >= self.since)


def read_statuses(words: Iterable[str]) -> frozenset[str]:
    """Return the run statuses in `words`; SettingsError for an unknown one."""
    statuses = frozenset(word.strip().casefold().replace("cut-off", "cut off") for word in words)
    if unknown := sorted(statuses.difference(STATUSES)):
        raise SettingsError(
            Message("“{unknown}” isn't a valid run status.", unknown=unknown[0][:40]),
            Message("Known: {words}.", words=", ".join(STATUSES)),
        )
    return statuses


def read_since(text: str, now: datetime) -> datetime:
    """Return the time of a day such as “2026-11-20”, or of an age such as “7d”; SettingsError for any other text."""
    if match := _AGO.fullmatch(text.strip()):
        return now - timedelta(hours=int(match[1]) * _HOURS[match[2].casefold()])
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise SettingsError(
            Message("“{text}” isn't a valid date.", text=text[:40]),
            Message("Enter a date such as 2026-11-20, or how long ago it was, such as 12h, 7d or 2w."),
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo or UTC)
