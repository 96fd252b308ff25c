"""The frame around the part of the desktop that a run works on: where its four strips are.

Windows draw them, and the camera leaves them out of account where it compares captures.
"""

from __future__ import annotations

from desktop_agent.core.geometry import Rect

_THINNEST_PX, _PART = 4, 540  # of the shorter side; even, as the watermark on the strips needs it


def strips_of(screen: Rect) -> tuple[Rect, Rect, Rect, Rect]:
    """Return the strips above, below, left and right, all within `screen`, in its pixels; none covers another."""
    thick = max(_THINNEST_PX, 2 * round(min(screen.width, screen.height) / _PART))
    inner = max(0, screen.height - 2 * thick)
    return (
        Rect(screen.x, screen.y, screen.width, thick),
        Rect(screen.x, screen.bottom - thick, screen.width, thick),
        Rect(screen.x, screen.y + thick, thick, inner),
        Rect(screen.right - thick, screen.y + thick, thick, inner),
    )
