"""Reads a file of steps; what is wrong in it is an error with the number of its line. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import StepFileError
from desktop_agent.core.message import Message
from desktop_agent.model.nearest import guess
from desktop_agent.studio.steps.attributes import READ, size_of
from desktop_agent.studio.steps.problems import problem_of, problem_of_place
from desktop_agent.studio.steps.quotes import QUOTED, unquoted
from desktop_agent.studio.steps.step import Step, StepFile, Variable
from desktop_agent.studio.steps.variables import NAME, filled, names_in

MOST_STEPS, MOST_VARIABLES, LONGEST_FILE = 2_000, 500, 4_000_000
_LONGEST_LINE = 200_000
_SHOWN = 60
_STEP = re.compile(r"\d{1,6}[.)][ \t]+(?P<words>.*)", re.DOTALL)
_KEYED = re.compile(r"(?P<key>[A-Za-z_ -]{1,40}?)[ \t]*:(?:[ \t]+(?P<value>.*)|)", re.DOTALL)
_SET = re.compile(rf"set[ \t]+(?P<name>{NAME})(?:[ \t]*=[ \t]*(?P<value>{QUOTED}))?", re.DOTALL)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[_-][A-Za-z]{2,4})?")


def parse_steps(text: str) -> StepFile:
    """Return what a file of steps says; StepFileError, with the line's number, where it cannot be taken."""
    if len(text) > LONGEST_FILE:
        raise StepFileError(Message("The file is longer than {longest_file} characters.", longest_file=LONGEST_FILE))
    reading = _StepFileReading()
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        try:
            reading.take(line.removesuffix("\r"), number)
        except StepFileError as error:
            raise StepFileError(
                Message("Line {number}: {message}", number=number, message=error.message), error.hint
            ) from error
        except ValueError as error:
            raise StepFileError(Message("Line {number}: {error}", number=number, error=error)) from error
    return reading.file()


@dataclass(slots=True)
class _StepFileReading:
    """What was read so far; comments wait for what they stand before."""

    header: dict[str, object] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    steps: list[dict[str, object]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # of the steps
    comments: list[str] = field(default_factory=list)
    top: tuple[str, ...] = ()

    def take(self, line: str, number: int) -> None:
        """Take one line."""
        text = line.strip(" \t")
        if len(line) > _LONGEST_LINE:
            raise StepFileError(Message("It has more than {longest_line} characters.", longest_line=_LONGEST_LINE))
        if "\x00" in line:
            raise StepFileError("It has a character that no text has.", "Is this a text file in UTF-8?")
        if not text:
            return
        if text.startswith("#"):
            self.comments.append(text[1:].strip(" \t"))
        elif line[0] in " \t":
            self._attribute(text)
        elif found := _STEP.fullmatch(text):
            self._step(found["words"].strip(), number)
        else:
            self._header(text)

    def file(self) -> StepFile:
        """Return the whole file."""
        steps = tuple(Step(**fields) for fields in self.steps)  # type: ignore[arg-type]  # as READ has their types
        for step, number in zip(steps, self.lines, strict=True):
            self._check_names(step, number)
        return StepFile(
            steps,
            **self.header,  # type: ignore[arg-type]  # as _HEADER has their types
            variables=tuple(self.variables.values()),
            comments=self.top,
            after=tuple(self.comments),
        )

    def _step(self, words: str, number: int) -> None:
        if len(self.steps) >= MOST_STEPS:
            raise StepFileError(Message("There are more than {most_steps} steps.", most_steps=MOST_STEPS))
        example = filled(words, dict.fromkeys(names_in(words), "x"))
        if problem := problem_of(example):
            raise StepFileError(problem)
        self.steps.append({"text": words, "comments": tuple(self.comments)})
        self.lines.append(number)
        self.comments.clear()

    def _attribute(self, text: str) -> None:
        key, value = _keyed(text, READ)
        if not self.steps:
            raise StepFileError("This is indented, and there is no step above it.", "The header stands at the margin.")
        name, read = READ[key]
        if name in self.steps[-1]:
            raise StepFileError(Message("The step says “{key}” twice.", key=key))
        self.steps[-1][name] = read(value)

    def _header(self, text: str) -> None:
        if self.steps:
            raise StepFileError(
                Message("This is no step: “{text}”.", text=visible(text, _SHOWN)),
                "A step begins with its number: 3. click …",
            )
        self.top += tuple(self.comments)
        self.comments.clear()
        if found := _SET.fullmatch(text):
            self._variable(found["name"], found["value"])
            return
        if text.startswith("set "):
            raise StepFileError("A variable is written as set name = “Ada”, in straight quotes.")
        key, value = _keyed(text, _HEADER)
        name, read = _HEADER[key]
        if name in self.header:
            raise StepFileError(Message("The header says “{key}” twice.", key=key))
        self.header[name] = read(value)

    def _variable(self, name: str, value: str | None) -> None:
        if name in self.variables:
            raise StepFileError(Message("The variable “{name}” is set twice.", name=name))
        if len(self.variables) >= MOST_VARIABLES:
            raise StepFileError(
                Message("There are more than {most_variables} variables.", most_variables=MOST_VARIABLES)
            )
        self.variables[name] = Variable(name, None if value is None else unquoted(value))

    def _check_names(self, step: Step, number: int) -> None:
        missing = next((name for name in names_in(step.text) if name not in self.variables), "")
        if missing:
            near = guess(missing, self.variables) or f"Above the steps, write: set {missing} = “…”"
            raise StepFileError(
                Message("Line {number}: There is no variable “{missing}”.", number=number, missing=missing), near
            )
        if problem := problem_of_place(filled(step.text, dict.fromkeys(names_in(step.text), "x")), step.place):
            raise StepFileError(Message("Line {number}: {problem}", number=number, problem=problem))


def _keyed(text: str, known: Mapping[str, object]) -> tuple[str, str]:
    found = _KEYED.fullmatch(text)
    if found is None:
        raise StepFileError(
            Message("This cannot be read: “{text}”.", text=visible(text, _SHOWN)),
            "Write a key and a value: name: Send it",
        )
    if (key := found["key"]) not in known:
        raise StepFileError(
            Message("There is no “{key}” here.", key=key),
            guess(key, known, least=0.4) or Message("Known are {known}.", known=", ".join(known)),
        )
    if not (value := (found["value"] or "").strip(" \t")):
        raise StepFileError(Message("Nothing stands behind “{key}:”.", key=key))
    return key, value


def _themes(text: str) -> tuple[str, ...]:
    themes = _listed(text)
    if not set(themes) <= {"light", "dark"}:
        raise ValueError("A theme is light or dark, or both: light, dark.")
    return themes


def _languages(text: str) -> tuple[str, ...]:
    languages = _listed(text)
    if not all(map(_LANGUAGE.fullmatch, languages)):
        raise ValueError("A language is written as de or de_AT.")
    return languages


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip(" \t") for part in text.split(",")))


def _plain(text: str) -> str:
    return text


_HEADER: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "title": ("title", _plain),
    "size": ("size", size_of),
    "theme": ("themes", _themes),
    "language": ("languages", _languages),
    "open": ("open", _plain),
}
