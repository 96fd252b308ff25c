"""How every window looks: Fusion, our own palette and one small style sheet, light or dark."""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Qt, Signal, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop_agent.settings import ThemeName

FONT_PX, MONO_PX = 14, 13
_PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")
_KEY = ("org.freedesktop.appearance", "color-scheme")
_PREFERS = {1: True, 2: False}  # 0: the desktop has no preference
_SCHEMES = {"desktop": Qt.ColorScheme.Unknown, "light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
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
    on_warn: str  # text on `warn`
    on_ok: str  # text on `ok`
    on_bad: str  # text on `bad`


DARK = Colours(
    "#16181d", "#1f2229", "#343945", "#565e6e", "#e8eaed", "#9aa1ad",
    "#4c8dff", "#2563eb", "#2fb67c", "#f0a838", "#ef5b5b", "#16181d", "#0c1a13", "#1f0b0b",
)  # fmt: skip
LIGHT = Colours(
    "#f4f5f7", "#ffffff", "#d9dde3", "#aab2bf", "#1b1e24", "#626b78",
    "#2563eb", "#2563eb", "#15803d", "#b45309", "#c62828", "#ffffff", "#ffffff", "#ffffff",
)  # fmt: skip

# Roles are object names or the dynamic property "role", so that windows carry no colours of their own.
_SHEET = """
QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: 17px; font-weight: 600; }}
QLabel[role="title"][dense="true"] {{ font-size: 14px; }}
QLabel[role="heading"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="bad"] {{ color: {bad}; }}
QLabel[role="warn"] {{ color: {warn}; }}
QLabel[role="ok"] {{ color: {ok}; }}
QLabel[role="alarm"] {{ color: {bad}; font-weight: 600; }}
QLabel[role="title"][alarm="true"] {{ color: {bad}; }}
QLabel[role="badge"] {{ background: {warn}; color: {on_warn}; border-radius: 8px; padding: 4px 12px; font-weight: 600;
  font-size: 12px; }}
QLabel[role="badge"][alarm="true"] {{ background: {bad}; color: {on_bad}; }}
QLabel[role="mono"], QPlainTextEdit[role="mono"] {{ font-family: "{mono}"; font-size: 13px; }}
QFrame[role="panel"] {{ background: {card}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="inset"] {{ background: {ground}; border: 1px solid {line}; border-radius: 8px; }}
QLineEdit, QPlainTextEdit {{ background: {card}; border: 1px solid {edge}; border-radius: 6px;
  padding: 5px 8px; selection-background-color: {fill}; selection-color: white; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus {{ border: 1px solid {accent}; }}
QComboBox, QDateEdit {{ background: {card}; border: 1px solid {edge}; border-radius: 6px; padding: 5px 26px 5px 8px; }}
QDateEdit QLineEdit, QDateEdit QLineEdit:focus {{ border: 0; padding: 0; background: transparent; }}
QComboBox:hover, QDateEdit:hover {{ border: 1px solid {muted}; }}
QComboBox:disabled, QLineEdit:disabled {{ background: {ground}; color: {muted}; border: 1px solid {line}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: 24px; }}
QPlainTextEdit[role="mono"] {{ background: {ground}; border: 1px solid {line}; }}
QPushButton {{ background: {card}; border: 1px solid {edge}; border-radius: 8px; padding: 6px 12px; min-height: 22px; }}
QPushButton:hover {{ border: 1px solid {muted}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 5px 11px; }}
QPushButton[dense="true"] {{ padding: 2px 6px; min-height: 18px; border-radius: 6px; }}
QPushButton[dense="true"]:focus {{ padding: 1px 5px; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton[role="yes"] {{ background: {ok}; color: {on_ok}; border: 1px solid {ok}; font-weight: 600; }}
QPushButton[role="yes"][armed="false"] {{ background: {line}; color: {muted}; border: 1px solid {line}; }}
QPushButton[role="primary"] {{ background: {fill}; color: white; border: 1px solid {fill}; font-weight: 600; }}
QPushButton[role="no"] {{ color: {bad}; }}
QPushButton[role="safest"] {{ background: {bad}; color: {on_bad}; border: 1px solid {bad}; font-weight: 600; }}
QPushButton[line="true"] {{ text-align: left; }}
QPushButton[chosen="true"] {{ background: {fill}; color: white; border: 1px solid {fill}; }}
QPushButton:disabled, QPushButton[role="primary"]:disabled, QPushButton[role="yes"]:disabled {{ background: {line};
  color: {muted}; border: 1px solid {line}; }}
QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {edge}; border-radius: 8px;
  background: {card}; }}
QRadioButton::indicator:checked {{ border: 4px solid {accent}; width: 8px; height: 8px; background: {card}; }}
QRadioButton::indicator:focus {{ border-color: {accent}; }}
QProgressBar {{ background: {line}; border: 0; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
QHeaderView::section {{ background: {card}; color: {muted}; border: 0; border-bottom: 1px solid {line};
  padding: 6px; font-weight: 600; }}
QTableView, QTreeView, QListView {{ background: {card}; border: 1px solid {line}; border-radius: 6px;
  selection-background-color: {fill}; selection-color: white; }}
QTreeView::indicator:unchecked, QCheckBox::indicator:unchecked {{ border: 1px solid {edge}; border-radius: 3px;
  background: {ground}; }}
QListView[role="pages"], QTableView {{ outline: 0; }}
QTableView:focus, QListView:focus {{ border: 1px solid {accent}; }}
QListView[role="pages"], QListView[role="pages"]:focus {{ background: {ground}; border: 0; border-radius: 8px;
  padding: 4px; }}
QListWidget::item {{ padding: 4px 6px; }}
QListView[role="pages"]::item {{ padding: 8px 10px; border: 0; border-radius: 6px; }}
QListView[role="pages"]::item:disabled {{ color: {muted}; }}
QTableView[role="lines"]::item {{ padding: 0 6px; border: 0; }}
QTableView[role="lines"] QHeaderView::section {{ padding: 6px 9px; }}
QListView::item:selected, QTreeView::item:selected, QTableView[role="lines"]::item:selected {{ background: {fill};
  color: white; }}
QMenu {{ background: {card}; border: 1px solid {edge}; padding: 4px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {fill}; color: white; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 4px; margin: 2px; min-width: 28px; min-height: 28px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {card}; color: {text}; border: 1px solid {edge}; }}
"""


def use_theme(app: QApplication, choice: ThemeName = "desktop") -> None:
    """Style the application, now and whenever the desktop turns light or dark; may be called again to choose anew."""
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


def font(px: int = FONT_PX) -> QFont:
    """Return the font for words: Inter where it is installed."""
    return _first(("Inter", "Noto Sans", "DejaVu Sans"), px)


def mono_font(px: int = MONO_PX) -> QFont:
    """Return the font for typed text and keys."""
    return _first(("DejaVu Sans Mono", "Noto Sans Mono", "Consolas", "Menlo"), px)


def _first(names: tuple[str, ...], px: int) -> QFont:
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
    app.setStyleSheet(_SHEET.format(**names, mono=mono_font().family()))


def _palette(now: Colours) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
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

    A Linux desktop tells it through its settings portal, whichever toolkit its own programs use. Where nothing answers
    there, Qt's own word counts, and then what GTK's programs were told.
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
        """Tell whether windows are dark now."""
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
                self._take(value)

    def _ask_portal(self) -> None:
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        slot = SLOT("hear(QDBusMessage)")
        bus.connect(*_PORTAL, "SettingChanged", self, slot)  # type: ignore[call-overload]  # its types ask for bytes
        question = _question("ReadOne")
        question.setAutoStartService(False)
        self._take_answer(bus.call(question, QDBus.CallMode.Block, _FIRST_ANSWER_MS))
        if self._portal is None:
            # It may have to be started first, or know the older call alone: windows do not wait for that.
            self._watcher = QDBusPendingCallWatcher(bus.asyncCall(_question("Read")), self)
            self._watcher.finished.connect(lambda watcher: self._take_answer(watcher.reply()))

    def _take_answer(self, answer: QDBusMessage) -> None:
        if answer.type() == QDBusMessage.MessageType.ReplyMessage:
            self._take(*answer.arguments()[:1])

    def _take(self, value: object = None) -> None:
        while isinstance(value, QDBusVariant):  # the older call wraps its answer twice
            value = value.variant()
        before, self._portal = self._portal, _PREFERS.get(value) if isinstance(value, int) else None
        if before != self._portal:
            self.changed.emit()


def gtk_is_dark(environment: Mapping[str, str]) -> bool:
    """Tell whether GTK's programs are dark, by the theme that a variable or their settings name."""
    named = environment.get("GTK_THEME", "")
    if named:
        return _is_dark(named)
    for version in ("gtk-4.0", "gtk-3.0"):
        found = _configured(environment, version, "settings.ini")
        settings = found["Settings"] if found.has_section("Settings") else {}
        prefers = settings.get("gtk-application-prefer-dark-theme", "").strip().lower() in {"1", "true"}
        if prefers or _is_dark(settings.get("gtk-theme-name", "")):
            return True
    return False


def lxqt_is_dark(environment: Mapping[str, str]) -> bool:
    """Tell whether LXQt's windows are dark, by the colour that its settings give to them; elsewhere never."""
    if "LXQt" not in environment.get("XDG_CURRENT_DESKTOP", "").split(":"):
        return False
    colour = QColor(_configured(environment, "lxqt", "lxqt.conf").get("Palette", "window_color", fallback="").strip())
    return colour.isValid() and colour.lightness() < _DARK_BELOW


def _configured(environment: Mapping[str, str], *place: str) -> configparser.ConfigParser:
    """Return what a file among a person's configuration says; nothing where it cannot be read."""
    home = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "/nowhere"), ".config"))
    found = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        found.read(Path(home, *place), encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError):
        found.clear()
    return found


def _is_dark(theme: str) -> bool:
    return theme.strip().lower().endswith(("-dark", ":dark", "-dark-solid"))


def _has_session_bus(environment: Mapping[str, str]) -> bool:
    """Tell whether there is a bus already: Qt would start one."""
    if environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = environment.get("XDG_RUNTIME_DIR")
    return bool(folder) and Path(str(folder), "bus").exists()


def _question(member: str) -> QDBusMessage:
    question = QDBusMessage.createMethodCall(*_PORTAL, member)
    question.setArguments([*_KEY])
    return question
