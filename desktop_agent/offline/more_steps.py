"""What a person says while a task of plain steps is done: further plain steps, or nothing that can be followed."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.offline.grammar import understand
from desktop_agent.offline.plan.unknown import UnknownStep

_LONGEST = 80


def with_more_steps(task: str, said: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the task with the plain steps among what was said at its end, and what the person should know of each."""
    notices: list[str] = []
    for text in said:
        quoted = f"“{visible(text, _LONGEST)}”"
        plan = understand(text)
        if isinstance(plan, UnknownStep):
            meant = Message(" Did you mean: {near}?", near=plan.near) if plan.near else ""
            notices.append(
                Message(
                    "This model follows plain steps and understands nothing else, so {quoted} changed "
                    "nothing: it goes on with its steps.{meant}",
                    quoted=quoted,
                    meant=meant,
                )
            )
        else:
            task = f"{task}\n{text}"
            notices.append(Message("{quoted} is done after the other steps.", quoted=quoted))
    return task, tuple(notices)
