"""The terms of the next run as a line of chips: its model, its limits, when it asks, and where it may work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QPushButton, QWidget

from desktop_agent.core.decisions.mode import MODE_NAMES, MODES, Mode
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.pictures import Window
from desktop_agent.core.texts.message import Message, gettext, tr, visible
from desktop_agent.lib.installed_programs import installed_programs, is_installed
from desktop_agent.model.profiles import DEFAULT
from desktop_agent.policy.scope import ScopedApplication, ScopedFolder, ScopeEntry, in_words, read_entry
from desktop_agent.runtime.provider.choices import ModelState, known_model_states
from desktop_agent.settings.sections import SETTINGS
from desktop_agent.ui.provider_dialog import ANOTHER
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import PushButton, set_state, set_tip, text_button, text_label

# of width
_MODEL_LETTERS = 20
_MODEL_EDGES_PX = 44
_MOST = 100_000.0  # of a limit whose setting has no most


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for the next run; `disclosure` says where pictures go, `problem` why it could not begin."""

    mode: Mode = "guard"
    provider: str = ""
    model: str = ""
    providers: Mapping[str, str] = field(default_factory=dict)  # by name: the name for people and the model
    unaddressed: frozenset[str] = frozenset()  # those that still need an address
    steps: int = 0
    minutes: float = 0.0
    cost: float | None = None  # USD
    disclosure: str = ""
    problem: str = ""
    plain_steps: bool = False  # the model understands nothing else
    title: str = ""  # the provider's name for people; empty: as in the settings
    scope: tuple[ScopeEntry, ...] = ()  # where it may work


class TermsLine(QWidget):
    """Shows the terms that it is given, and lets the person change them for the tasks that are started here.

    `chips` stand behind its own in one row, and `starts` at its end.
    """

    changed = Signal()  # `flags` are others now
    provider_asked = Signal(str)  # the person wants to change this provider; empty: to add one

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        chips: Sequence[QWidget] = (),
        starts: Sequence[QWidget] = (),
        look: Callable[[], Mapping[str, ModelState]] = lambda: known_model_states(os.environ),
    ) -> None:
        """Show nothing yet; `look` finds the states of the models, once a person wants to choose."""
        super().__init__(parent)
        self._look = look
        self._states = dict[str, ModelState]()
        self._looking = BackgroundTask(self)
        self._looking.done.connect(self._show_states)
        self._changed: dict[str, object] = {}
        self._terms = Terms()
        self._mode = _menu_button(self, Message("Mode"))
        self._model = _menu_button(self, Message("Model"))
        self._where = text_label(role="muted")
        self._disclosed = ("", "muted")
        self._mend = text_button(Message("Choose a model"), self.open_model_menu)
        self._mend.hide()
        self._model.menu().aboutToShow.connect(lambda: self._looking.start(self._look))
        column_of(
            self,
            WrapRow(self._mode, self._model, *chips, None, *starts, spacing=6),
            WrapRow(self._where, self._mend),
            spacing=6,
        )

    @property
    def flags(self) -> Mapping[str, object]:
        """Return the settings that were changed here, for one run."""
        return dict(self._changed)

    @property
    def said(self) -> str:
        """Return where the pictures go, or why a run could not begin."""
        return self._where.text()

    def take_over(self, flags: Mapping[str, object]) -> None:
        """Take these terms for the tasks that are started here, in place of what was chosen before."""
        self._changed = dict(flags)
        self.changed.emit()

    def choose_provider(self, name: str) -> None:
        """Choose a provider that was added or changed; an empty name: the one that the settings name."""
        self._changed.pop("provider.name", None)
        self._changed.pop("provider.model", None)
        if name:
            self._changed["provider.name"] = name
        self.changed.emit()

    def forget(self, key: str) -> None:
        """Let a setting be as the settings say again."""
        self._changed.pop(key, None)

    @property
    def plain_steps(self) -> bool:
        """Return whether the model follows plain steps and nothing else."""
        return self._terms.plain_steps

    def open_model_menu(self) -> None:
        """Show which models there are to choose from."""
        self._model.menu().popup(self._model.mapToGlobal(QPoint(0, self._model.height())))

    @property
    def problem(self) -> str:
        """Return why the next run could not begin; empty where it could."""
        return self._terms.problem

    def disclose(self, where: str, role: str = "muted") -> None:
        """Say where the pictures of the run go that has begun."""
        self._disclosed = (where, role)
        self._show_notice(where, role)

    def show_desktop_request(self, request: str) -> None:
        """Say what the desktop asks of the person, in place of where pictures go; empty: it asks no more."""
        if request:
            self._show_notice(request, "muted")
        else:
            self._show_notice(*self._disclosed)

    def show_terms(self, terms: Terms) -> None:
        """Show what holds for the next run."""
        self._terms = terms
        _label_button(self._mode, MODE_NAMES[terms.mode], MODES[terms.mode])
        name = terms.title or terms.provider
        model = Message("{provider}: {model}", provider=name, model=terms.model) if terms.model else name
        words = tr(model or Message("No model"))
        letters = self.fontMetrics()
        width = _MODEL_LETTERS * letters.averageCharWidth()  # no name moves what stands behind it
        self._model.setFixedWidth(width)
        _label_button(self._model, words, words)
        shown = letters.elidedText(words, Qt.TextElideMode.ElideRight, width - _MODEL_EDGES_PX)
        self._model.setText(shown.replace("&", "&&"))
        self.disclose(terms.problem or terms.disclosure, "bad" if terms.problem else "muted")
        self._mend.setVisible(bool(terms.problem))
        self._fill(
            self._mode,
            "run.mode",
            {mode: Message("{name}: {modes}", name=MODE_NAMES[mode], modes=words) for mode, words in MODES.items()},
            terms.mode,
        )
        self._mode.menu().addSeparator()
        self._fill_limits(self._mode.menu().addMenu(tr(_limits_text(terms))))
        rare = terms.unaddressed - {terms.provider}
        usual = {name: words for name, words in terms.providers.items() if name not in rare}
        self._fill(self._model, "provider.name", usual, terms.provider)
        if rare:
            more = self._model.menu().addMenu(tr(Message("More…")))
            for each in filter(rare.__contains__, terms.providers):
                add = more.addAction(tr(terms.providers[each]).replace("&", "&&"))
                add.triggered.connect(partial(self._ask_provider, each))
        self._model.menu().addSeparator()
        self._model.menu().addAction(tr(ANOTHER)).triggered.connect(partial(self._ask_provider, ""))
        change = self._model.menu().addAction(tr(Message("Change {name}…", name=name)).replace("&", "&&"))
        change.triggered.connect(partial(self._ask_provider, terms.provider))
        change.setVisible(terms.provider not in {"", DEFAULT})
        self._show_states(self._states)

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Allow no change while a task is running: it would not hold for it."""
        for button in (self._mode, self._model):
            button.setVisible(not running)

    def _show_notice(self, words: str, role: str) -> None:
        set_state(self._where, "role", role)
        self._where.setText(words)

    def _fill(self, button: QPushButton, key: str, choices: Mapping[str, str], now: str) -> None:
        menu = button.menu()
        menu.clear()
        for value, words in choices.items():
            action = menu.addAction(tr(words).replace("&", "&&"))
            action.setData(value)
            action.setCheckable(True)
            action.setChecked(value == now)
            action.triggered.connect(partial(self._choose, key, value))

    def _show_states(self, states: Mapping[str, ModelState]) -> None:
        """Say of each model at the right edge of the menu whether it is ready."""
        self._states = dict(states)
        for action in self._model.menu().actions():
            if (state := self._states.get(str(action.data()))) is not None:
                named = action.text().partition("\t")[0]
                action.setText(f"{named}\t{tr(state.words)}")

    def _fill_limits(self, menu: QMenu) -> None:
        now = self._terms
        for text, key, words, value, decimals in (
            (Message("Steps…"), "run.max_steps", Message("Steps"), now.steps, 0),
            (Message("Minutes…"), "run.max_minutes", Message("Minutes"), now.minutes, 1),
            (Message("Cost…"), "run.max_cost", Message("US dollars; 0 means no limit"), now.cost or 0.0, 2),
        ):
            ask = partial(self._ask_limit, key, words, value, decimals)
            menu.addAction(tr(text)).triggered.connect(ask)

    def _ask_provider(self, name: str, _checked: object = None) -> None:
        self.provider_asked.emit(name)

    def _choose(self, key: str, value: object, _checked: object = None) -> None:
        self._changed[key] = value
        if key == "provider.name":
            self._changed.pop("provider.model", None)  # it was another provider's
            state = self._states.get(str(value))
            if state is not None and state.ready and state.model:  # the one that its server has
                self._changed["provider.model"] = state.model
        self.changed.emit()

    def _ask_limit(self, key: str, words: str, now: float, decimals: int, _checked: object = None) -> None:
        """Ask for a limit up to the most that its setting declares; 0 is none where there may be none."""
        title = Message("Limits — Desktop Agent")
        setting = SETTINGS[key]
        least = 0.0 if setting.default is None else 10.0**-decimals
        value, ok = QInputDialog.getDouble(self, title, words, now, least, setting.most or _MOST, decimals)
        if ok:
            self._choose(key, (value if decimals else round(value)) or None)


def _menu_button(parent: QWidget, name: str) -> QPushButton:
    button = text_button(name, name=name)
    button.setParent(parent)
    button.setMenu(QMenu(button))
    button.setMinimumSize(QSize(0, 0))
    return button


def _label_button(button: QPushButton, words: str, more: str = "") -> None:
    button.setText(tr(words).replace("&", "&&"))
    button.setAccessibleDescription(tr(words))
    set_tip(button, more)


def _limits_text(terms: Terms) -> str:
    cost = Message("any cost") if terms.cost is None else Message("{cost:g} USD", cost=terms.cost)
    return Message(
        "At most {steps} steps, {minutes:g} min, {cost}", steps=terms.steps, minutes=terms.minutes, cost=cost
    )


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
        self._change([*(old for old in self._entries if _entry_key(old) != _entry_key(entry)), entry])

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Hide the chip while a task is running, as changes wouldn't apply to it."""
        self.setVisible(not running)

    def _change(self, entries: Iterable[ScopeEntry]) -> None:
        self._own = True
        self._entries = tuple(entries)
        self._show()

    def _show(self) -> None:
        """Show a short text; the menu and the tooltip have the full list."""
        full_text = ", ".join(tr(_entry_text(entry)) for entry in self._entries)
        words = visible(full_text, _LONGEST_LABEL) or tr(_NOTHING)
        self.setText(words.replace("&", "&&"))  # an ampersand would become a mnemonic
        self.setAccessibleDescription(words)
        set_tip(self, full_text)
        self.updateGeometry()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for entry in self._entries:
            self._fill_entry(menu.addMenu(visible(tr(_entry_text(entry)), _LONGEST).replace("&", "&&")), entry)
        more = menu.addMenu(gettext("Add…"))
        for offer in addable_programs(self._open_programs(), self._entries):
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


def addable_programs(windows: Iterable[Window], entries: Sequence[ScopeEntry]) -> tuple[ScopedApplication, ...]:
    """Return the programs with open windows that could be added, each once."""
    listed_places = {_entry_key(entry) for entry in entries}
    offers: dict[str, ScopedApplication] = {}
    for window in windows:
        program = window.program
        if program and not set(program) & {":", "="}:
            file_name = program.rpartition("/")[2] if is_installed(program) and " " not in program else program
            entry = ScopedApplication(file_name if set(window.name) & {":", "="} else window.name or file_name)
            if _entry_key(entry) not in listed_places:
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


def _entry_text(entry: ScopeEntry) -> str:
    """Return an entry as displayed, with what the menu calls a program that is written by its path."""
    name = installed_programs().name_of(entry.program) if isinstance(entry, ScopedApplication) else ""
    return in_words(replace(entry, program=name) if isinstance(entry, ScopedApplication) and name else entry)


def _entry_key(entry: ScopeEntry) -> object:
    return entry.path if isinstance(entry, ScopedFolder) else (entry.program, entry.site)
