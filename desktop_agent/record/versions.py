"""The versions of an action: as the model asked for it, and as a person changed it, and which of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from desktop_agent.core.actions import Action, points_of
from desktop_agent.core.describe import in_words
from desktop_agent.core.events import ActionProposed, Decided
from desktop_agent.core.geometry import Viewport
from desktop_agent.record.parse import parse_action

_UNREADABLE = "An unreadable action"
_NOT_RECORDED = "something else, which was not recorded"


@dataclass(frozen=True, slots=True)
class Versions:
    """Actions in picture pixels; None for one that is unreadable, or that an older record does not contain."""

    proposed: Action | None
    changed: bool = False  # by a person
    edited: Action | None = None  # as the person changed it

    @property
    def action(self) -> Action | None:
        """Return the version that counts: if anything was done, it was this."""
        return self.edited if self.changed else self.proposed

    @property
    def given_up(self) -> Action | None:
        """Return what the model asked for, if a person changed it."""
        return self.proposed if self.changed else None

    @property
    def moved(self) -> bool:
        """Tell whether the model pointed at a place that a person changed for another, or for one that is not known."""
        before = points_of(self.given_up) if self.given_up else ()
        return bool(before) and before != (points_of(self.edited) if self.edited else ())

    def after(self, decided: Decided, viewport: Viewport | None) -> Versions:
        """Return the versions once something was decided."""
        if decided.verdict != "edit":
            return self
        return replace(self, changed=True, edited=_read(decided.action, viewport))

    def sentence(self) -> str:
        """Return what counts in words, with what the model asked for in front where a person changed it."""
        proposed = _UNREADABLE if self.proposed is None else in_words(self.proposed)
        if not self.changed:
            return proposed
        return f"Model: {proposed} → You: {_NOT_RECORDED if self.edited is None else in_words(self.edited)}"


def versions_of(event: ActionProposed, viewport: Viewport | None, decisions: Iterable[Decided] = ()) -> Versions:
    """Return the versions of a proposal after what was decided about it; `viewport` is where the pictures are."""
    versions = Versions(_read(event.action, viewport))
    for decided in decisions:
        versions = versions.after(decided, viewport)
    return versions


def _read(form: Mapping[str, object] | None, viewport: Viewport | None) -> Action | None:
    return parse_action(form, viewport) if form is not None and viewport is not None else None
