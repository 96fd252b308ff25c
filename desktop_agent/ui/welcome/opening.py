"""The opening of the first start: what the program does, beside a picture of the card that asks."""

from __future__ import annotations

import time

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desktop_agent.core.actions import Click
from desktop_agent.core.decision import HitControl, Place, Question, Reason, Target
from desktop_agent.core.frame import Frame, Pixels, Scene, Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.presence.promises import promises
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.ui.approval.card import WIDTH, Card
from desktop_agent.ui.overlay.watermark import SIDE_PX
from desktop_agent.ui.proof.guard import Guard, ProofOptions
from desktop_agent.ui.qt import theme
from desktop_agent.ui.qt.layout import column_of
from desktop_agent.ui.qt.widgets import delete_window, text_label

_ASKS = (
    Message("You write a task. A language model looks at your screen and uses the mouse and keyboard."),
    Message(
        "Before anything that can't be undone, a card like this shows what is about to happen. Only you can approve it."
    ),
)
_RECORDS = (Message("Every step is recorded on this computer, so you can review it afterward."),)
_GAP_PX, _SENTENCE_GAP_PX = 24, 14
_BESIDE_FROM = 36  # letters: with less room for the sentences the picture goes below them
_ABOUT = Message(
    "A picture of an approval card, showing the proposed action, the reason you're being asked, and the answer buttons"
)
_SCREEN = Rect(0, 0, 640, 320)
_SEND = QRect(470, 210, 110, 44)
_BOX = Rect(_SEND.x(), _SEND.y(), _SEND.width(), _SEND.height())
_LEAST_SHARE, _ROUND_PX = 0.5, 8


class OpeningStep(QWidget):
    """Four sentences, and the picture beside them or, in a narrow window, below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sentences, self._picture = QWidget(), CardPicture()
        column_of(
            sentences,
            *(text_label(sentence) for sentence in (*_ASKS, promises().takes_over, *_RECORDS)),
            None,
            spacing=_SENTENCE_GAP_PX,
        )
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP_PX)
        self._row.addWidget(sentences, 1)
        self._row.addWidget(self._picture, 1)

    def keep_within(self, height: int) -> None:
        """Have the picture no higher than what is seen without scrolling."""
        self._picture.setMaximumHeight(max(height, self._picture.minimumSizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the picture where there is room for it."""
        super().resizeEvent(event)
        room = event.size().width() - self._picture.minimumSizeHint().width() - _GAP_PX
        beside = room >= _BESIDE_FROM * self.fontMetrics().averageCharWidth()
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)


class CardPicture(QWidget):
    """Shows the picture as large as there is room for, and no larger than a card is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr(_ABOUT))
        self._picture = _painted(self.devicePixelRatioF())
        self._size = self._picture.deviceIndependentSize().toSize()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Ask for a part of a card's size: it is to be recognised, not to be read."""
        return self._size * 0.75

    def minimumSizeHint(self) -> QSize:
        """Return the size at which it can still be recognised."""
        return self._size * _LEAST_SHARE

    def heightForWidth(self, width: int) -> int:
        """Keep the card's shape."""
        return round(min(width, self._size.width()) * self._size.height() / max(1, self._size.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and a line around it."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        size = self._size.scaled(self.size().boundedTo(self._size), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF((self.width() - size.width()) / 2, 0, size.width(), size.height())
        edge = QPainterPath()
        edge.addRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND_PX, _ROUND_PX)
        painter.setClipPath(edge)
        painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
        painter.setClipping(False)
        painter.setPen(QColor(theme.colours().edge))
        painter.drawPath(edge)


def _painted(ratio: float) -> QPixmap:
    """Return what a card looks like, in pixels of a screen with so many of them in one of Qt's."""
    guard = Guard(NoPresence(), lambda: False, clock=time.monotonic)
    card = Card(_question(), guard, ProofOptions(promises().proof, ("ctrl", "alt", "y")))
    card.rows.show_armed(True)  # noqa: FBT003  as on a card that can be answered
    card.resize(card.fit(QRect(0, 0, 2 * WIDTH, 2 * WIDTH)))
    picture = QPixmap(card.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    card.render(picture)
    delete_window(card)
    painter = QPainter(picture)  # the edge and the watermark are for windows that float
    painter.setPen(QPen(QColor(theme.colours().card), 2 * SIDE_PX))
    painter.drawRect(QRect(QPoint(0, 0), picture.deviceIndependentSize().toSize()))
    painter.end()
    return picture


def _question() -> Question:
    window = Window(1, "mail", "Invoice for October", 1, "/usr/bin/mail")
    frame = Frame(_screen(), "image/png", Viewport(_SCREEN, _SCREEN.size), "", Scene(), Pixels(Size(0, 0), b""))
    at = ImagePoint(_SEND.center().x(), _SEND.center().y())
    why = Reason("consequence-send", Message("“Send” sends something, which may be impossible to undo."))
    return Question(
        call_id="",
        sentence=Message("Click “Send” in Mail"),
        actions=(Click(at),),
        target=Target(Place(window), HitControl("Send", "push button", box=_BOX)),
        reasons=(why,),
        checks=(),
        frame=frame,
        editable=True,
    )


def _screen() -> bytes:
    """Return a window with a button, as PNG."""
    image = QImage(_SCREEN.width, _SCREEN.height, QImage.Format.Format_RGB32)
    now = theme.colours()
    image.fill(QColor(now.ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(now.line))
    painter.setBrush(QColor(now.card))
    painter.drawRoundedRect(40, 30, _SCREEN.width - 80, _SCREEN.height - 50, _ROUND_PX, _ROUND_PX)
    painter.setBrush(QColor(now.line))
    for row, width in enumerate((300, 380, 240)):
        painter.drawRoundedRect(70, 70 + 34 * row, width, 12, 6, 6)
    painter.setBrush(QColor(now.accent))
    painter.drawRoundedRect(_SEND, _ROUND_PX, _ROUND_PX)
    painter.setPen(QColor("white"))
    painter.setFont(theme.font())
    painter.drawText(_SEND, Qt.AlignmentFlag.AlignCenter, "Send")
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
