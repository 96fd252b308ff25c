"""The one writer of steps: what was done in a run, or by a person who was watched, becomes the lines of a task. Pure.

A click into a field, selecting all in it and the text after it are one line. A text in a named field, or one that looks
like data, becomes a variable, named after the field; a text that wasn't recorded becomes a reference to a secret. Where
the text stands again, typed or in the name of a window or a control, the same variable stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.actions.action import Action, Click, Invoke, Press, Type, points_of
from desktop_agent.core.controls.locator import FIELD_KINDS
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.secret_text import FORM
from desktop_agent.functions.programs import name_of_program
from desktop_agent.tasks.steps.variables import escaped
from desktop_agent.tasks.steps.words import words_for, words_to_start
from desktop_agent.tasks.task import QUOTED, Step, StepPlace, StepTarget, StepWindow, Task, TaskVariable, quoted

_LONGEST_NAME = 30
_SHORTEST_MARKED = 3  # characters: shorter texts stand in two places by chance
_DATA = re.compile(r"\d|\S@\S|\.\w{2,5}$")  # numbers, dates, addresses, names of files
_QUOTED = re.compile(QUOTED)
_SELECTS_ALL = frozenset({"ctrl", "a"})
_TAKES_TEXT = FIELD_KINDS | {"", "document text", "spin button", "combo box", "table cell", "terminal"}


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One act before it has words; `target` is the control at its place, or the one with the keyboard.

    `place` is None for keys. `secret_for` is where a text that wasn't recorded was typed, quoted for a shell.
    """

    action: Action
    window: StepWindow | None = None
    target: StepTarget | None = None
    place: StepPlace | None = None
    picture: str = ""
    times: int = 1
    secret_for: str = ""
    replaces: bool = False  # it selects all that is in the field before it types
    number: int = 0  # of what it was made of; for several in one, the first one's

    @property
    def moves_caret(self) -> bool:
        """Return whether the act is only a click into something that takes text."""
        action = self.action
        kind = self.target.kind if self.target else ""
        is_plain = isinstance(action, Click) and (action.button, action.count, action.keys) == ("left", 1, ())
        return is_plain and kind in _TAKES_TEXT


def joined(acts: Iterable[ShownAct]) -> list[ShownAct]:
    """Return the acts with a click into a field, selecting all, and the text after it as one act."""
    result = list[ShownAct]()
    for act in acts:
        selects = bool(result) and isinstance(result[-1].action, Press) and {*result[-1].action.keys} == _SELECTS_ALL
        before = result[-2:-1] if selects else result[-1:]
        click = before[0] if before else None
        action = act.action
        if not isinstance(action, Type) or action.at or click is None or not _leads_to(click, act):
            result.append(act)
            continue
        del result[-2 if selects else -1 :]
        into = replace(
            act,
            action=replace(action, at=points_of(click.action)[0]),
            target=click.target if click.target and (click.target.name or click.target.kind) else act.target,
            place=click.place,
            picture=click.picture,
            replaces=selects,
            number=click.number,
        )
        result.append(into)
    return result


def _leads_to(click: ShownAct, typing: ShownAct) -> bool:
    return click.moves_caret and click.place is not None and click.window == typing.window


class StepWriter:
    """Writes the lines of one task, with a variable for each text that may differ."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.variables: list[TaskVariable] = []
        self._names: dict[str, int] = {}  # of variables, each with the last number given to another of its base
        self._shown: dict[str, Sequence[str]] = {}  # titles and names so far, as `_pieces` divides them
        self._by_text: dict[str, str] = {}  # the names of variables by their texts
        self._gaps: dict[str, str] = {}  # by the text of a variable, quoted
        self._in_names: dict[str, str] = {}  # the same by texts that later titles and names may contain
        self._secrets: list[str] = []

    def task(self, title: str) -> Task:
        """Return the task."""
        return Task(tuple(self.steps), title=title, variables=tuple(self.variables))

    def add(self, act: ShownAct) -> bool:
        """Write an act; return whether it has words, and a place if it needs one."""
        action = act.action
        comments = tuple[str, ...]()
        if isinstance(action, Invoke):
            if program := name_of_program(action.name):
                self.add_step(Step(words_to_start(program)))
            return bool(program)
        if points_of(action) and act.place is None:
            return False
        typed = ""
        if isinstance(action, Type):
            stripped = action.text.rstrip("\n\t")
            if act.secret_for:
                secret = self._secret(act.target)
                typed = FORM.replace("NAME", secret)
                comments = (_how_to_keep(secret, act.secret_for),)
            elif name := self._variable(act, action.text):
                typed = f"{{{name}}}"
                stripped = action.text
            if typed:
                action = replace(action, text=f"\x01{action.text[len(stripped) :]}")
        words = words_for(action, act.target, replaces=act.replaces) or words_for(action, replaces=act.replaces)
        if words is None:
            return False
        text = words.replace("\x01", typed) + (f" {act.times} times" if act.times > 1 else "")
        self.add_step(
            Step(text, window=act.window, target=act.target, place=act.place, picture=act.picture, comments=comments)
        )
        return True

    def add_step(self, step: Step) -> None:
        """Write a step that has words."""
        self.steps.append(self._marked(step))

    def _variable(self, act: ShownAct, text: str) -> str:
        """Return the name of the variable for a typed text; empty where it needs none."""
        if name := self._by_text.get(text, ""):
            return name
        target = act.target
        field = (target.name or target.beside) if target else ""
        is_data = "\n" not in text and (_DATA.search(text) is not None or bool(field))
        if not (is_data and any(map(str.isalnum, text))) or "{{secret:" in text:
            return ""
        bare = re.sub(r"\W+", "_", field).strip("_").casefold()[:_LONGEST_NAME].strip("_")
        base = bare if bare and not bare[0].isdigit() else "text"
        name = self._free_name(base)
        self._add_variable(TaskVariable(name, default=text), _names_of(act.window, target))
        return name

    def _free_name(self, base: str) -> str:
        name = base
        while name in self._names:
            self._names[base] += 1
            name = f"{base}_{self._names[base]}"
        self._names[name] = 1
        return name

    def _secret(self, target: StepTarget | None) -> str:
        """Return a name for an unrecorded secret, after its field."""
        bare = re.sub(r"[^a-z0-9]+", "-", (target.name if target else "").casefold()).strip("-")[:_LONGEST_NAME]
        base = bare.strip("-") or "secret"
        count = self._secrets.count(base)
        self._secrets.append(base)
        return f"{base}-{count + 1}" if count else base

    def _marked(self, step: Step) -> Step:
        """Return a step with variables in place of typed texts: in its words, its window's title, its control's name.

        A title or name that contained the text before it was typed stays as it is.
        """
        for name in _names_of(step.window, step.target):
            self._shown.setdefault(name, self._pieces(name))
        target = step.target
        name = quoted(target.name, braces=True) if target and target.name else ""
        pieces = step.text.split(name) if name else [step.text]
        marked = [_QUOTED.sub(lambda match: self._gaps.get(match[0], match[0]), piece) for piece in pieces]
        text = self._quoted_with_gaps(target.name if target else "").join(marked)
        if target is not None:
            target = replace(target, name=self._with_gaps(target.name), row=self._with_gaps(target.row))
        window = replace(step.window, title=self._with_gaps(step.window.title)) if step.window else None
        return replace(step, text=text, window=window, target=target)

    def _pieces(self, name: str) -> Sequence[str]:
        """Return a title or a name divided where it contains the typed texts as whole words.

        Its own text, and the variables in place of the others, are in turn. A variable behind a backslash would be read
        as text, so there the text stays.
        """
        contained = sorted((text for text in self._in_names if text in name), key=len, reverse=True)
        pieces = list[str]()
        start = 0
        for match in _whole_words(contained).finditer(name) if contained else ():
            if not name[: match.start()].endswith("\\"):
                pieces += [name[start : match.start()], self._in_names[match[0]]]
                start = match.end()
        return [*pieces, name[start:]]

    def _with_gaps(self, name: str) -> str:
        """Return a title or a name so far with its variables, in which no other braces are any."""
        pieces = self._shown[name]
        return "".join(piece if number % 2 else escaped(piece) for number, piece in enumerate(pieces))

    def _quoted_with_gaps(self, name: str) -> str:
        """Return a name in quotes, in which only a variable's braces are no text."""
        pieces = self._shown.get(name, [name])
        words = (piece if number % 2 else quoted(piece, braces=True)[1:-1] for number, piece in enumerate(pieces))
        return f'"{"".join(words)}"'

    def _add_variable(self, variable: TaskVariable, names: Iterable[str]) -> None:
        """Add a variable; the `names` of the moment count among those that have been there before it."""
        self.variables.append(variable)
        text = variable.default or ""
        value = text.strip()
        gap = f"{{{variable.name}}}"
        if len(value) < _SHORTEST_MARKED:
            return
        self._by_text.setdefault(text, variable.name)
        self._gaps.setdefault(quoted(value, braces=True), f'"{gap}"')
        is_there = any(value in each and _whole_words([value]).search(each) for each in (*self._shown, *names))
        if not is_there:
            self._in_names.setdefault(value, gap)


def _names_of(window: StepWindow | None, target: StepTarget | None) -> tuple[str, ...]:
    """Return the texts of a step that belong to the screen: its window's title, and its control's name and row."""
    return (*((window.title,) if window else ()), *((target.name, target.row) if target else ()))


def _whole_words(texts: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of some texts as whole words, as a title may contain their letters by chance."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, texts))})(?!\w)")


def _how_to_keep(name: str, place: str) -> str:
    """Return a comment on how to store a secret, whose value isn't recorded; `place` is quoted for a shell."""
    return Message(
        "The typed text isn't saved. Store it once with: desktop-agent secrets set {name} --for {place}",
        name=name,
        place=place,
    )
