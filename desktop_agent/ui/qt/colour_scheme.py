"""Whether our windows are dark: as the person chose, else as the desktop is, also when that changes.

A Linux desktop tells it through its settings portal, whichever toolkit its own programs use. Where nothing answers
there, Qt's own word counts, and then what GTK's programs were told.
"""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Qt, Signal, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant
from PySide6.QtGui import QGuiApplication

from desktop_agent.settings import ThemeName

_PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")
_KEY = ("org.freedesktop.appearance", "color-scheme")
_PREFERS = {1: True, 2: False}  # 0: the desktop has no preference
_SCHEMES = {"desktop": Qt.ColorScheme.Unknown, "light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_FIRST_ANSWER_MS = 250  # else the first window is drawn light, and then dark


class ColourScheme(QObject):
    """One for the application."""

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
        return sys.platform == "linux" and gtk_is_dark(os.environ)

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
    home = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "/nowhere"), ".config"))
    for version in ("gtk-4.0", "gtk-3.0"):
        found = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            found.read(Path(home, version, "settings.ini"), encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, OSError):
            continue
        settings = found["Settings"] if found.has_section("Settings") else {}
        prefers = settings.get("gtk-application-prefer-dark-theme", "").strip().lower() in {"1", "true"}
        if prefers or _is_dark(settings.get("gtk-theme-name", "")):
            return True
    return False


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
