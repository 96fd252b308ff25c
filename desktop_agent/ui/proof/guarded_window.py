"""Connects a window to its guard: presses, pointer motions, covers and moves from the display server. For Qt."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.core.presence import Presence
from desktop_agent.ui.proof.arrival import NOTHING, Arrival
from desktop_agent.ui.proof.guard import CHANGED, DEVICES, JUMPED, MOVED, Guard
from desktop_agent.ui.proof.native import ButtonNews, ChildNews, PointerNews, install
from desktop_agent.ui.proof.stacking import Stacking, stacking
from desktop_agent.ui.qt.screen_units import frame_pixels_of

_CLICKS = 16
_EDGE = 2  # units in which a place on a scaled screen may be rounded
# A compositor that fades windows in takes a quarter of a second, on a busy computer some of them.
APPEARS_WITHIN_S = 1.5
_ROUNDED_PX = 2  # a place on a scaled screen
_REMEMBERED = 64  # places that Qt has asked for
Mover = Literal["nobody", "us", "another"]
# Letters look a little different in a picture and on a screen, and a compositor may let the ground shine through.
_ANOTHER_COLOUR = 64
_IS_ANOTHER = bytes(value > _ANOTHER_COLOUR for value in range(256))
_TILE = 16
_OF_A_TILE = 0.05


class GuardedWindow:
    """A guard for one window: `begin` once the window is shown, `look` several times a second, `end` before it goes."""

    def __init__(self, presence: Presence) -> None:
        self._window: QWidget | None = None
        self._number = 0
        self._presence = presence
        self._stacking, self._filter = stacking(), install()
        self._arrival = Arrival(presence.pointer_steps, self._is_inside, self._is_at_edge)
        self._appearance: Appearance | None = None
        self._shown = -math.inf
        self._moves: ForeignMoves | None = None
        self._clicks: deque[ButtonNews] = deque(maxlen=_CLICKS)
        self.guard = Guard(
            presence,
            self.covered,
            clock=time.monotonic,
            double_click_s=QApplication.doubleClickInterval() / 1000,
            changed=self._looks_changed,
            appearing=self._is_appearing,
            carried_onto=self._carried_onto,
            made_by=self._made_by,
        )

    def begin(self, window: QWidget) -> None:
        """Watch a window that has just been shown."""
        self._window, self._number = window, int(window.winId())
        self._appearance, self._shown = Appearance(window, self._stacking), time.monotonic()
        self._stacking.tell_covers(self._number)
        for listeners, listener in self._listening():
            listeners.add(listener)
        # Qt would drop motions that are followed by others, and each is compared with a step of a physical device.
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, on=False)
        self._moves = ForeignMoves(window, self._stacking)
        self._pointer_may_be_anywhere()
        self._presence.expects_press()
        self.guard.arming.disturbed()

    def end(self) -> None:
        """Stop watching."""
        self._window = None
        if self._moves is not None:
            self._moves.end()
        for listeners, listener in self._listening():
            listeners.discard(listener)

    def look(self) -> None:
        """Look for what the server does not tell by itself: a pointer that was put where it is."""
        self._presence.expects_press()
        if self._stacking.known and self._arrival.has_jumped():
            self.guard.arming.upset(JUMPED)

    def raise_up(self) -> None:
        """Put the window on top of the others."""
        if self._moves is not None:
            self._moves.raise_up()

    def covered(self) -> bool:
        """Tell whether another program's window lies over this one, or this one is not visible."""
        if self._window is None or not self._window.isVisible():
            return True
        return self._stacking.is_covered(self._number, [int(one.winId()) for one in floating_windows()])

    def menu_is_open(self) -> bool:
        """Tell whether a program shows a menu: it gets every click, also one on our window."""
        return self._window is not None and self._stacking.menu_is_open(self._number)

    def settle(self) -> None:
        """Take where the window is now for where we have put it: it has just been shown again."""
        if self._moves is not None:
            self._moves.settle()

    def _listening(self) -> tuple[tuple[set[Any], Any], ...]:
        heard = self._filter
        return (
            (heard.on_press, self.guard.noticed),
            (heard.on_visibility, self._visibility),
            (heard.on_pointer, self._pointer),
            (heard.on_button, self._button),
            (heard.on_move, self._moved),
            (heard.on_child, self._child),
            (heard.on_devices, self._devices),
        )

    def _looks_changed(self) -> bool:
        if self._appearance is None or self._window is None:
            return False
        return self._appearance.is_wrong(one for one in floating_windows() if one is not self._window)

    def _is_appearing(self) -> bool:
        is_new = time.monotonic() - self._shown < APPEARS_WITHIN_S
        return is_new and self._appearance is not None and not self._appearance.was_right

    def _carried_onto(self, button: int) -> bool:
        return not self._stacking.known or self._arrival.carried_onto(button)

    def _made_by(self, on: int, code: int, server_ms: int) -> bool:
        """Tell whether a physical device did this in this window, and pressed on this very button."""
        if not self._stacking.known:
            return self._presence.was_physical("button", code, server_ms)
        news = next((one for one in self._clicks if (one.code, one.server_ms) == (code, server_ms)), None)
        if news is None or (code > 0 and self._button_at(news) != on):
            return False
        self._clicks.remove(news)
        return self._presence.was_physical("button", code, server_ms, news.device)

    def _button(self, news: ButtonNews) -> None:
        if news.window == self._number and self._window is not None:
            self._clicks.append(news)

    def _pointer(self, news: PointerNews) -> None:
        if news.window != self._number or self._window is None:
            return
        if news.what == "left":
            self._arrival.left(news.server_ms)
            return
        take = self._arrival.touch if news.what == "touch" else self._arrival.motion
        take(news.server_ms, (news.x, news.y), self._button_at(news))

    def _button_at(self, news: ButtonNews | PointerNews) -> int:
        if self._window is None:
            return NOTHING
        ratio = self._window.devicePixelRatioF()
        under = self._window.childAt(QPoint(int(news.x / ratio), int(news.y / ratio)))
        return id(under) if isinstance(under, QAbstractButton) else NOTHING

    def _moved(self, window: int, read: int) -> None:
        if window != self._number or self._moves is None:
            return
        mover = self._moves.mover(read)
        if mover == "another":
            self.guard.arming.upset(MOVED)
        if mover != "nobody":
            self._pointer_may_be_anywhere()

    def _pointer_may_be_anywhere(self) -> None:
        self._arrival.moved()
        if self._stacking.known and not self._stacking.pointer_is_in(self._number):
            self._arrival.left()

    def _child(self, news: ChildNews) -> bool:
        is_inside = news.parent == self._number
        # Qt makes a window in ours, and does nothing more with it; whatever else is done to it, a program does.
        if is_inside and not (news.made and self._stacking.is_ours(news.window)):
            self.guard.arming.upset(CHANGED)
        return is_inside

    def _devices(self) -> None:
        self.guard.arming.upset(DEVICES)
        self._arrival.moved()

    def _is_inside(self, place: tuple[float, float]) -> bool:
        if self._window is None:
            return False
        ratio = self._window.devicePixelRatioF()
        # A mouse goes parts of a pixel, and what lies half a pixel beside the window is not in it.
        return self._window.rect().contains(QPoint(math.floor(place[0] / ratio), math.floor(place[1] / ratio)))

    def _is_at_edge(self, place: tuple[float, float]) -> tuple[bool, bool]:
        """Tell whether the pointer cannot go on from a place to one side, and up or down: a screen ends there."""
        if self._window is None:
            return False, False
        ratio = self._window.devicePixelRatioF()
        at = self._window.mapToGlobal(QPoint(int(place[0] / ratio), int(place[1] / ratio)))
        near = QRect(at.x() - _EDGE, at.y() - _EDGE, 2 * _EDGE + 1, 2 * _EDGE + 1)
        boxes = [one.geometry() for one in QApplication.screens() if one.geometry().intersects(near)]
        at_side = any(not near.left() > box.left() or not near.right() < box.right() for box in boxes)
        return at_side, any(not near.top() > box.top() or not near.bottom() < box.bottom() for box in boxes)

    def _visibility(self, window: int) -> None:
        if window == self._number:
            self.guard.arming.disturbed()


def floating_windows() -> list[QWidget]:
    """Return our windows that may lie over a card: marks, badges, tooltips, secondary windows; the console may not."""
    on_top, tip = Qt.WindowType.WindowStaysOnTopHint, Qt.WindowType.ToolTip
    windows = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    return [one for one in windows if one.windowFlags() & on_top or one.windowType() == tip]


class ForeignMoves(QObject):
    """Tells who has moved, resized or restacked a window of ours: we, or another program.

    The server tells of every change in the same words. Ours are the places that Qt has asked for; and what the server
    tells before it has read the last of our requests may be an echo of them. A window manager may move the windows that
    it manages, on a person's behalf.
    """

    def __init__(self, window: QWidget, stacking: Stacking) -> None:
        super().__init__(window)
        self._window, self._stacking = window, stacking
        self._is_managed = not window.windowFlags() & Qt.WindowType.BypassWindowManagerHint
        self._asked: deque[Rect] = deque(maxlen=_REMEMBERED)
        self._at: Rect | None = None
        self._last_request = 0
        self.settle()
        window.installEventFilter(self)

    def end(self) -> None:
        """Stop watching."""
        self._window.removeEventFilter(self)

    def settle(self) -> None:
        """Take the place and the order of now as ours: we have just shown or raised it."""
        self._last_request = self._stacking.sync()
        self._at = self._stacking.place(int(self._window.winId()))

    def raise_up(self) -> None:
        """Put the window on top of the others."""
        self._window.raise_()
        self._last_request = self._stacking.sync()

    def mover(self, read: int) -> Mover:
        """Tell who changed the window when the server says that it has changed, and what request it had `read`."""
        place = self._stacking.place(int(self._window.winId()))
        if place is None or place == self._at:
            return "nobody" if place is None or self._is_managed or read < self._last_request else "another"
        self._at = place
        while self._asked:
            if _is_same(self._asked.popleft(), place):
                self._last_request = self._stacking.sync()
                return "us"
        return "us" if self._is_managed else "another"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note where we put it; what only follows from the server's word is no wish of ours."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            wanted = frame_pixels_of(self._window)
            if self._asked or self._at is None or not _is_same(wanted, self._at):
                self._asked.append(wanted)
        return False


def _is_same(one: Rect, other: Rect) -> bool:
    pairs = zip((one.x, one.y, one.width, one.height), (other.x, other.y, other.width, other.height), strict=True)
    return all(abs(first - second) <= _ROUNDED_PX for first, second in pairs)


class Appearance:
    """Whether the screen shows one window as we painted it: another program may have drawn over a card's text.

    A capture of the window is compared with the window painted anew, and with the last capture that was right: where it
    matches either, we have painted it, even if the screen does not show our latest change yet. Mostly little has
    changed since then, such as a button under the pointer: only those rows are looked at.
    """

    def __init__(self, window: QWidget, stacking: Stacking) -> None:
        self._window, self._stacking = window, stacking
        self._right: tuple[Rect, bytes] | None = None

    @property
    def was_right(self) -> bool:
        """Tell whether the screen has ever shown the window as we painted it; compositors do so frames later."""
        return self._right is not None

    def is_wrong(self, ours: Iterable[QWidget]) -> bool:
        """Tell whether the screen shows something that we did not paint; windows of `ours` may lie over it."""
        # A letter and a press that come together are both taken before Qt shows the letter.
        QCoreApplication.sendPostedEvents(self._window, QEvent.Type.UpdateRequest.value)
        capture = self._stacking.on_screen(int(self._window.winId()))
        if capture is None or capture == self._right:
            return False
        box, pixels = capture
        before = self._right[1] if self._right is not None and self._right[0] == box else None
        part = QRect(0, 0, box.width, box.height) if before is None else _changed(pixels, before, box)
        painted = self._painted(part.translated(box.x, box.y))
        part.setSize(painted.size())  # on a scaled screen the last row or column may be rounded away
        shown = _picture(pixels, box, part)
        mask = _differing(shown, painted)
        if before is not None:
            mask &= _differing(shown, _picture(before, box, part))
        differs = bytearray(mask.to_bytes(part.width() * part.height(), "big"))
        for one in ours:
            self._leave_out(one, part.translated(box.x, box.y), differs)
        wrong = max(_tiles(differs, part.width()), default=0.0) > _OF_A_TILE
        self._right = self._right if wrong else capture
        return wrong

    def _painted(self, part: QRect) -> QImage:
        """Return a part of the window, painted anew."""
        window, ratio = self._window, self._window.devicePixelRatioF()
        picture = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        units = QRectF(part.x() / ratio, part.y() / ratio, part.width() / ratio, part.height() / ratio).toAlignedRect()
        window.render(picture, units.topLeft(), QRegion(units))
        picture.setDevicePixelRatio(1)
        return picture.copy(part & picture.rect())

    def _leave_out(self, other: QWidget, part: QRect, differs: bytearray) -> None:
        ratio, frame = (
            self._window.devicePixelRatioF(),
            other.frameGeometry().translated(-self._window.geometry().topLeft()),
        )
        corner = QPoint(round(frame.left() * ratio) - _TILE, round(frame.top() * ratio) - _TILE)
        end = QPoint(round(frame.right() * ratio) + _TILE, round(frame.bottom() * ratio) + _TILE)
        over = (QRect(corner, end) & part).translated(-part.topLeft())
        for y in range(over.top(), over.top() + over.height()):
            at = y * part.width() + over.left()
            differs[at : at + over.width()] = bytes(over.width())


def _changed(pixels: bytes, before: bytes, box: Rect) -> QRect:
    """Return the part that has changed: all columns, in rows of whole tiles."""
    row = 4 * box.width
    changed = [at // row for at in range(0, len(pixels), row) if pixels[at : at + row] != before[at : at + row]]
    top, bottom = changed[0] // _TILE * _TILE, (changed[-1] // _TILE + 1) * _TILE
    return QRect(0, top, box.width, min(bottom, box.height) - top)


def _picture(pixels: bytes, box: Rect, part: QRect) -> QImage:
    return QImage(pixels, box.width, box.height, 4 * box.width, QImage.Format.Format_RGB32).copy(part)


def _differing(one: QImage, other: QImage) -> int:
    """Return a number with a byte for each pixel: 1 where two pictures have another colour."""
    difference = one.copy()
    painter = QPainter(difference)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, other)
    painter.end()
    values = bytes(difference.constBits()).translate(_IS_ANOTHER)
    blue, green, red = (int.from_bytes(values[at::4], "big") for at in range(3))
    return blue | green | red


def _tiles(differs: bytearray, width: int) -> Iterator[float]:
    """Yield for each tile in which something differs how much of it does."""
    for start in range(0, len(differs), width * _TILE):
        strip = differs[start : start + width * _TILE]
        if 1 in strip:
            rows = [strip[at : at + width] for at in range(0, len(strip), width)]
            for left in range(0, width, _TILE):
                tile = b"".join(row[left : left + _TILE] for row in rows)
                yield tile.count(1) / len(tile)
