"""Icons: SVG strokes drawn in a colour of the theme, without the system's icon theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_agent.lib.paths import asset

SIZE_PX = 20
SIGN_PX = 16
_LIST_PX = 18
_DISABLED = "#7d8694"  # is seen on light and dark
_RATIOS = (1.0, 2.0)  # drawn for both, so that Qt never enlarges one


def icon(name: str, colour: str, size_px: int = SIZE_PX) -> QIcon:
    """Return the icon `assets/icons/<name>.svg` in a colour (“#rrggbb”); on a button that is disabled it is grey."""
    result = QIcon()
    for ratio in _RATIOS:
        result.addPixmap(pixmap(name, colour, size_px, ratio))
        result.addPixmap(pixmap(name, _DISABLED, size_px, ratio), QIcon.Mode.Disabled)
    return result


@lru_cache(maxsize=64)
def sign(name: str, colour: str) -> QIcon:
    """Return an icon for a line of a list that keeps its colour where the line is selected."""
    return icon(name, colour, SIGN_PX)


@lru_cache(maxsize=64)
def selectable_icon(name: str, colour: str, size_px: int = _LIST_PX) -> QIcon:
    """Return an icon for a line of a list: it turns white where the line is selected."""
    result = icon(name, colour, size_px)
    for ratio in _RATIOS:
        result.addPixmap(pixmap(name, "#ffffff", size_px, ratio), QIcon.Mode.Selected)
    return result


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size_px: int = SIZE_PX, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture of `size_px` logical pixels."""
    text = asset(f"icons/{name}.svg").read_text("utf-8").replace("currentColor", colour)
    side = round(size_px * ratio)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
