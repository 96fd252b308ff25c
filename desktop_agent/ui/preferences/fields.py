"""The field for one setting, by the type of its value."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from PySide6.QtCore import QKeyCombination, QLocale, Qt
from PySide6.QtGui import QFocusEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QKeySequenceEdit, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop_agent.core.actions.keys import chord, key_name
from desktop_agent.core.errors import DesktopAgentError, SettingsError, UnknownKeyError
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.core.texts.message import Message, gettext, join, tr
from desktop_agent.lib.paths import ENGLISH, languages
from desktop_agent.lib.setting import Setting
from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import DEFAULT, PROFILES, known_profiles
from desktop_agent.policy.table import CHANGEABLE, ROWS, Row
from desktop_agent.presence.promises import Promises, promises
from desktop_agent.runtime.provider.choices import ELSEWHERE, HERE
from desktop_agent.screen.captures.source import Monitor
from desktop_agent.screen.choose import monitors_here, needs_portal
from desktop_agent.settings import Settings, Sourced, literal, load
from desktop_agent.settings.edit import set_value, unset
from desktop_agent.settings.sections import SETTINGS, words_of_command
from desktop_agent.ui.provider_dialog import ANOTHER
from desktop_agent.ui.qt.widgets import ComboBox

FieldKind = Literal["text", "long", "number", "switch", "choice", "chord", "command"]
_VERDICT_WORDS: Mapping[str, str] = {"allow": Message("Allow"), "ask": Message("Ask"), "deny": Message("Never")}
_NO_URL = Message("needs an address")
# choices that are no provider's names
ANOTHER_SERVER = "+"
MORE_PROVIDERS = "…"
_ANY_MONITOR = {"0": Message("All monitors together"), "auto": Message("The one with the focused window")}


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The current value of a setting as text, its origin if not the default, and whether the file sets it."""

    text: str
    origin: str
    editable: bool
    in_file: bool


def provider_words(profile: Profile) -> str:
    """Return a provider's name, and where it is; of a server of one's own also the model."""
    if profile.name == DEFAULT:
        return Message("{name} — {where}", name=profile.shown_name, where=Message("offline, on this computer"))
    where = urlsplit(profile.base_url).netloc or _NO_URL
    if profile.name in PROFILES:
        return Message("{name} — {where}", name=profile.shown_name, where=where)
    return Message("{name} — {model} at {where}", name=profile.shown_name, model=profile.model, where=where)


def _languages() -> Mapping[str, str]:
    names = ((code, QLocale(code).nativeLanguageName()) for code in languages() if code != ENGLISH)
    own = {code: name[:1].upper() + name[1:] for code, name in names}
    return {"desktop": Message("As the desktop"), ENGLISH: Message("English"), **own}


MODELS = Message("Models")
WHERE = Message("Where it may work")
YOU = Message("You")
PRIVACY = Message("Privacy")
PROGRAM = Message("This program")
# The page of a setting, or of a section. Rarely changed settings are on no page, only in the file.
_PAGE_OF = {
    "provider": MODELS,
    "run.max_cost": MODELS,
    "run.max_minutes": MODELS,
    "run.max_steps": MODELS,
    "run.mode": WHERE,
    "run.allow": WHERE,
    "screen.monitor": WHERE,
    "run.approver": YOU,
    "run.answer_within": YOU,
    "person": YOU,
    "watch": YOU,
    "ui.notify": YOU,
    "notify": YOU,
    "privacy": PRIVACY,
    "run.record": PRIVACY,
    "record": PRIVACY,
    "ui": PROGRAM,
    "update.look": PROGRAM,
}
# What people call it who look for a setting, besides its title and its description; of a section, for all in it.
_OTHER_WORDS: Mapping[str, str] = {
    "provider.name": Message("model, vendor, server, address, account, wrong key, API key, offline"),
    "provider.instructions": Message("prompt, always tell the model"),
    "provider.forget": Message("data, keep, store"),
    "run.max_cost": Message("money, price, budget, dollars, spend"),
    "run.max_minutes": Message("time, duration, too long"),
    "run.max_steps": Message("limit, how many actions"),
    "run.mode": Message("how often it asks, questions, trust, rehearse, practice"),
    "run.allow": Message("permission, trust, always allow a program, a site or a folder"),
    "screen.monitor": Message("display, second screen"),
    "run.approver": Message("question, card, terminal"),
    "run.answer_within": Message("wait, time for an answer"),
    "person.stop_key": Message("stop, hotkey, shortcut, keyboard"),
    "person.stop_key_first": Message("stop, hotkey, shortcut, keyboard"),
    "person.approve_with": Message("yes, mouse, remote desktop, VNC, screen reader"),
    "person.approve_chord": Message("yes, hotkey, shortcut, keyboard"),
    "watch": Message("phone, tablet, other computer"),
    "ui.notify": Message("message, sound, alert"),
    "notify": Message("message, mail, phone, alert"),
    "privacy": Message("hide, password, secret, not in pictures"),
    "run.record": Message("pictures, history, save"),
    "record": Message("remove old runs, history, disk space"),
    "ui.theme": Message("dark, light, colours"),
    "ui.language": Message("German, French, translation"),
    "ui.announce_ms": Message("slow, pointer, ring, show what it does"),
}


def other_words(setting: Setting) -> str:
    """Return what else people call a setting who look for it."""
    return _OTHER_WORDS.get(setting.key) or _OTHER_WORDS.get(setting.key.partition(".")[0], "")


def kind_of(setting: Setting) -> FieldKind:
    """Return the kind of editor for a setting."""
    if setting.control and setting.control != "region":
        return setting.control
    if setting.words:
        return "choice"
    if bool in setting.kinds:
        return "switch"
    return "number" if {int, float} & {*setting.kinds} else "text"


def _page(name: str) -> tuple[Setting, ...]:
    """Return the settings of a page, in the order in which `_PAGE_OF` names them."""
    places = list(_PAGE_OF)
    page_settings = [each for each in SETTINGS.values() if each.title and not each.advanced and _page_of(each) == name]
    return tuple(sorted(page_settings, key=lambda setting: places.index(_place_of(setting))))


def _page_of(setting: Setting) -> str:
    return _PAGE_OF.get(_place_of(setting), "")


def _place_of(setting: Setting) -> str:
    """Return the setting's key or, where that has no page of its own, its section."""
    return setting.key if setting.key in _PAGE_OF else setting.key.partition(".")[0]


def _rule_text(row: Row) -> str:
    return join("\n", (row.text, Message("Known by: {known_by}.", known_by=row.known_by)))


RULES: tuple[Setting, ...] = tuple(
    Setting(ROWS[name].title, _rule_text(ROWS[name]), key=f"builtin.{name}", choices=_VERDICT_WORDS)
    for name in CHANGEABLE
)
PAGES: Mapping[str, tuple[Setting, ...]] = {
    MODELS: _page(MODELS),
    WHERE: (*_page(WHERE), *RULES),
    YOU: _page(YOU),
    PRIVACY: _page(PRIVACY),
    PROGRAM: _page(PROGRAM),
}


class Preferences:
    """The settings file as the window sees it: the current values, and changes that the loader accepts."""

    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        self.file = file
        self._environment = environment
        self.error: SettingsError | None = None
        self.known: Mapping[str, Profile] = PROFILES
        self.shows_all_providers = False
        self._sourced = self._read()

    @cached_property
    def _promises(self) -> Promises:
        return promises(self._environment)

    @property
    def settings(self) -> Settings:
        """Return the current settings, as far as they are readable."""
        return self._sourced.settings

    def reload(self) -> None:
        """Reload the file."""
        self._sourced = self._read()

    @property
    def profile(self) -> Profile:
        """Return the chosen provider; the local one if its name is unknown."""
        return self.known.get(self.settings.provider.name or DEFAULT, PROFILES[DEFAULT])

    def with_choices(self, setting: Setting) -> Setting:
        """Return a setting with its choices in this session, and whether it has an effect here."""
        if setting.needs in self._promises.lacks:
            return replace(setting, says=self._promises.lacks[setting.needs])
        match setting.key:
            case "person.approve_with":
                return replace(setting, choices={**setting.words, "device": self._promises.by_device})
            case "screen.monitor":
                return replace(setting, choices={**monitors(self._environment), **_ANY_MONITOR})
            case "ui.language":
                return replace(setting, choices=_languages())
            case "provider.name":
                choices = {name: provider_words(self.known[name]) for name in self._listed_providers()}
                more = {} if len(choices) == len(self.known) else {MORE_PROVIDERS: Message("More…")}
                return replace(setting, choices={**choices, **more, ANOTHER_SERVER: ANOTHER})
            case _:
                return setting

    def _listed_providers(self) -> Iterable[str]:
        """Return the providers that a list shows: the person's own, the usual ones and the chosen one, or all."""
        usual = (*HERE, *ELSEWHERE)
        rest = sorted(self.known.keys() - {*usual}, key=lambda name: tr(self.known[name].shown_name).lower())
        own = [name for name in rest if name not in PROFILES]
        others = [name for name in rest if name in PROFILES]
        shown = others if self.shows_all_providers else [name for name in others if name == self.profile.name]
        return (DEFAULT, *own, *(name for name in usual if name != DEFAULT), *shown)

    def value_of(self, setting: Setting) -> FieldValue:
        """Return the current value of a setting."""
        value = next(value for key, value, _ in self._sourced.rows() if key == setting.key)
        origin = self._sourced.origins[setting.key]
        origin_text = ""
        if origin.kind == "variable":
            origin_text = Message("From the {origin}; change it there.", origin=origin.where)
        text = self.profile.name if setting.key == "provider.name" and value is None else text_of(value)
        if setting.control == "command" and isinstance(value, tuple):
            text = shlex.join(value)
        return FieldValue(text, origin_text, origin.kind != "variable", origin.kind == "file")

    def in_words(self, words: object) -> str:
        """Return an error or an origin for display, without the file's folder."""

        def short(text: str) -> str:
            if isinstance(text, Message):
                return text.with_texts(short)
            return self.file.name if text == str(self.file) else text

        return short(words if isinstance(words, str) else str(words))

    def change(self, setting: Setting, text: str) -> None:
        """Write a setting, or remove it if the text is empty; SettingsError with the loader's message."""
        if setting.key == "provider.name" and text in {ANOTHER_SERVER, MORE_PROVIDERS}:
            return  # the window adds a server, or shows more
        if not text.strip():
            unset(self.file, setting.key)
        else:
            set_value(self.file, setting.key, _written(setting, text))
        self.reload()

    def reset(self, setting: Setting) -> None:
        """Remove a setting from the file, so that its default applies."""
        unset(self.file, setting.key)
        self.reload()

    def _read(self) -> Sourced:
        """Read the valid parts of file and environment; `error` has the problem, if any."""
        self.error = None
        self.known = PROFILES
        for file, environment in ((self.file, self._environment), (self.file, {}), (None, {})):
            try:
                sourced = load(file or Path(self.file.parent / "no settings"), environment, {})
                self.known = known_profiles(sourced.settings.providers)
                return sourced
            except SettingsError as error:
                self.error = self.error or error
        raise AssertionError


def _written(setting: Setting, text: str) -> object:
    kind = kind_of(setting)
    if kind == "command":
        return _command_words(text)
    if kind == "switch" or {*setting.words} == {"true", "false"}:
        return text == "true"
    is_number = kind == "number" or (kind == "choice" and text.isdecimal())
    return literal(text.strip()) if is_number else text


def _command_words(command: str) -> list[str]:
    try:
        return words_of_command(command)
    except ValueError as error:
        raise SettingsError(
            Message("A closing quotation mark is missing."), Message("Enter it as you would in a terminal.")
        ) from error


def text_of(value: object) -> str:
    """Return a value as text in the settings' notation."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Size():
            return f"{value.width}x{value.height}"
        case Rect():
            return f"{value.x},{value.y},{value.width},{value.height}"
        case tuple() if any(isinstance(part, Rect) for part in value):
            return "; ".join(map(text_of, value))
        case tuple():
            return ", ".join(map(str, value))
        case float():
            return f"{value:g}" if value == float(f"{value:g}") else str(value)
        case _:
            return str(value)


def monitors(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return the current monitors with their numbers; the first alone where they can't be listed."""
    try:
        known = monitors_here(environment)
    except DesktopAgentError:
        return {"1": Message("The first one you share") if needs_portal(environment) else Message("The first")}
    return {str(monitor.n): _monitor_words(monitor) for monitor in known}


def _monitor_words(monitor: Monitor) -> str:
    size = f"{monitor.n}: {monitor.width} × {monitor.height}"
    return f"{size} ({monitor.name})" if monitor.name else size


_LONG_PX = 90
_MODIFIER_KEYS = {
    Qt.KeyboardModifier.ControlModifier: "ctrl",
    Qt.KeyboardModifier.AltModifier: "alt",
    Qt.KeyboardModifier.ShiftModifier: "shift",
    Qt.KeyboardModifier.MetaModifier: "super",
}


def editor_for(field: Setting, commit: Callable[[str], None]) -> QWidget:
    """Return an editor that passes on the person's input."""
    match kind_of(field):
        case "switch":
            switch = QCheckBox(gettext("On"))
            switch.clicked.connect(lambda on: commit("true" if on else "false"))
            return switch
        case "choice":
            choices = _Choices()
            choose(choices, field)
            choices.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            choices.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            choices.activated.connect(lambda _index: commit(choices.currentData()))
            return choices
        case "long":
            return _TextEditor(commit)
        case "chord":
            keys = QKeySequenceEdit()
            keys.setMaximumSequenceLength(1)
            keys.findChildren(QLineEdit)[0].setAccessibleName(tr(field.title))
            keys.editingFinished.connect(lambda: _commit_chord(keys.keySequence(), commit))
            return keys
        case "text" | "number" | "command":
            line = QLineEdit()
            line.setPlaceholderText(tr(field.example))
            line.editingFinished.connect(lambda: commit(line.text()))
            return line


def choose(editor: QWidget, field: Setting) -> None:
    """Fill a list with a setting's values; it passes on nothing by that."""
    if isinstance(editor, QComboBox):
        editor.clear()
        for value, words in {**({"": field.unset} if field.unset else {}), **field.words}.items():
            editor.addItem(tr(words), value)


def show_text(editor: QWidget, text: str) -> None:
    """Show a value; an empty text means no value."""
    match editor:
        case QCheckBox():
            editor.setChecked(text == "true")
        case QComboBox():
            at = editor.findData(text)
            if at < 0:
                # The file's value isn't among the choices: it is shown with the reader's error.
                editor.addItem(text, text)
                at = editor.count() - 1
            editor.setCurrentIndex(at)
        case QKeySequenceEdit():
            editor.setKeySequence(QKeySequence.fromString(text.replace("super", "meta")))
            editor.findChildren(QLineEdit)[0].setPlaceholderText(text)  # Qt has no name for some keys
        case QPlainTextEdit():
            if editor.toPlainText() != text:
                editor.setPlainText(text)
        case QLineEdit():
            if editor.text() != text:
                editor.setText(text)


class _Choices(ComboBox):
    """A list as high as a line of text that ignores the wheel."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(QLineEdit().sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the wheel on to the page."""
        event.ignore()


class _TextEditor(QPlainTextEdit):
    """A text of several lines, written when it loses the focus."""

    def __init__(self, commit: Callable[[str], None]) -> None:
        super().__init__()
        self._commit = commit
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LONG_PX)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the text."""
        super().focusOutEvent(event)
        self._commit(self.toPlainText())


def _commit_chord(keys: QKeySequence, commit: Callable[[str], None]) -> None:
    """Pass on the pressed chord in the spelling of the settings; nothing for a key without a name."""
    pressed = keys[0] if keys.count() else None  # type: ignore[index]  # missing in its types
    if isinstance(pressed, QKeyCombination):
        modifiers = [name for modifier, name in _MODIFIER_KEYS.items() if pressed.keyboardModifiers() & modifier]
        with suppress(UnknownKeyError):
            commit("+".join(chord([*modifiers, key_name(QKeySequence(pressed.key()).toString().lower())])))
