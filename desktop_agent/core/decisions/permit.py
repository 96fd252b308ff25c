"""The permission for one action, once, on what was seen; only `policy/gate.py` makes one."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions.action import Action
from desktop_agent.core.pictures import Viewport


@dataclass(frozen=True, slots=True)
class Binding:
    """The scope of a permit: this action of this call, on this picture, in this window."""

    run: str
    turn: int
    call_id: str
    index: int
    action: Action
    checks: tuple[str, ...]  # ids of the safety checks
    viewport: Viewport
    frame: str  # digest of the picture that model and person saw
    window: int | None  # under the target, or with the keyboard


@dataclass(frozen=True, slots=True)
class Permit:
    """Single use, expires; worth nothing unless the gate that made it redeems it."""

    serial: str
    expires_at: float  # monotonic seconds
    binding: Binding
