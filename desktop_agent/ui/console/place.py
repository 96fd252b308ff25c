"""The chip below the task with the programs, sites and folders in which it may work, in the syntax of `--allow`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QWidget

from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.pictures import Window
from desktop_agent.core.texts.message import Message, gettext, tr, visible
from desktop_agent.lib.installed_programs import installed_programs, is_installed
from desktop_agent.policy.scope import ScopedApplication, ScopedFolder, ScopeEntry, in_words, read_entry
from desktop_agent.ui.qt.widgets import PushButton, set_tip

OpenPrograms = Callable[[], Sequence[Window]]
_NOTHING = Message("Asks first in every program")
_LONGEST = 60
_LONGEST_LABEL = 32
_WRITE = "A program, a site or a folder: mousepad, chromium:example.org, files:~/Invoices"


class WhereChip(PushButton):
    """Shows where a task may work, and lets the person change it: programs, sites and folders."""

    failed = Signal(str)  # why a typed entry is invalid

    def __init__(self, open_programs: OpenPrograms, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._open_programs = open_programs
        self._entries: tuple[ScopeEntry, ...] = ()
        self._own = False  # whether the person changed it, so that settings no longer apply
        self.setAutoDefault(False)
        self.setAccessibleName(gettext("Where it can work"))
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill)
        self._show()

    @property
    def entries(self) -> tuple[ScopeEntry, ...]:
        """Return the allowed places."""
        return self._entries

    @property
    def flags(self) -> Mapping[str, object]:
        """Return the places as a setting for one run."""
        return {"run.allow": tuple(map(str, self._entries))}

    def begin_with(self, entries: Iterable[ScopeEntry]) -> None:
        """Show the settings' places unless the person has changed them here."""
        if not self._own:
            self._entries = tuple(entries)
            self._show()

    def take_over(self, flags: Mapping[str, object]) -> Mapping[str, object]:
        """Replace the chosen places by those in these flags, else the settings'; return the other flags."""
        written = flags.get("run.allow")
        self._own = isinstance(written, tuple)
        if isinstance(written, tuple):
            self._change(map(read_entry, written))
        return {key: value for key, value in flags.items() if key != "run.allow"}

    def add(self, entry: ScopeEntry) -> None:
        """Add an entry, and replace an entry for the same place."""
        self._change([*(old for old in self._entries if _place(old) != _place(entry)), entry])

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Hide the chip while a task is running, as changes wouldn't apply to it."""
        self.setVisible(not running)

    def _change(self, entries: Iterable[ScopeEntry]) -> None:
        self._own = True
        self._entries = tuple(entries)
        self._show()

    def _show(self) -> None:
        """Show a short text; the menu and the tooltip have the full list."""
        full_text = ", ".join(tr(_words(entry)) for entry in self._entries)
        words = visible(full_text, _LONGEST_LABEL) or tr(_NOTHING)
        self.setText(words.replace("&", "&&"))  # an ampersand would become a mnemonic
        self.setAccessibleDescription(words)
        set_tip(self, full_text)
        self.updateGeometry()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for entry in self._entries:
            self._fill_entry(menu.addMenu(visible(tr(_words(entry)), _LONGEST).replace("&", "&&")), entry)
        more = menu.addMenu(gettext("Add…"))
        for offer in offered(self._open_programs(), self._entries):
            text = tr(in_words(offer)).replace("&", "&&")
            more.addAction(text).triggered.connect(lambda *_, entry=offer: self.add(entry))
        more.addSeparator()
        more.addAction(gettext("A folder…")).triggered.connect(self._ask_folder)
        more.addAction(gettext("Write it…")).triggered.connect(self._ask_words)

    def _fill_entry(self, menu: QMenu, entry: ScopeEntry) -> None:
        if isinstance(entry, ScopedApplication):
            look_only = menu.addAction(gettext("Look only"))
            look_only.setCheckable(True)
            look_only.setChecked(entry.level == "look")
            toggled = replace(entry, level="work" if entry.level == "look" else "look")
            look_only.triggered.connect(partial(self._replace, entry, toggled))
            menu.addSeparator()
        menu.addAction(gettext("Remove")).triggered.connect(partial(self._replace, entry, None))

    def _replace(self, entry: ScopeEntry, by: ScopeEntry | None, _checked: object = None) -> None:
        self._change(filter(None, (by if old == entry else old for old in self._entries)))

    def _ask_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, Message("Choose a folder of files it can use — Desktop Agent"))
        if path:
            self.add(ScopedFolder(path))

    def _ask_words(self) -> None:
        written, ok = QInputDialog.getText(self, Message("Always allowed places — Desktop Agent"), _WRITE)
        if ok and written.strip():
            try:
                self.add(read_entry(written))
            except SettingsError as error:
                self.failed.emit(str(error))


def offered(windows: Iterable[Window], entries: Sequence[ScopeEntry]) -> tuple[ScopedApplication, ...]:
    """Return the programs with open windows that could be added, each once."""
    listed_places = {_place(entry) for entry in entries}
    offers: dict[str, ScopedApplication] = {}
    for window in windows:
        program = window.program
        if program and not set(program) & {":", "="}:
            file_name = program.rpartition("/")[2] if is_installed(program) and " " not in program else program
            entry = ScopedApplication(file_name if set(window.name) & {":", "="} else window.name or file_name)
            if _place(entry) not in listed_places:
                offers[in_words(entry)] = entry
    return tuple(entry for _, entry in sorted(offers.items()))


def open_programs() -> Sequence[Window]:
    """Return the open windows of this desktop; empty where they can't be listed."""
    from desktop_agent.screen.choose import choose_windows

    try:
        windows = choose_windows()
    except DesktopAgentError:
        return ()
    programs = installed_programs()
    try:
        return [
            replace(window, name=programs.name_of(window.program, windows.names(window.id).classes))
            for window in windows.titled()
        ]
    finally:
        windows.close()


def _words(entry: ScopeEntry) -> str:
    """Return an entry as displayed, with what the menu calls a program that is written by its path."""
    name = installed_programs().name_of(entry.program) if isinstance(entry, ScopedApplication) else ""
    return in_words(replace(entry, program=name) if isinstance(entry, ScopedApplication) and name else entry)


def _place(entry: ScopeEntry) -> object:
    return entry.path if isinstance(entry, ScopedFolder) else (entry.program, entry.site)
