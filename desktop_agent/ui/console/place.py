"""The chip under the task that says in which programs, sites and folders it may work, in the words of `--allow`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.policy.scope import ScopedApplication, ScopedFolder, ScopeEntry, in_words, read_entry
from desktop_agent.screen.desktop_entries import is_installed
from desktop_agent.ui.qt.widgets import PushButton, set_tip

OpenPrograms = Callable[[], Sequence[Window]]
_NOTHING = Message("Asks first in every program")
_LONGEST, _LONGEST_SHOWN = 60, 32
_WRITE = "A program, a site or a folder: mousepad, chromium:example.org, files:~/Invoices"


class WhereChip(PushButton):
    """Says where a task may work, and lets the person change it: programs, sites and folders."""

    failed = Signal(str)  # something that was written cannot be read

    def __init__(self, open_programs: OpenPrograms, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._open_programs = open_programs
        self._entries: tuple[ScopeEntry, ...] = ()
        self._own = False  # the person has changed it, so that settings do not any more
        self.setAutoDefault(False)
        self.setAccessibleName(gettext("Where it can work"))
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill)
        self._show()

    @property
    def entries(self) -> tuple[ScopeEntry, ...]:
        """Return what it says."""
        return self._entries

    @property
    def flags(self) -> Mapping[str, object]:
        """Return the setting that it is, for one run."""
        return {"run.allow": tuple(map(str, self._entries))}

    def begin_with(self, entries: Iterable[ScopeEntry]) -> None:
        """Show what the settings say, until the person changes it here."""
        if not self._own:
            self._entries = tuple(entries)
            self._show()

    def take_over(self, flags: Mapping[str, object]) -> Mapping[str, object]:
        """Say what these flags say, or else the settings, in place of what was chosen; return the other flags."""
        written = flags.get("run.allow")
        self._own = isinstance(written, tuple)
        if isinstance(written, tuple):
            self._change(map(read_entry, written))
        return {key: value for key, value in flags.items() if key != "run.allow"}

    def add(self, entry: ScopeEntry) -> None:
        """Add an entry; one for the same place is replaced."""
        self._change([*(known for known in self._entries if _place(known) != _place(entry)), entry])

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Allow no change while a task is running: it would not hold for it."""
        self.setEnabled(not running)
        self.setVisible(not running)

    def _change(self, entries: Iterable[ScopeEntry]) -> None:
        self._own, self._entries = True, tuple(entries)
        self._show()

    def _show(self) -> None:
        """Say it in a few words; the menu and the tooltip have all."""
        whole = ", ".join(tr(in_words(entry)) for entry in self._entries)
        words = visible(whole, _LONGEST_SHOWN) or tr(_NOTHING)
        self.setText(words.replace("&", "&&"))  # an ampersand would become a mnemonic
        self.setAccessibleDescription(words)
        set_tip(self, whole)
        self.updateGeometry()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for entry in self._entries:
            self._fill_entry(menu.addMenu(visible(tr(in_words(entry)), _LONGEST).replace("&", "&&")), entry)
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
            other = replace(entry, level="work" if entry.level == "look" else "look")
            look_only.triggered.connect(partial(self._replace, entry, other))
            menu.addSeparator()
        menu.addAction(gettext("Remove")).triggered.connect(partial(self._replace, entry, None))

    def _replace(self, entry: ScopeEntry, by: ScopeEntry | None, _checked: object = None) -> None:
        self._change(filter(None, (by if known == entry else known for known in self._entries)))

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
    """Return the programs with open windows that may be let in, each once."""
    known = {_place(entry) for entry in entries}
    offers: dict[str, ScopedApplication] = {}
    for window in windows:
        program = window.program
        if program and not set(program) & {":", "="}:
            short = program.rpartition("/")[2] if is_installed(program) and " " not in program else program
            entry = ScopedApplication(short)
            if _place(entry) not in known:
                offers[in_words(entry)] = entry
    return tuple(entry for _, entry in sorted(offers.items()))


def open_programs() -> Sequence[Window]:
    """Return the windows that are open on this desktop; none where that cannot be told."""
    from desktop_agent.screen.choose import choose_windows

    try:
        windows = choose_windows()
    except DesktopAgentError:
        return ()
    try:
        return windows.titled()
    finally:
        windows.close()


def _place(entry: ScopeEntry) -> object:
    return entry.path if isinstance(entry, ScopedFolder) else (entry.program, entry.site)
