"""The icon of a state, in the tray and in windows: a white symbol on a background of the state's colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from desktop_agent.ui.qt import icons
from desktop_agent.ui.status.states import AppState

# A panel may be light or dark, so the icon has its own background, on which white is readable.
_GROUNDS: dict[AppState, str] = {
    "idle": "#626b78",
    "thinking": "#2563eb",
    "acting": "#15803d",
    "waiting": "#b45309",
    "paused": "#6d3fc4",
    "failed": "#c62828",
}
_SIZES_PX = (16, 22, 24, 32, 48, 64)


def state_icon(state: AppState) -> QIcon:
    """Return the icon of a state: its symbol in white on its colour."""
    icon = QIcon()
    for size in _SIZES_PX:
        icon.addPixmap(_drawn_icon(state, size))
    return icon


def _drawn_icon(state: AppState, size_px: int) -> QPixmap:
    picture = QPixmap(size_px, size_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_GROUNDS[state]))
    painter.drawRoundedRect(picture.rect(), size_px / 5, size_px / 5)
    inner = round(size_px * 0.8)
    edge = (size_px - inner) // 2
    painter.drawPixmap(edge, edge, icons.pixmap(state, "#ffffff", inner))
    painter.end()
    return picture
