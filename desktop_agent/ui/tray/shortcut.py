"""The shortcut for *New task…*, wherever the keyboard is; not while a run goes on, whose own keys must not reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host.shortcut import hotkey_for
from desktop_agent.ui.session.bridge import Bridge

if TYPE_CHECKING:
    from desktop_agent.host.shortcut import Hotkey


class Shortcut(QObject):
    """At most one chord; X11 alone has it."""

    pressed = Signal()
    failed = Signal(str)  # why there is none

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._chord = ""
        self._hotkey: Hotkey | None = None
        self._notifier: QSocketNotifier | None = None
        bridge.begun.connect(self._follow)
        bridge.ended.connect(self._follow)

    def use(self, chord: str) -> None:
        """Take a chord in place of the last; an empty one is none."""
        if chord != self._chord:
            self._drop()
            self._chord = chord
            self._follow()

    def close(self) -> None:
        """Take no chord."""
        self._drop()
        self._chord = ""

    def _drop(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._hotkey is not None:
            self._hotkey.close()
            self._hotkey = None

    def _follow(self) -> None:
        try:
            if self._hotkey is not None and self._bridge.running:
                self._hotkey.let_go()
            elif self._hotkey is not None:
                self._hotkey.hold()
            elif self._chord and not self._bridge.running:
                self._begin()
        except DesktopAgentError as error:
            self.failed.emit(f"{self._chord}: {error}")
            self._drop()

    def _begin(self) -> None:
        hotkey = self._hotkey = hotkey_for(self._chord)
        self._notifier = QSocketNotifier(hotkey.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._look)
        self._look()

    def _look(self) -> None:
        try:
            pressed = self._hotkey is not None and self._hotkey.was_pressed()
        except DesktopAgentError:
            self.close()  # the display has gone away, and so will this program
            return
        if pressed and not self._bridge.running:
            self.pressed.emit()
