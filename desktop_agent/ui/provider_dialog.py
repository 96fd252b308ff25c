"""The dialog and the form that add a provider: its key is checked, and kept where it is safe."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from desktop_agent.core.errors import DesktopAgentError, KeyringError, SettingsError
from desktop_agent.core.texts.message import Message, gettext, plural, sentences, template, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.model.endpoint import needs_key, origin
from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import DEFAULT, PROFILES
from desktop_agent.runtime.provider.choices import ModelState, known_model_states
from desktop_agent.runtime.provider.entry import KINDS, ModelTrial, ProviderEntry, TryModel, entry_of, remove, try_model
from desktop_agent.runtime.provider.keys import KeyPlace, keyring_trouble
from desktop_agent.runtime.provider.resolve import where_sent
from desktop_agent.settings.api_keys import KEY_FILE
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import ComboBox, press_with_return, set_state, text_button, text_label

ANOTHER = Message("Another server…")
_TITLE = Message("Desktop Agent — Model server")
_SIZE = QSize(620, 500)


class ProviderDialog(QWidget):
    """Nothing is written before *Save*, which tries the server first, or *Remove*."""

    saved = Signal(str)  # the name of the provider
    removed = Signal()

    def __init__(
        self,
        file: Path,
        name: str = "",
        try_it: TryModel = try_model,
        parent: QWidget | None = None,
        *,
        choose: bool = True,
    ) -> None:
        """Take the settings file, and the provider to change; an empty name means a new server.

        `choose`: what is saved becomes the provider of every run for which no other is named.
        """
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(tr(_TITLE))
        self._file = file
        self._name = name
        self._choose = choose
        self._form = ProviderForm(file.parent / KEY_FILE)
        self._test = text_button(Message("Test"), lambda: self._start(keep=False))
        self._save = text_button(Message("Save"), lambda: self._start(keep=True), role="primary")
        entry = entry_of(name, file) if name else ProviderEntry()
        removes = Message("Remove") if entry.is_own else Message("Remove key and changes")
        self._remove = text_button(removes, self._remove_it)
        self._remove.setVisible(bool(name))
        self._keeping = ProviderSaver(file, try_it, (self._form, self._test, self._remove, self._save), self)
        self._keeping.saved.connect(self._keep)
        self._keeping.tried.connect(self._show_trial)
        self._keeping.lacks_keyring.connect(self._form.ask_place)
        inside = Page()
        column_of(inside, text_label(entry.shown_name, "title"), self._form, None, spacing=10)
        page = Scrolling(inside).fill()
        cancel = text_button(Message("Cancel"), self.close)
        buttons = WrapRow(self._remove, self._test, None, cancel, self._save)
        column_of(self, page, self._keeping.notice, buttons, margins=None, room=page)
        self._form.show_entry(entry, None, keyring_trouble(), whole=True)
        self._form.changed.connect(self._keeping.notice.hide)
        self._looking = BackgroundTask(self)
        self._looking.done.connect(lambda states: self._show_state(entry, states))
        press_with_return(self)
        keep_on_screen(self, _SIZE)
        if name:
            self._looking.start(lambda: known_model_states(os.environ))

    def _show_state(self, entry: ProviderEntry, states: dict[str, ModelState]) -> None:
        if self._form.entry() == entry:  # nothing is typed yet
            self._form.show_entry(entry, states.get(entry.name), keyring_trouble(), whole=True)

    def _start(self, *, keep: bool) -> None:
        self._keeping.start(self._form.entry(), keep=keep, choose=self._choose)

    def _keep(self, name: str) -> None:
        self.saved.emit(name)
        self.close()

    def _show_trial(self, trial: ModelTrial) -> None:
        self._form.offer_models(trial.models)
        if not trial.why:
            answers = plural(
                "The server answers. It lists {count} model.",
                "The server answers. It lists {count} models.",
                count=len(trial.models),
            )
            self._keeping.show(answers, "ok")

    def _remove_it(self) -> None:
        try:
            remove(self._name, self._file)
        except DesktopAgentError as error:
            self._keeping.show(str(error), "bad")
            return
        self.removed.emit()
        self.close()


def open_dialog(parent: QWidget, file: Path, name: str, done: Callable[[str], None], *, choose: bool) -> ProviderDialog:
    """Show the window for a provider, or for a new server; `done` gets the saved name, empty if it was removed."""
    dialog = ProviderDialog(file, name, parent=parent, choose=choose)
    dialog.saved.connect(done)
    dialog.removed.connect(lambda: done(""))
    dialog.show()
    return dialog


_BUILT_IN = Message(
    "It follows plain steps, such as: click “File”, type “Hello” into “Name”, press Ctrl+S. It isn't "
    "a language model, so it can't understand a task described in your own words. It's free."
)
_OWN_SERVER = Message("A server that supports the Responses API, such as your company's vLLM server.")
_PAID = Message("This provider charges for the model's input and output.")
_KEY_NEEDED = Message("Enter the key as the provider shows it. It's sent only to that provider.")
_KEY_OPTIONAL = Message("Leave the key empty if the server doesn't require one.")
_KEY_STORED = Message("A key is already set on this computer. Leave this empty to use it.")


class ProviderForm(QWidget):
    """A key belongs to the provider and the address it was typed for: choosing another of either empties its field."""

    changed = Signal()  # something else is shown or typed

    def __init__(self, key_file: Path, parent: QWidget | None = None) -> None:
        """Take the file for a key where there is no keyring; `show_entry` sets the provider."""
        super().__init__(parent)
        self._shown = ProviderEntry(DEFAULT)
        self._state = ""
        self._trouble = ""
        self._key_for = (DEFAULT, "")
        self._about = text_label()
        self._about_key = text_label(role="muted")
        self._where = text_label()
        self._title = QLineEdit()
        self._address = QLineEdit()
        self._key = QLineEdit()
        self._kind = ComboBox()
        self._model = ComboBox()
        self._model_line = QLineEdit()
        self._model.setEditable(True)
        self._model.setLineEdit(self._model_line)
        for kind, words in KINDS.items():
            self._kind.addItem(tr(words), kind)
        for line, name in (
            (self._title, Message("Name")),
            (self._address, Message("Address")),
            (self._model_line, Message("Model name")),
            (self._key, Message("Key")),
        ):
            line.setAccessibleName(tr(name))
            line.textEdited.connect(self.changed)
        self._model.setAccessibleName(gettext("Model name"))
        self._kind.setAccessibleName(gettext("What the server understands"))
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._place = KeyPlaceChoice(key_file)
        self._get_key = text_button(Message("Get a key…"), lambda: _open(self._profile.keys_at))
        self._prices = text_button(Message("Prices…"), lambda: _open(self._profile.prices_at))
        fields = (self._title, self._address, self._model, self._kind, self._key, self._about_key, self._place)
        buttons = WrapRow(self._get_key, self._prices)
        column_of(self, self._about, *fields, self._where, buttons, spacing=6)
        self._key.textChanged.connect(self._bind_key)
        self._address.editingFinished.connect(self._drop_foreign_key)
        self._address.textChanged.connect(self._show_destination)
        self._title.textChanged.connect(self._show_destination)

    def show_entry(
        self, entry: ProviderEntry, state: ModelState | None, keyring_trouble: str = "", *, whole: bool = False
    ) -> None:
        """Show the fields that a provider needs; if `whole`, also those whose usual values are right mostly."""
        is_other = entry.name != self._shown.name
        self._shown = entry
        self._trouble = keyring_trouble
        self._state = state.readiness if state is not None else ""
        own = entry.is_own
        profile = self._profile
        readiness = self._state
        if is_other or whole:
            for line, text in ((self._title, entry.title), (self._address, entry.address)):
                line.setText(text)
            self._model.clear()
            self._model.setEditText(entry.model)
            self._kind.setCurrentIndex(max(0, self._kind.findData(entry.kind)))
        self._drop_foreign_key()
        is_built_in = entry.name == DEFAULT
        self._title.setVisible(own)
        self._kind.setVisible(own)
        self._address.setVisible(bool(entry.example) or (whole and not is_built_in))
        self._model.setVisible(bool(entry.example) or (whole and not is_built_in))
        self._title.setPlaceholderText(gettext("Name, such as Team server"))
        example = entry.example or profile.base_url
        self._address.setPlaceholderText(gettext("Address, such as {example}", example=example))
        self._model_line.setPlaceholderText(
            gettext("Model name, such as qwen3-vl:8b")
            if own
            else gettext("Model name, if it isn't {model}", model=profile.model)
        )
        needs_key_field = own or readiness == "needs key" or bool(profile.key_variable) or (whole and not is_built_in)
        self._key.setPlaceholderText(
            gettext("Key, if it needs one") if own else gettext("Key for {title}", title=entry.shown_name)
        )
        for part in (self._key, self._about_key):
            part.setVisible(needs_key_field)
        is_optional = own or not profile.key_variable
        about_missing_key = _KEY_OPTIONAL if is_optional else _KEY_NEEDED
        self._about_key.setText(_KEY_STORED if readiness == "has key" else about_missing_key)
        self._get_key.setVisible(not own and bool(profile.keys_at))
        self._prices.setVisible(not own and bool(profile.prices_at))
        self._about.setText(self._description(state))
        self._show_destination()
        self.changed.emit()

    def ask_place(self, trouble: str) -> None:
        """Ask where else than in the keyring the key is to go."""
        self._trouble = trouble
        self._place.show_trouble(trouble)

    def offer_models(self, models: tuple[str, ...]) -> None:
        """Offer the models that the server lists; the only one is chosen."""
        typed = self._model.currentText()
        self._model.clear()
        self._model.addItems(models)
        self._model.setEditText(typed or (models[0] if len(models) == 1 else ""))

    def entry(self) -> ProviderEntry:
        """Return the entry with what is typed."""
        self._drop_foreign_key()
        key = _typed(self._key)
        return ProviderEntry(
            self._shown.name,
            _typed(self._title),
            str(self._kind.currentData()) if self._shown.is_own else "",
            _typed(self._address).rstrip("/") if self._shown.is_own else _typed(self._address),
            "" if self._model.isHidden() else self._model.currentText().strip(),
            key,
            self._place.place if key else "keyring",
        )

    @property
    def _profile(self) -> Profile:
        return PROFILES[DEFAULT if self._shown.is_own else self._shown.name]

    def _description(self, state: ModelState | None) -> str:
        """Return a description of the provider."""
        profile = self._profile
        if self._shown.is_own:
            return _OWN_SERVER
        if profile.name == DEFAULT:
            return _BUILT_IN
        if not profile.base_url or needs_key(profile.base_url):
            return _PAID
        if state is not None and state.ready:
            return Message("It has the {model} model.", model=state.model or profile.model)
        return Message("Start it with: {command}", command=profile.started_by) if profile.started_by else ""

    def _show_destination(self) -> None:
        """Say where pictures go; nothing while the address is unknown or wrong."""
        address = _typed(self._address) or self._profile.base_url
        self._where.setText("")
        try:
            if address or self._shown.name == DEFAULT:
                self._where.setText(where_sent(self._profile, address, self._title.text()))
        except SettingsError as error:
            self._where.setText(error.message)
        self._where.setVisible(bool(self._where.text()))

    def _bind_key(self) -> None:
        self._place.show_trouble(self._trouble if _typed(self._key) else "")
        self._key_for = (self._shown.name, _place(_typed(self._address)))

    def _drop_foreign_key(self) -> None:
        """Clear the key field if the key is for another server; one typed before an address belongs to it."""
        name = self._shown.name
        place = _place(_typed(self._address))
        if name != self._key_for[0] or self._key_for[1] not in {"", place}:
            self._key.clear()
        self._bind_key()


def _open(page: str) -> None:
    QDesktopServices.openUrl(QUrl(page))


def _typed(line: QLineEdit) -> str:
    return "" if line.isHidden() else line.text().strip()


def _place(address: str) -> str:
    try:
        return origin(address)
    except SettingsError:
        return address


_AGAIN = Message("Press the button again to keep it anyway.")


class ProviderSaver(QObject):
    """Keeps an entry unless its server refuses it, or could not be tried for the first time; `notice` says so."""

    saved = Signal(str)  # the name of the provider
    tried = Signal(object)  # the ModelTrial of what is not kept yet
    lacks_keyring = Signal(str)  # why the key can't go there

    def __init__(self, file: Path, try_it: TryModel, parts: Sequence[QWidget], parent: QObject) -> None:
        """Take the settings file, and the parts of the window that are disabled meanwhile."""
        super().__init__(parent)
        self._file = file
        self._try_it = try_it
        self._parts = parts
        self._untried: ProviderEntry | None = None  # what could not be tried, and is kept when it is wanted again
        self.notice = text_label()
        self.notice.hide()
        self._working = BackgroundTask(self)
        self._working.done.connect(self._finish)
        self._working.failed.connect(self._fail)

    def start(self, entry: ProviderEntry, *, keep: bool = True, choose: bool = True) -> None:
        """Try the entry, and keep it where it is to be kept; `choose`: as the provider of every run."""
        file = self._file
        try_it = self._try_it
        untried = self._untried
        self._set_busy(busy=True)
        self.show(Message("Trying the model…"), "muted")

        def work() -> str | ModelTrial:
            entry.check(file)
            trial = ModelTrial("works") if keep and entry == untried else entry.tried(file, try_it)
            return trial if trial.why or not keep else entry.save(file, choose=choose)

        self._untried = entry if keep else None
        self._working.start(work)

    def show(self, text: str, role: str) -> None:
        """Show what came of it."""
        set_state(self.notice, "role", role)
        self.notice.setText(text)
        self.notice.show()

    def _finish(self, result: str | ModelTrial) -> None:
        self._set_busy(busy=False)
        if isinstance(result, str):
            self.notice.hide()
            self.saved.emit(result)
            return
        if result.why:
            self.show(sentences(Message("Not tried yet: {doubt}", doubt=result.why), _AGAIN), "warn")
        self.tried.emit(result)

    def _fail(self, error: DesktopAgentError) -> None:
        self._untried = None
        self._set_busy(busy=False)
        self.show(str(error), "bad")
        if isinstance(error, KeyringError):
            self.lacks_keyring.emit(error.message)

    def _set_busy(self, *, busy: bool) -> None:
        for part in self._parts:
            part.setEnabled(not busy)


_INDENT_PX = 24
_SESSION = Message(
    "It's kept in memory and forgotten when you quit Desktop Agent. You'll have to enter it again next time."
)
_IN_FILE = template(
    "It's stored unencrypted in {path}. Other users can't open that file, but programs that you run can."
)


class KeyPlaceChoice(QWidget):
    """Hidden until there is trouble with the keyring; `place` is where a key goes."""

    def __init__(self, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trouble = text_label(role="warn")
        self._session = QRadioButton(gettext("For this session only"))
        self._file = QRadioButton(gettext("In a file that only you can read"))
        self._session.setChecked(True)
        self._group = QButtonGroup(self)
        column = column_of(self, self._trouble, text_label(Message("Where should the key be stored?"), "heading"))
        for button, about in ((self._session, _SESSION), (self._file, Message(_IN_FILE, path=file))):
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(tr(about))
            described = text_label(about, "muted")
            described.setIndent(_INDENT_PX)
            self._group.addButton(button)
            column.addWidget(button)
            column.addWidget(described)
        self.hide()

    @property
    def place(self) -> KeyPlace:
        """Return where the key goes: the keyring, while nothing speaks against it."""
        if self.isHidden():
            return "keyring"
        return "file" if self._file.isChecked() else "session"

    def show_trouble(self, trouble: str) -> None:
        """Ask because of some trouble with the keyring; without any, ask nothing."""
        self._trouble.setText(trouble)
        self.setVisible(bool(trouble))
