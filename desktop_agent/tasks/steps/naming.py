"""Variables for the texts typed in a recording, so that playing can use other texts. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.message import Message
from desktop_agent.tasks.task import Step, StepTarget, TaskVariable, quoted

_LONGEST_NAME = 30
_SHORTEST_MARKED = 3  # characters: shorter texts aren't replaced in names and titles


class TypedTexts:
    """Gives each typed text a variable, named after the field that it went into."""

    def __init__(self) -> None:
        self.variables: list[TaskVariable] = []
        self._titles: list[str] = []  # of the windows so far
        self._in_titles: dict[str, bool] = {}  # by variable: whether a later title may contain its text
        self._secrets: list[str] = []

    def variable(self, action: Action, target: StepTarget | None) -> str:
        """Return the name of a new variable for the text that an action types; empty where it needs none."""
        if not isinstance(action, Type) or not any(map(str.isalnum, action.text)) or "{{secret:" in action.text:
            return ""
        bare = re.sub(r"\W+", "_", target.name if target else "").strip("_").casefold()[:_LONGEST_NAME].strip("_")
        base = bare if bare and not bare[0].isdigit() else "text"
        used_names = {known_variable.name for known_variable in self.variables}
        free = (f"{base}_{number}" if number > 1 else base for number in range(1, len(used_names) + 2))
        name = next(each for each in free if each not in used_names)
        self.variables.append(TaskVariable(name, default=action.text))
        return name

    def secret(self, target: StepTarget | None) -> str:
        """Return a name for an unrecorded secret, after its field."""
        bare = re.sub(r"[^a-z0-9]+", "-", (target.name if target else "").casefold()).strip("-")[:_LONGEST_NAME]
        base = bare.strip("-") or "secret"
        count = self._secrets.count(base)
        self._secrets.append(base)
        return f"{base}-{count + 1}" if count else base

    def marked(self, step: Step) -> Step:
        """Return a step with variables in place of typed texts, in its words and in its window's title.

        A title that contained the text before it was typed stays as it is.
        """
        self._titles.append(step.window.title if step.window else "")
        for variable in self.variables:
            is_there = any(_whole_words(variable).search(title) for title in self._titles)
            self._in_titles.setdefault(variable.name, not is_there)
        long_enough = [variable for variable in self.variables if len(_value(variable)) >= _SHORTEST_MARKED]
        for variable in sorted(long_enough, key=lambda each: -len(each.default or "")):
            gap = f"{{{variable.name}}}"
            step = replace(step, text=step.text.replace(quoted(_value(variable), braces=True), f'"{gap}"'))
            if step.window and self._in_titles[variable.name] and "\n" not in _value(variable):
                title = gap.join(_whole_words(variable).split(step.window.title))
                step = replace(step, window=replace(step.window, title=title))
        return step


def _value(variable: TaskVariable) -> str:
    return (variable.default or "").strip()


def _whole_words(variable: TaskVariable) -> re.Pattern[str]:
    """Return a pattern for a variable's text as whole words, as a title may contain its letters by chance."""
    return re.compile(rf"(?<!\w){re.escape(_value(variable))}(?!\w)")


def how_to_keep(name: str, place: str) -> str:
    """Return a comment on how to store a secret, whose value isn't recorded; `place` is quoted for a shell."""
    return Message(
        "The typed text isn't saved. Store it once with: desktop-agent secrets set {name} --for {place}",
        name=name,
        place=place,
    )
