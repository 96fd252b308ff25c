"""The selections: their content, and whether the run has copied it itself or another program has.

What the run copies is put there by the program that it acts in, while or right after it acts. Any other change is the
person's: they have copied something, or a program of theirs has.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.core.texts.foreign_text import text_of

Selection = Literal["clipboard", "primary"]
_MOST_TEXTS = 100  # of the run's own
_PLAIN_FILES = "text/uri-list"
_FILE_TYPES = ("x-special/gnome-copied-files", "x-special/mate-copied-files", _PLAIN_FILES)
_KDE_CUT = "application/x-kde-cutselection"


@dataclass(frozen=True, slots=True)
class SelectionChange:
    """A selection has got new content, from this process; None if that isn't known."""

    selection: Selection
    pid: int | None = None


class ClipboardSource(Protocol):
    """Knows the content of the selections."""

    def offered(self, selection: Selection) -> Pasted | None:
        """Return text, files and program, within a short fixed time; the text is empty when no text is offered.

        None when the text cannot be known: its owner keeps it secret, or does not answer in time.
        """

    def holds(self, selection: Selection) -> bool:
        """Return whether there is any content, text or not; True if that isn't known."""

    def changes(self) -> Sequence[SelectionChange] | None:
        """Return the changes since the last call, in order; None where they are not reported."""

    def put(self, text: str) -> bool:
        """Put a text on the clipboard, beyond the run; return whether that could be done."""

    def close(self) -> None:
        """Disconnect."""


def copied_files(types: Collection[str], read: Callable[[str], bytes | None]) -> tuple[tuple[str, ...], bool]:
    """Return the paths of the files that a selection of these types holds, and whether a paste moves them.

    GNOME's file managers say “cut” in the first line of a type of their own, KDE's in another one. PCManFM has both,
    and takes the first program that reads it for a paste: what was cut is then gone from the clipboard.
    """
    tells_apart = _KDE_CUT in types and _PLAIN_FILES in types
    kind = _PLAIN_FILES if tells_apart else next((known for known in _FILE_TYPES if known in types), "")
    lines = text_of((read(kind) if kind else None) or b"", "utf-8").replace("\0", "").split()
    try:
        addresses = [urlsplit(line) for line in lines]
    except ValueError:  # another program may have put anything there, and then all of it is unknown
        return (), False
    paths = tuple(unquote(address.path) for address in addresses if address.scheme == "file")
    if any("\0" in path for path in paths):
        return (), False
    cut = lines[:1] == ["cut"] or (_KDE_CUT in types and (read(_KDE_CUT) or b"")[:1] == b"1")
    return paths, bool(paths) and cut


class NoClipboard:
    """The stand-in where selections cannot be read."""

    def offered(self, selection: Selection) -> Pasted | None:
        """Return None: the content is unknown."""

    def holds(self, selection: Selection) -> bool:  # noqa: ARG002 - it cannot be known
        """Return True: there may be content."""
        return True

    def changes(self) -> Sequence[SelectionChange] | None:
        """Return None: they are not reported."""

    def put(self, text: str) -> bool:  # noqa: ARG002 - it cannot be set
        """Return False."""
        return False

    def close(self) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class _Act:
    pid: int | None  # of the program that the run acts in
    copies: frozenset[Selection]  # what its kind may fill

    def is_behind(self, change: SelectionChange) -> bool:
        """Return whether a change is this act's: by its program, or, where that is unknown, of this kind."""
        is_process_known = change.pid is not None and self.pid is not None
        return change.pid == self.pid if is_process_known else change.selection in self.copies


class CopyMemory:
    """Knows which content the run has copied; for one thread at a time.

    A text is known again wherever it comes from, as clipboard managers take over what others have copied, and our own
    typing puts it back.
    """

    def __init__(self, source: ClipboardSource) -> None:
        self._source = source
        self._act: _Act | None = None
        self._has_act_copied = False
        self._is_reported = True  # the changes are reported
        self._have_copied: bool | None = None  # whether all acts that copy have, since the last end; None without any
        self._own: set[Selection] = set()  # with content of the run's, whatever it is
        self._texts = deque[str](maxlen=_MOST_TEXTS)
        source.changes()  # whatever has changed before the run is none of its own

    def begin_act(self, pid: int | None, copies: frozenset[Selection]) -> None:
        """Note the start of an act in a program, and the selections that an act of its kind may fill."""
        self._note_changes()
        self._update_have_copied()
        self._act = _Act(pid, copies)
        self._has_act_copied = False

    def is_copying(self) -> bool:
        """Return whether the last act is one that copies, and its program hasn't done so yet."""
        self._note_changes()
        return self._act is not None and "clipboard" in self._act.copies and not self._has_act_copied

    def end_act(self, *, is_alone: bool) -> bool | None:
        """Note that the last act has had its effect; the changes are its own if no other program was there meanwhile.

        Return whether each act since the last end that copies has filled the clipboard; None where none does, or where
        that is not known.
        """
        if not is_alone:
            self._act = None
        self._note_changes()
        self._update_have_copied()
        self._act = None
        have_copied = self._have_copied if is_alone else None
        self._have_copied = None
        return have_copied

    def _update_have_copied(self) -> None:
        if self._act is not None and "clipboard" in self._act.copies and self._is_reported:
            self._have_copied = self._has_act_copied and self._have_copied is not False

    def pasted(self, selection: Selection) -> Pasted:
        """Return the content that a paste would insert, and whether others have put it there."""
        self._note_changes()
        offered = self._source.offered(selection)
        offered = offered or Pasted(None)
        is_own = selection in self._own or offered.text in self._texts or not self._source.holds(selection)
        return replace(offered, yours=not is_own)

    def put(self, text: str) -> bool:
        """Put a text of the run's on the clipboard; return whether that could be done."""
        is_put = self._source.put(text)
        if is_put:
            self._texts.append(text)
        return is_put

    def _note_changes(self) -> None:
        changes = self._source.changes()
        if changes is None:  # changes are not reported: what the run has copied counts as there from then on
            self._own |= self._act.copies if self._act else set()
            self._has_act_copied = True
            self._is_reported = False
            return
        self._has_act_copied = self._has_act_copied or any(change.selection == "clipboard" for change in changes)
        own = {change for change in changes if self._act is not None and self._act.is_behind(change)}
        for change in changes:
            if change in own:
                self._own.add(change.selection)
            else:
                self._own.discard(change.selection)
        for selection in {change.selection for change in own}:
            offered = self._source.offered(selection)
            if offered is not None and offered.text:
                self._texts.append(offered.text)
