"""Finds runs by what a person remembers of them: the task, the programs they worked in, and how they ended."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop_agent.record.delete import disk_use
from desktop_agent.record.filter import RunFilter
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.recording import RunSummary
from desktop_agent.record.sessions import summed
from desktop_agent.record.store import summary_of
from desktop_agent.record.wording import status_wording

_PROGRAM = re.compile(rb'"application":\s*("(?:[^"\\]|\\.)+")')


class RunSearch:
    """Remembers what it has read of runs that have ended; may be used by several threads."""

    def __init__(self) -> None:
        """Start without anything read."""
        self._read: dict[Path, str] = {}
        self._ended: dict[Path, RunSummary] = {}

    def matching(self, folders: Iterable[Path], words: str) -> tuple[Path, ...]:
        """Return the runs in which every one of the words is found, in the order given."""
        wanted = words.casefold().split()
        return tuple(folder for folder in folders if _has_all(self._words(folder), wanted))

    def chosen(self, chains: Mapping[Path, tuple[Path, ...]], words: str, wanted: RunFilter) -> tuple[RunSummary, ...]:
        """Return the runs in which the words are found and that are what a filter wants.

        Each comes with the sessions that it stands for (`SessionChains`); the words may be in any of them.
        """
        every = [folder for chain in chains.values() for folder in chain]
        found = {*self.matching(every, words)} if words.strip() else {*every}
        summaries = (summed([self._summary(one) for one in chain]) for chain in chains.values() if found & {*chain})
        return wanted.chosen(summaries, lambda run: sum(map(disk_use, (*run.earlier, run.dir))))

    def _summary(self, folder: Path) -> RunSummary:
        run = self._ended.get(folder) or summary_of(folder)
        if run.status != "running":
            self._ended[folder] = run
        return run

    def _words(self, folder: Path) -> str:
        words = self._read.get(folder)
        if words is None:
            run = self._summary(folder)
            ending = status_wording(run.status, run.message).text
            words = "\n".join((run.task, ending, *programs_of(folder))).casefold()
            if run.status != "running":
                self._read[folder] = words
        return words


def programs_of(folder: Path) -> tuple[str, ...]:
    """Return the names of the programs that a run has worked in."""
    try:
        found = dict.fromkeys(_PROGRAM.findall((folder / JOURNAL).read_bytes()))
    except OSError:
        return ()
    return tuple(filter(None, map(_name, found)))


def _has_all(text: str, wanted: list[str]) -> bool:
    return all(word in text for word in wanted)


def _name(written: bytes) -> str:
    try:
        return str(json.loads(written))
    except ValueError:
        return ""
