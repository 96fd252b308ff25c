"""Names the texts that were typed in a recording, so that each can be another one when the steps are played. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.message import Message
from desktop_agent.studio.steps.quotes import quoted
from desktop_agent.studio.steps.step import Step, StepTarget, StepWindow, Variable

_LONGEST_NAME = 30
_SHORTEST_MARKED = 3  # characters of a text that is found again in a name or a title


class TypedTexts:
    """Gives each typed text a variable, named after the field that it went into."""

    def __init__(self) -> None:
        self.variables: list[Variable] = []
        self._secrets: list[str] = []

    def variable(self, action: Action, target: StepTarget | None) -> str:
        """Return the variable for what an action types; empty where it types nothing that is worth a name."""
        if not isinstance(action, Type) or not any(map(str.isalnum, action.text)) or "{{secret:" in action.text:
            return ""
        bare = re.sub(r"\W+", "_", target.name if target else "").strip("_").casefold()[:_LONGEST_NAME].strip("_")
        base = bare if bare and not bare[0].isdigit() else "text"
        taken = {one.name for one in self.variables}
        free = (f"{base}_{number}" if number > 1 else base for number in range(1, len(taken) + 2))
        name = next(each for each in free if each not in taken)
        self.variables.append(Variable(name, action.text))
        return name

    def secret(self, target: StepTarget | None) -> str:
        """Return a name for a secret that is not recorded, after its field."""
        bare = re.sub(r"[^a-z0-9]+", "-", (target.name if target else "").casefold()).strip("-")[:_LONGEST_NAME]
        base = bare.strip("-") or "secret"
        count = self._secrets.count(base)
        self._secrets.append(base)
        return f"{base}-{count + 1}" if count else base


def how_to_keep(name: str, place: str) -> str:
    """Return a comment that says how a secret gets its value, which was not kept; `place` as a shell reads it."""
    return Message(
        "What was typed here is not kept. Give it a value once: desktop-agent secrets set {name} --for {place}",
        name=name,
        place=place,
    )


def with_variables(step: Step, variables: Sequence[Variable]) -> Step:
    """Return a step that names a typed text with its variable in its place, in its words and its window's title."""
    marked = [one for one in variables if one.value and len(one.value.strip()) >= _SHORTEST_MARKED]
    for one in sorted(marked, key=lambda each: -len(each.value or "")):
        value, gap = (one.value or "").strip(), f"{{{{{one.name}}}}}"
        step = replace(step, text=step.text.replace(quoted(value, braces=True), f'"{gap}"'))
        if step.window and value in step.window.title and "\n" not in value:
            step = replace(step, window=StepWindow(step.window.title.replace(value, gap), step.window.program))
    return step
