"""The paired phone on the page *Notifications* of Settings, and the window in which one is paired."""

from __future__ import annotations

import os
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.host.own_settings import settings_for_run
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.notify.attempt import PairingAttempt, agree, compared, end, light_modules, shown, tell
from desktop_agent.notify.pairing import Pairing, pairing_file, read_pairing
from desktop_agent.ui.preferences.confirm_window import ClickWatch, Confirmation, ConfirmWords, watched_clicks
from desktop_agent.ui.preferences.row import LabelledRow
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.sway_places import bring
from desktop_agent.ui.qt.widgets import press_with_return, text_button, text_label

PAGE = Message("Notifications")
_MAY = Message(
    "It can stop and pause runs, refuse requests, and send text answers. It can approve requests only on "
    "a desk whose changes wait for your review."
)
_NONE = Message("No phone is paired.")
_NEEDS_PAGE = Message("A phone must load the page from a web server (https). See: desktop-agent guide notifications")
_SERVER = Message("ntfy server")
_OWN_PAGE = Message("Page address")
_CODE_PX = 260
_SIZE = QSize(560, 560)
_CONFIRM = ConfirmWords(
    Message("Pair this phone"),
    Message("Confirm only if your phone shows the same characters."),
    Message("The phone's characters"),
    Message("Pair it"),
    Message("This computer can't distinguish your clicks from a program's. In a terminal, run: desktop-agent pair"),
)


def create(parent: QWidget) -> PairedPhone:
    """Return the part of Settings (`ui/offers.py`)."""
    return PairedPhone(parent)


class PairedPhone(QWidget):
    """Which phone is paired and what it may do, with a button to end that and one to pair another."""

    def __init__(self, parent: QWidget | None = None, *, watch: ClickWatch | None = None) -> None:
        """Build it; `watch` tells a person's click from a program's."""
        super().__init__(parent)
        self._watch = watch
        self._window: PairWindow | None = None
        self._state, self._error = text_label(), text_label(role="bad")
        self._server, self._page = QLineEdit(), QLineEdit()
        self._server.setPlaceholderText(gettext("the server for your ntfy topic"))
        self._page.setPlaceholderText(gettext("only if you host it on a web server"))
        fields = []
        for label, field in ((_SERVER, self._server), (_OWN_PAGE, self._page)):
            field.setAccessibleName(tr(label))
            fields.append(LabelledRow(text_label(label), field, column_of(None, field)))
        self._pair = text_button(Message("Pair a phone…"), self._open)
        self._end = text_button(Message("End pairing"), self._end_now)
        column_of(
            self, text_label(Message("Paired phone"), "heading"), self._state, text_label(_MAY, "muted"), *fields,
            WrapRow(self._pair, self._end), self._error, margins=(0, 12, 0, 8),
        )  # fmt: skip
        self._error.hide()
        self.refresh()

    def refresh(self) -> None:
        """Show how it stands now."""
        pairing = read_pairing()
        self._state.setText(shown(pairing) if pairing else _NONE)
        self._end.setVisible(pairing_file().exists())

    def _open(self) -> None:
        self._say("")
        try:
            settings = settings_for_run(os.environ, {})
            attempt = PairingAttempt(settings, self._server.text().strip().rstrip("/"), self._page.text().strip())
        except DesktopAgentError as error:
            self._say(str(error))
            return
        if self._window is not None:
            self._window.close()
        window = self._window = PairWindow(attempt, has_page=bool(self._page.text().strip()), watch=self._watch)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.closed.connect(lambda: self._forget(window))
        bring(window)

    def _forget(self, window: PairWindow) -> None:
        if self._window is window:
            self._window = None
        self.refresh()

    def _end_now(self) -> None:
        try:
            end()
        except DesktopAgentError as error:
            self._say(str(error))
        else:
            self._say("")
        self.refresh()

    def _say(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))


class PairWindow(QWidget):
    """The code, until a device has used it and the person has said yes by a click of their own, or closes it."""

    closed = Signal()

    def __init__(self, attempt: PairingAttempt, *, has_page: bool, watch: ClickWatch | None = None) -> None:
        """Show the code and wait; `watch` tells a person's click from a program's."""
        super().__init__()
        self._attempt = attempt
        self._pairing: Pairing | None = None
        self._confirmation = Confirmation(watch or partial(watched_clicks, places().config_file, os.environ))
        self.setWindowTitle(gettext("Pair a phone — Desktop Agent"))
        code = QLabel()
        code.setPixmap(_code(attempt.code, self.devicePixelRatioF()))
        code.setAccessibleName(gettext("QR code"))
        code.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._link = QLineEdit(attempt.link)
        self._link.setReadOnly(True)
        self._link.setCursorPosition(0)
        self._link.setAccessibleName(gettext("Address to open on the phone"))
        self._said = text_label(Message("The code can be used once and expires in five minutes."), "muted")
        self._close = text_button(Message("Cancel"), self.close)
        page = Page()
        column_of(
            page, text_label(Message("Pair a phone"), "heading"),
            text_label(Message("Open this on your phone, or in a browser on another of your computers:")),
            code, self._link, *(() if has_page else (text_label(_NEEDS_PAGE, "warn"),)), self._said, None,
        )  # fmt: skip
        column = column_of(self, Scrolling(page).fill(), WrapRow(None, self._close), margins=(20, 16, 20, 16))
        press_with_return(self)
        FollowsHeight(self, column)
        keep_on_screen(self, _SIZE)
        self._waiting = BackgroundTask(self)
        self._waiting.done.connect(self._ask)
        self._waiting.failed.connect(lambda error: self._end(str(error)))
        self._waiting.start(attempt.wait)

    def _ask(self, pairing: Pairing | None) -> None:
        if pairing is None:
            return
        self._pairing = pairing
        self._said.setText(compared(pairing))
        self._confirmation.ask([pairing.name], _CONFIRM, self._agree, self)

    def _agree(self) -> None:
        pairing, self._pairing = self._pairing, None
        if pairing is None:
            return
        try:
            agree(pairing)
        except DesktopAgentError as error:
            self._end(str(error))
        else:
            self._end(
                Message("Paired. You can use this phone starting with the next run, until you end the pairing here.")
            )

    def _end(self, text: str) -> None:
        self._said.setText(text)
        self._close.setText(Message("Close"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait no more; a device that the person has said no yes to is told so."""
        self._confirmation.end()
        self._waiting.drop()
        self._attempt.close()
        if self._pairing is not None:
            tell(self._pairing, ended=True)
        self.closed.emit()


def _code(text: str, ratio: float) -> QPixmap:
    """Return a QR code, dark on light in every theme, at whole device pixels a module."""
    light = light_modules(text).astype("uint8") * 255
    image = QImage(light.tobytes(), light.shape[1], light.shape[0], light.shape[1], QImage.Format.Format_Grayscale8)
    module_px = max(2, int(_CODE_PX * ratio / light.shape[0]))
    code = QPixmap.fromImage(image.scaled(image.size() * module_px))
    code.setDevicePixelRatio(ratio)
    return code
