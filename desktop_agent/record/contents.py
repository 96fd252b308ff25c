"""Lists what a recording would have done on a computer: texts, addresses, chords, programs. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop_agent.core.events import ActionProposed, Decided, Stamped


@dataclass(frozen=True, slots=True)
class RunContents:
    """Each thing once, in the order in which it comes first; these are others' words."""

    texts: tuple[str, ...] = field(default=())
    addresses: tuple[str, ...] = field(default=())
    chords: tuple[str, ...] = field(default=())
    functions: tuple[str, ...] = field(default=())
    applications: tuple[str, ...] = field(default=())
    actions: int = 0


def contents_of(events: Iterable[Stamped]) -> RunContents:
    """Return what stands in a recording's proposals, and in what a person made of them."""
    actions: list[Mapping[str, object]] = []
    applications: list[str] = []
    proposed = 0
    for stamped in events:
        match stamped.event:
            case ActionProposed() | Decided() as event:
                form = event.action or (event.model_action if isinstance(event, ActionProposed) else None)
                actions += [form] if form else []
                proposed += isinstance(event, ActionProposed)
                applications += [event.target.application] if event.target and event.target.application else []
    return RunContents(
        texts=_each(_said(action, "text") for action in actions),
        addresses=_each(_said(action, "url") for action in actions),
        chords=_each(_chord(action) for action in actions),
        functions=_each(_said(action, "name") for action in actions if action.get("kind") == "function"),
        applications=_each(applications),
        actions=proposed,
    )


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _said(action: Mapping[str, object], field_name: str) -> str:
    return str(action.get(field_name) or "")


def _chord(action: Mapping[str, object]) -> str:
    keys = action.get("keys", action.get("key"))
    return "+".join(map(str, keys)) if isinstance(keys, list | tuple) else str(keys or "")
