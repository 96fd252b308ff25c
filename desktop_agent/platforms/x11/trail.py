"""The path of a pointing device in pixels, whether it reports places (a tablet) or differences (a mouse)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Place = tuple[float, float]  # in pixels


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a device: a tablet's reports places from `low` to `high`, a mouse's reports differences."""

    absolute: bool = False
    low: float = 0.0
    high: float = 0.0

    def pixels(self, value: float, length_px: float) -> float:
        """Return a reported place in pixels of a screen of that length; unchanged where no range is known."""
        return (value - self.low) / (self.high - self.low) * length_px if self.high > self.low else value


class Trail:
    """The path of one device over a screen of a size."""

    def __init__(self, axes: tuple[Axis, Axis], size_px: tuple[float, float]) -> None:
        self._axes = axes
        self._size_px = size_px
        self._at: list[float | None] = [None if axis.absolute else 0.0 for axis in axes]

    @property
    def tells_places(self) -> bool:
        """Tell whether the device reports where it is, not how far it went."""
        return any(axis.absolute for axis in self._axes)

    def step(self, values: Mapping[int, float]) -> tuple[Place, Place] | None:
        """Return from where to where one motion went; None when it was along other axes (a wheel, pressure)."""
        if not {0, 1} & values.keys():
            return None
        before = list(self._at)
        for axis in {0, 1} & values.keys():
            self._at[axis] = self._moved(axis, values[axis])
        (x, y), (old_x, old_y) = (at or 0.0 for at in self._at), before
        return (x if old_x is None else old_x, y if old_y is None else old_y), (x, y)

    def _moved(self, axis: int, value: float) -> float:
        if self._axes[axis].absolute:
            return self._axes[axis].pixels(value, self._size_px[axis])
        return (self._at[axis] or 0.0) + value
