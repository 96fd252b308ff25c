"""Probes the input for real: presses something harmless and checks that the system noticed."""

from __future__ import annotations

from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.input.backend import InputBackend


def probe(backend: InputBackend) -> str:
    """Return why pointer or keyboard do not work; empty when both do. The pointer ends where it was."""
    try:
        return _pointer(backend) or _keyboard(backend)
    except InputError as cause:
        return str(cause)


def _pointer(backend: InputBackend) -> str:
    before = backend.pointer()
    aside = ScreenPoint(before.x - 1 if before.x > 0 else before.x + 1, before.y)
    backend.move(aside)
    backend.sync()
    seen = backend.pointer()
    backend.move(before)
    backend.sync()
    return (
        ""
        if seen == aside
        else Message(
            "The pointer was moved to ({x}, {y}) and is at ({x2}, {y2}).", x=aside.x, y=aside.y, x2=seen.x, y2=seen.y
        )
    )


def _keyboard(backend: InputBackend) -> str:
    if not backend.reports_modifiers or backend.modifiers_down():
        return ""  # nothing to read back, or a person is on the keyboard
    backend.key("shift", down=True)
    try:
        backend.sync()
        seen = backend.modifiers_down()
    finally:
        backend.key("shift", down=False)
        backend.sync()
    return "" if seen == ("shift",) else Message("The shift key was pressed and the system did not notice.")
