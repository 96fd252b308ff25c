"""How every window looks: Fusion, our own palette and one small style sheet (`assets/theme.qss`), light or dark."""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from PySide6.QtCore import SLOT, QObject, Qt, Signal, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop_agent.lib.paths import asset
from desktop_agent.settings import ThemeName

FONT_PX = 14
_MONO_PX = 13
_PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")
_KEY = ("org.freedesktop.appearance", "color-scheme")
_PREFERS = {1: True, 2: False}  # 0: the desktop has no preference
_SCHEMES = {"desktop": Qt.ColorScheme.Unknown, "light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_TINT = 0.12  # of the accent
_DARK_BELOW = 128  # of 255
_FIRST_ANSWER_MS = 250  # else the first window is drawn light, and then dark


@dataclass(frozen=True, slots=True)
class Colours:
    """The named colours of one theme."""

    ground: str
    card: str
    line: str
    edge: str  # the border of buttons and fields: stronger than a line
    text: str
    muted: str
    accent: str
    fill: str  # the accent behind white text
    ok: str
    warn: str
    bad: str
    on_ok: str  # text on `ok`
    on_bad: str  # text on `bad`


DARK = Colours(
    "#16181d", "#1f2229", "#343945", "#565e6e", "#e8eaed", "#9aa1ad",
    "#4c8dff", "#2563eb", "#2fb67c", "#f0a838", "#ef5b5b", "#0c1a13", "#1f0b0b",
)  # fmt: skip
LIGHT = Colours(
    "#f4f5f7", "#ffffff", "#d9dde3", "#aab2bf", "#1b1e24", "#626b78",
    "#2563eb", "#2563eb", "#15803d", "#b45309", "#c62828", "#ffffff", "#ffffff",
)  # fmt: skip


def use_theme(app: QApplication, choice: ThemeName = "desktop") -> None:
    """Style the application, now and whenever the desktop turns light or dark; may be called again."""
    scheme = _scheme()
    if scheme is None:
        app.setStyle("Fusion")
        scheme = ColourScheme(app)
        scheme.changed.connect(lambda: _apply(app))
        _apply(app)
    scheme.choose(choice)


def on_theme_change(redraw: Callable[[], None]) -> None:
    """Call `redraw` whenever windows turn light or dark."""
    scheme = _scheme()
    if scheme is not None:
        scheme.changed.connect(redraw)


def colours() -> Colours:
    """Return the current colours."""
    scheme = _scheme()
    return DARK if scheme is not None and scheme.dark else LIGHT


def tint() -> QColor:
    """Return the ground of what is selected: a little of the accent, on which all colours are read."""
    colour = QColor(colours().accent)
    colour.setAlphaF(_TINT)
    return colour


def font(px: int = FONT_PX) -> QFont:
    """Return the font for words: Inter where it is installed."""
    return _first_installed_font(("Inter", "Noto Sans", "DejaVu Sans"), px)


def mono_font() -> QFont:
    """Return the font for typed text and keys."""
    return _first_installed_font(("DejaVu Sans Mono", "Noto Sans Mono", "Consolas", "Menlo"), _MONO_PX)


def _first_installed_font(names: tuple[str, ...], px: int) -> QFont:
    installed = set(QFontDatabase.families())
    font = QFont(next((name for name in names if name in installed), QFont().family()))
    font.setPixelSize(px)
    return font


def _scheme() -> ColourScheme | None:
    app = QApplication.instance()
    return None if app is None else app.findChild(ColourScheme)


def _apply(app: QApplication) -> None:
    now = colours()
    names = {field.name: str(getattr(now, field.name)) for field in fields(Colours)}
    app.setFont(font())  # each time: the desktop's own theme gives kinds of widgets fonts of theirs
    app.setPalette(_palette(now))
    sheet = Template(asset("theme.qss").read_text("utf-8"))
    ground = tint()
    rgba = f"rgba({ground.red()}, {ground.green()}, {ground.blue()}, {ground.alpha()})"
    app.setStyleSheet(sheet.substitute(names, mono=mono_font().family(), tint=rgba))


def _palette(now: Colours) -> QPalette:
    role = QPalette.ColorRole
    group = QPalette.ColorGroup
    palette = QPalette()
    for kind, value in (
        (role.Window, now.card), (role.Base, now.card), (role.AlternateBase, now.ground), (role.Button, now.card),
        (role.Text, now.text), (role.WindowText, now.text), (role.ButtonText, now.text), (role.ToolTipBase, now.card),
        (role.ToolTipText, now.text), (role.Highlight, now.fill), (role.HighlightedText, "#ffffff"),
        (role.PlaceholderText, now.muted), (role.Mid, now.edge), (role.Dark, now.edge), (role.Light, now.line),
        (role.Link, now.accent), (role.Accent, now.accent),
    ):  # fmt: skip
        palette.setColor(kind, QColor(value))
    for kind in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(group.Disabled, kind, QColor(now.muted))
    return palette


class ColourScheme(QObject):
    """Whether our windows are dark: as the person chose, else as the desktop is, also when that changes.

    A Linux desktop reports it through its settings portal, whichever toolkit its own programs use. Where nothing
    answers there, Qt's own word counts, and then what GTK's programs got.
    """

    changed = Signal()

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice: ThemeName = "desktop"
        self._portal: bool | None = None
        self._watcher: QDBusPendingCallWatcher | None = None
        app.styleHints().colorSchemeChanged.connect(self.changed)
        if sys.platform == "linux" and _has_session_bus(os.environ):
            self._ask_portal()

    @property
    def dark(self) -> bool:
        """Return whether windows are dark now."""
        if self._choice != "desktop":
            return self._choice == "dark"
        if self._portal is not None:
            return self._portal
        scheme = self._app.styleHints().colorScheme()
        if scheme != Qt.ColorScheme.Unknown:
            return scheme == Qt.ColorScheme.Dark
        return sys.platform == "linux" and (gtk_is_dark(os.environ) or lxqt_is_dark(os.environ))

    def choose(self, choice: ThemeName) -> None:
        """Follow the desktop, or be light or dark whatever it is."""
        if choice != self._choice:
            self._choice = choice
            if sys.platform != "linux":  # there the system draws the frames of windows as Qt says
                self._app.styleHints().setColorScheme(_SCHEMES[choice])
            self.changed.emit()

    @Slot(QDBusMessage)
    def hear(self, message: QDBusMessage) -> None:
        """Take a change of any of the desktop's settings."""
        match message.arguments():
            case [str(space), str(key), value] if (space, key) == _KEY:
                self._set_portal_scheme(value)

    def _ask_portal(self) -> None:
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        slot = SLOT("hear(QDBusMessage)")
        bus.connect(*_PORTAL, "SettingChanged", self, slot)  # type: ignore[call-overload]  # its types ask for bytes
        question = _portal_call("ReadOne")
        question.setAutoStartService(False)
        self._take_answer(bus.call(question, QDBus.CallMode.Block, _FIRST_ANSWER_MS))
        if self._portal is None:
            # It may have to be started first, or know the older call alone: windows do not wait for that.
            self._watcher = QDBusPendingCallWatcher(bus.asyncCall(_portal_call("Read")), self)
            self._watcher.finished.connect(lambda watcher: self._take_answer(watcher.reply()))

    def _take_answer(self, answer: QDBusMessage) -> None:
        if answer.type() == QDBusMessage.MessageType.ReplyMessage:
            self._set_portal_scheme(*answer.arguments()[:1])

    def _set_portal_scheme(self, value: object = None) -> None:
        while isinstance(value, QDBusVariant):  # the older call wraps its answer twice
            value = value.variant()
        before = self._portal
        self._portal = _PREFERS.get(value) if isinstance(value, int) else None
        if before != self._portal:
            self.changed.emit()


def gtk_is_dark(environment: Mapping[str, str]) -> bool:
    """Return whether GTK's programs are dark, by the theme that a variable or their settings name."""
    named = environment.get("GTK_THEME", "")
    if named:
        return _is_dark(named)
    for version in ("gtk-4.0", "gtk-3.0"):
        config = _configured(environment, version, "settings.ini")
        settings = config["Settings"] if config.has_section("Settings") else {}
        prefers = settings.get("gtk-application-prefer-dark-theme", "").strip().lower() in {"1", "true"}
        if prefers or _is_dark(settings.get("gtk-theme-name", "")):
            return True
    return False


def lxqt_is_dark(environment: Mapping[str, str]) -> bool:
    """Return whether LXQt's windows are dark, by the colour that its settings give to them; elsewhere never."""
    if "LXQt" not in environment.get("XDG_CURRENT_DESKTOP", "").split(":"):
        return False
    colour = QColor(_configured(environment, "lxqt", "lxqt.conf").get("Palette", "window_color", fallback="").strip())
    return colour.isValid() and colour.lightness() < _DARK_BELOW


def _configured(environment: Mapping[str, str], *place: str) -> configparser.ConfigParser:
    """Return what a file among a person's configuration says; nothing where it cannot be read."""
    home = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "/nowhere"), ".config"))
    config = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        config.read(Path(home, *place), encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError):
        config.clear()
    return config


def _is_dark(theme: str) -> bool:
    return theme.strip().lower().endswith(("-dark", ":dark", "-dark-solid"))


def _has_session_bus(environment: Mapping[str, str]) -> bool:
    """Return whether there is a bus already: Qt would start one."""
    if environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = environment.get("XDG_RUNTIME_DIR")
    return bool(folder) and Path(str(folder), "bus").exists()


def _portal_call(member: str) -> QDBusMessage:
    question = QDBusMessage.createMethodCall(*_PORTAL, member)
    question.setArguments([*_KEY])
    return question
