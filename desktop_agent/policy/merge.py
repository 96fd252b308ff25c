"""Many voices, one decision: the strictest wins."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_agent.core.decision import Allow, Ask, Decision, Refuse


def strictest(voices: Iterable[Decision]) -> Decision:
    """Return Refuse if any voice refuses, else Ask if any asks, else the first Allow; reasons are kept in order."""
    said = tuple(voices)
    refusals = tuple(reason for voice in said if isinstance(voice, Refuse) for reason in voice.reasons)
    if refusals:
        return Refuse(refusals)
    questions = tuple(reason for voice in said if isinstance(voice, Ask) for reason in voice.reasons)
    if questions:
        return Ask(questions)
    return next((voice for voice in said if isinstance(voice, Allow)), Allow())
