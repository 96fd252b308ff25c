"""Permanent answers: the applications that a person has allowed, and the controls that a run may always use.

They are in `applications.toml` and `remembered.toml` beside the settings, readable and writable only for the user, and
read again whenever a file changes: a permission revoked in Settings affects a run in progress. An application is its
program's full path, and the site if the browser reports it; never a title, which a page can choose. A window whose
program is unknown can be allowed for one run at most. A remembered answer is for one act on one control of one program:
never for a title or a picture alone, and never for an action that a rule asks about.

Entries that this program did not write allow nothing until a person has confirmed them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from threading import Lock
from typing import Protocol, get_args

from desktop_agent.core.actions.action import StartedProgram
from desktop_agent.core.decisions.decision import Duration, RememberedControl
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Window
from desktop_agent.core.programs import BROWSERS, is_one_of
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.installed_programs import installed_programs, is_installed
from desktop_agent.policy.scope import (
    ANY_BROWSER,
    ScopedApplication,
    ScopedFolder,
    ScopeEntry,
    is_within,
    level_of,
    level_of_address,
    may_start,
)
from desktop_agent.settings.entry_file import EntryFile, EntryForm

APPLICATIONS = "applications.toml"
_REACHES: Mapping[str, AccessLevel] = {level: level for level in get_args(AccessLevel)}
REMEMBERED = "remembered.toml"
_SHARED = frozenset(map(Path, ("/bin", "/usr/bin", "/usr/local/bin")))  # folders of many programs


_APPLICATION_FORM = EntryForm(
    "application",
    ("program", "site", "reach"),
    lambda entry: bool(entry[0]) and entry[2] in _REACHES,
    "# Applications that are let in for always. Taken back in Settings, or by deleting an entry here.\n",
    Message("an application with “program”, “site” and “reach”"),
    Message("“reach” must be one of {reaches}.", reaches=", ".join(get_args(AccessLevel))),
)


@dataclass(frozen=True, slots=True)
class PermanentPermission:
    """One permanent permission."""

    program: str
    site: str
    reach: AccessLevel


class DeskSites(Protocol):
    """The sites that the side desk of a run reaches."""

    def names(self, site: str) -> bool:
        """Return whether the person named a site for it."""

    def covers(self, site: str) -> bool:
        """Return whether it reaches a site, by its name or since a card has let it in."""

    def admit(self, site: str) -> None:
        """Let it reach a site, too."""


class AppPermissionStore:
    """The user's permissions, for one run and permanent ones. Thread-safe."""

    def __init__(self, path: Path, scope: Sequence[ScopeEntry] = (), *, desk: DeskSites | None = None) -> None:
        """Load the permanent permissions at `path`, which need not exist; `scope` is the person's for this run.

        On a side `desk`, where nothing takes effect yet, all applications may be used, and of all sites only those
        that it reaches. SettingsError when the file cannot be read.
        """
        self._path = path
        self._scope = (*scope, *_with_started_programs(scope))
        self._desk = desk
        self._file = EntryFile(path, _APPLICATION_FORM)
        self._lock = Lock()
        self._run: dict[tuple[str, str], AccessLevel] = {}
        self._file.entries()

    def reach(self, program: str, site: str, *, for_sites: bool = False) -> AccessLevel | None:
        """Return the access level for an application, None if never asked.

        This run's answer counts first, then its scope; the scope does not override a permanent "nothing". `for_sites`:
        only what a browser's sites are reached by is used, so that a yes to any of these sites covers it.
        """
        with self._lock:
            always = self._always()
            if program == ANY_BROWSER:
                answers = {**always, **self._run}.items()
                answered = (ScopedApplication(name, where, reach) for (name, where), reach in answers if where)
                return self._level_on_desk(level_of_address([*self._scope, *answered], site), site)
            permanent = _answer(always, program, site)
            scope = None if permanent == "nothing" else self._in_scope(program, site, for_sites=for_sites)
            level = _answer(self._run, program, site) or scope or permanent
            if level is None and for_sites and _has_site_permission({**always, **self._run}, program):
                level = "work"
            return self._level_on_desk(level, site)

    def _level_on_desk(self, level: AccessLevel | None, site: str) -> AccessLevel | None:
        """Return an access level as it is on the run's desk, if it has one; a site that it doesn't reach is new."""
        if self._desk is None or level not in {None, "work"}:
            return level
        is_open = not site or (self._desk.names(site) if level is None else self._desk.covers(site))
        return "work" if is_open else None

    def _in_scope(self, program: str, site: str, *, for_sites: bool) -> AccessLevel | None:
        if not self._scope:
            return None
        return level_of(self._scope, program, site, _names_of(program), for_sites=for_sites)

    def may_start(self, program: StartedProgram) -> bool:
        """Return whether a program is in scope, or was allowed, so that it may be started as well."""
        with self._lock:
            key = (program.path, "")
            answer = (self._run.get(key) or self._always().get(key)) if program.path else None
        if answer is not None:
            return answer == "work"
        names = program.names if program.names or is_installed(program.path) else None
        return may_start(self._scope, program.path, names)

    def folders(self) -> tuple[ScopedFolder, ...]:
        """Return the folders whose files this run may work with."""
        return tuple(entry for entry in self._scope if isinstance(entry, ScopedFolder))

    def opens_host(self, site: str) -> bool:
        """Return whether any yes to a site lets the run's side desk reach its host, which it doesn't yet."""
        return self._desk is not None and bool(site) and not self._desk.covers(site)

    def allow(self, program: str, site: str, reach: AccessLevel, lasting: Duration) -> None:
        """Store a permission; SettingsError when a permanent one cannot be written, and then nothing is stored.

        A permission for one action is not stored here, but by the caller. A desk reaches a site from then on that was
        let in, but each further act there is asked about where it was for one action.
        """
        key = (program, site)
        if self._desk is not None and site and reach == "work":
            self._desk.admit(site)
        with self._lock:
            if lasting == "always" and is_known(program):
                self._write({**self._always(), key: reach})
                self._run.pop(key, None)
            elif lasting != "once":
                self._run[key] = reach

    def kept(self) -> tuple[PermanentPermission, ...]:
        """Return the permanent permissions, ordered by program."""
        with self._lock:
            return tuple(
                PermanentPermission(program, site, reach) for (program, site), reach in sorted(self._always().items())
            )

    def take_back(self, program: str, site: str) -> None:
        """Revoke every permission for an application; the next run asks again."""
        key = (program, site)
        with self._lock:
            self._run.pop(key, None)
            always = self._always()
            if key in always:
                self._write({stored: reach for stored, reach in always.items() if stored != key})

    def _always(self) -> Mapping[tuple[str, str], AccessLevel]:
        return {(program, site): _REACHES[reach] for program, site, reach in self._file.entries()}

    def _write(self, answers: Mapping[tuple[str, str], AccessLevel]) -> None:
        self._file.write((*key, reach) for key, reach in sorted(answers.items()))


def _answer(answers: Mapping[tuple[str, str], AccessLevel], program: str, site: str) -> AccessLevel | None:
    """Return the answer for a program at a site, or the one for a site that covers it; None without one."""
    if (program, site) in answers:
        return answers[program, site]
    if not site:
        return next((reach for (name, where), reach in answers.items() if not where and _starts(name, program)), None)
    names = _names(program)
    covering = (reach for (name, answered), reach in answers.items() if name in names and is_within(site, answered))
    return next(covering, None)


def _starts(command: str, program: str) -> bool:
    """Return whether a command that was let in is what starts a browser: a script of its name, or in its folder."""
    if not all(is_one_of(Window(0, program=path), BROWSERS) and is_installed(path) for path in (command, program)):
        return False
    folder = Path(command).parent
    return Path(command).name == Path(program).name or (folder == Path(program).parent and folder not in _SHARED)


def _has_site_permission(answers: Mapping[tuple[str, str], AccessLevel], program: str) -> bool:
    names = _names(program)
    return any(name in names and site and reach == "work" for (name, site), reach in answers.items())


def _names(program: str) -> frozenset[str]:
    """Return the program's name in answers, and for a browser that of all browsers."""
    is_browser = is_one_of(Window(0, program=program), BROWSERS)
    return frozenset({program, ANY_BROWSER}) if is_browser else frozenset({program})


def _with_started_programs(scope: Sequence[ScopeEntry]) -> Iterator[ScopedApplication]:
    """Yield the entries with names again, with the programs that are started by them here.

    For example, “emacs” may be `/usr/bin/emacs-gtk`, and “LibreOffice Calc” is `…/program/soffice.bin`.
    """
    for entry in scope:
        if isinstance(entry, ScopedApplication):
            command = shutil.which(entry.program)
            program = str(Path(command).resolve()) if command else ""
            started = {program} if command and is_installed(command) and is_installed(program) else set[str]()
            for path in sorted(started | installed_programs().started_as(entry.program)):
                yield replace(entry, program=path)


def _names_of(program: str) -> frozenset[str] | None:
    """Return the names of a program by its desktop entries; None for one that an administrator hasn't installed."""
    return installed_programs().names_of(program) if is_installed(program) else None


def is_known(program: str) -> bool:
    """Return whether a file can name this program; False for a window whose program is unknown."""
    return program.isprintable() and bool(program) and not program.startswith("window:")


_KEYS = tuple(field.name for field in fields(RememberedControl))
_MAY_BE_EMPTY = frozenset({"page", "title"})
_REMEMBERED_FORM = EntryForm(
    "answer",
    _KEYS,
    lambda entry: all(value or key in _MAY_BE_EMPTY for key, value in zip(_KEYS, entry, strict=True)),
    "# Buttons that a run may always press. Taken back in Settings, or by deleting an entry here.\n",
    Message("an answer with a program, window, role, control and act"),
)


class RememberedAnswers:
    """The user's remembered answers; thread-safe."""

    def __init__(self, path: Path) -> None:
        """Take the file, which need not exist; SettingsError when it cannot be read."""
        self._file = EntryFile(path, _REMEMBERED_FORM)
        self._run: set[RememberedControl] = set()  # that could not be written
        self._lock = Lock()
        self.all()

    def covers(self, control: RememberedControl) -> bool:
        """Return whether the person has allowed this control permanently."""
        with self._lock:
            return control in self._run or astuple(control) in self._file.entries()

    def keep(self, control: RememberedControl) -> None:
        """Store an answer; SettingsError when it cannot be written, and then it is valid for this run only."""
        with self._lock:
            entries = self._file.entries()
            if astuple(control) in entries:
                return
            try:
                self._file.write((*entries, astuple(control)))
            except SettingsError:
                self._run.add(control)
                raise

    def all(self) -> tuple[RememberedControl, ...]:
        """Return the stored answers, oldest first."""
        with self._lock:
            return tuple(RememberedControl(*entry) for entry in self._file.entries())

    def take_back(self, *controls: RememberedControl) -> None:
        """Delete these answers; the next such action needs a question again."""
        removed = {astuple(control) for control in controls}
        with self._lock:
            self._run -= {*controls}
            self._file.write(entry for entry in self._file.entries() if entry not in removed)
