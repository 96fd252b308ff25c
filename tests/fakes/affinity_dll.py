"""The two calls of Windows' user32 by which windows are left out of pictures, kept in memory."""

import ctypes
from typing import Any

EVERYWHERE, AS_BLACK, LEFT_OUT = 0x00, 0x01, 0x11  # WDA_NONE, WDA_MONITOR, WDA_EXCLUDEFROMCAPTURE


class AffinityDll:
    """Takes what it is given, but `as_if` instead of it where that is told, or `refuses` it."""

    def __init__(self, *, refuses: bool = False, as_if: int | None = None) -> None:
        self._refuses, self._as_if = refuses, as_if
        self.affinities: dict[int, int] = {}

    def SetWindowDisplayAffinity(self, window: ctypes.c_void_p, affinity: int) -> int:
        if self._refuses:
            return 0
        self.affinities[window.value or 0] = self._as_if if affinity and self._as_if is not None else affinity
        return 1

    def GetWindowDisplayAffinity(self, window: ctypes.c_void_p, affinity: Any) -> int:  # noqa: ANN401
        affinity._obj.value = self.affinities.get(window.value or 0, EVERYWHERE)
        return 1
