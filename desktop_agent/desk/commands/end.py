"""Says at the end of a run what became of its desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_agent.cli import terminal
from desktop_agent.core.message import Message

if TYPE_CHECKING:
    from desktop_agent.core.desk_event import DeskEnded


def say_desk(ended: DeskEnded) -> None:
    """Say it on stderr, with how much it has changed where a person reads it."""
    from desktop_agent.record.wording import counted

    match ended.receipt:
        case "accept":
            terminal.warn(Message("Taken over: {taken}.", taken=counted(ended.taken, "change")))
            if ended.taken:
                terminal.warn(Message("Take it back within 30 days: desktop-agent desk undo {desk}", desk=ended.desk))
        case "discard":
            terminal.warn("Thrown away. Your files are as they were.")
        case "keep" if terminal.is_shown() and ended.changes is not None and not any(ended.changes.values()):
            terminal.warn("The desk has changed nothing.")
        case "keep":
            groups = "; ".join(_groups(ended)) if terminal.is_shown() else ""
            if groups:
                terminal.warn(
                    Message(
                        "What it has changed on the desk ({groups}): desktop-agent desk show {desk}",
                        groups=groups,
                        desk=ended.desk,
                    )
                )
            else:
                terminal.warn(
                    Message("What it has changed on the desk: desktop-agent desk show {desk}", desk=ended.desk)
                )


def _groups(ended: DeskEnded) -> Iterator[str]:
    from desktop_agent.desk.receipt.change import GROUPS
    from desktop_agent.desk.receipt.tell import GROUP_WORDS
    from desktop_agent.record.wording import counted

    for group in GROUPS:
        number = (ended.changes or {}).get(group, 0)
        if number:
            yield f"{terminal.spoken(GROUP_WORDS[group])}: {terminal.spoken(counted(number, 'change'))}"
