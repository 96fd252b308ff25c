"""Apple's frameworks as pyobjc has them; only what is given them is called, so that tests can give their own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Frameworks:
    """What is asked: Quartz, AppKit, ApplicationServices, and what frees objects on a thread without a run loop."""

    quartz: Any
    appkit: Any
    services: Any
    pool: Callable[[], AbstractContextManager[object]]


def load() -> Frameworks:
    """Load them; ImportError where pyobjc lacks one. pynput brings all three."""
    import AppKit
    import ApplicationServices
    import objc
    import Quartz

    return Frameworks(Quartz, AppKit, ApplicationServices, objc.autorelease_pool)
