"""Names the texts that were typed in a recording, so that each can be another one when the steps are played. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.message import Message
from desktop_agent.studio.steps.step import Step, StepTarget, Variable, quoted

_LONGEST_NAME = 30
_SHORTEST_MARKED = 3  # characters of a text that is found again in a name or a title


class TypedTexts:
    """Gives each typed text a variable, named after the field that it went into."""

    def __init__(self) -> None:
        self.variables: list[Variable] = []
        self._titles: list[str] = []  # of the windows so far
        self._in_titles: dict[str, bool] = {}  # whether a variable's text may have come into a later title
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

    def marked(self, step: Step) -> Step:
        """Return a step that names a typed text with its variable in its place: in its words, and its window's title.

        A title that had the text already when it was typed does not have it from there.
        """
        self._titles.append(step.window.title if step.window else "")
        for one in self.variables:
            is_there = any(_whole(one).search(title) for title in self._titles)
            self._in_titles.setdefault(one.name, not is_there)
        marked = [one for one in self.variables if len(_value(one)) >= _SHORTEST_MARKED]
        for one in sorted(marked, key=lambda each: -len(each.value or "")):
            gap = f"{{{{{one.name}}}}}"
            step = replace(step, text=step.text.replace(quoted(_value(one), braces=True), f'"{gap}"'))
            if step.window and self._in_titles[one.name] and "\n" not in _value(one):
                title = gap.join(_whole(one).split(step.window.title))
                step = replace(step, window=replace(step.window, title=title))
        return step


def _value(variable: Variable) -> str:
    return (variable.value or "").strip()


def _whole(variable: Variable) -> re.Pattern[str]:
    """Return what finds a variable's text where it stands as whole words; a title may hold its letters by chance."""
    return re.compile(rf"(?<!\w){re.escape(_value(variable))}(?!\w)")


def how_to_keep(name: str, place: str) -> str:
    """Return a comment that says how a secret gets its value, which was not kept; `place` as a shell reads it."""
    return Message(
        "The typed text isn't saved. Store it once with: desktop-agent secrets set {name} --for {place}",
        name=name,
        place=place,
    )
