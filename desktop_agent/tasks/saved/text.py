r"""The text of a task: a header in TOML between two lines of “+++”, and below it the task itself. Pure.

+++
title = "Pay a bill"
allow = ["gnucash"]
expect = ['file:~/Bills/paid.txt contains "{number}"']
max_minutes = 10

[variables.number]
ask = "Number of the bill"
+++
1. type "{number}" into "Bill"
2. sort the bills by date

`{name}` stands for the value of a variable, and `\{` for a brace. A body without numbers is a task in words.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError

from desktop_agent.core.errors import BadSettingError, SettingsError, StepFileError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import ReceiptAnswer
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.passwords import HIDDEN
from desktop_agent.core.texts.secret_text import FORM
from desktop_agent.core.texts.suggestion import guess
from desktop_agent.settings.complaint import suggestion, validation_reason
from desktop_agent.settings.file_tables import Table
from desktop_agent.settings.load import line_of
from desktop_agent.settings.rules import Several, text_or_list
from desktop_agent.settings.run_terms import TERMS, PlainText, checked_term
from desktop_agent.tasks.expectations.expectation import read_expectation
from desktop_agent.tasks.steps.lines import has_lines, parse_lines, size_of, write_lines
from desktop_agent.tasks.steps.variables import filled, names_in
from desktop_agent.tasks.task import (
    LOOP_NAMES,
    VARIABLE,
    FilmTerms,
    Step,
    StepTheme,
    Task,
    TaskVariable,
    VariableType,
)

FENCE = "+++"
LONGEST = 4_000_000  # characters
# A program may show fewer dots than stand here for a text. Asterisks can be meant as such.
_DOTS = re.compile(rf"""{HIDDEN}|(?<=["“”„‘’'«»])[•●∙⚫]+(?:\\[nt]|\s)*(?=["“”„‘’'«»])""")
_LANGUAGE = r"^[a-z]{2,3}(?:[_-][A-Za-z]{2,4})?$"
_GUIDE = Message("See: desktop-agent guide tasks")


def parse_task(text: str, file: str) -> Task:
    """Return the task in a text with plain line ends; SettingsError names the file and the line."""
    if len(text) > LONGEST:
        raise SettingsError(Message("{file} is longer than {longest} characters.", file=file, longest=LONGEST), _GUIDE)
    if dots := _DOTS.search(text):
        number = text[: dots.start()].count("\n") + 1
        complaint = Message("the dots stand for a text that isn't saved, and would be typed as they are")
        raise _setting_error(
            _line_text(file, number), complaint, Message("Name a secret there instead: {form}.", form=FORM)
        )
    head, body, line = _split_text(text, file)

    def where(key: str) -> str:
        return Message("{file}, line {line}", file=file, line=line_of(head, key))

    fields = _parse_head(head, file, where)
    if not body.strip():
        raise _setting_error(
            _line_text(file, line), Message("there is no task below the header"), Message("Describe what to do.")
        )
    has_steps = has_lines(body)
    known_names = {**fields.variables, **(dict.fromkeys(chain(*LOOP_NAMES.values())) if has_steps else {})}
    _check_names(fields, known_names, where)
    _check_expected(fields, known_names, where)
    variables = tuple(table.variable(name) for name, table in fields.variables.items())
    film = FilmTerms(**dict(fields.film))
    _check_body(body, known_names, file, line, in_step=has_steps)
    if not has_steps:
        return Task((), body.strip(), fields.title, fields.order(), variables, film, description=fields.description)
    try:
        steps, after = parse_lines(body, line)
    except StepFileError as error:
        raise StepFileError(Message("{file}: {message}", file=file, message=error.message), error.hint) from error
    _check_loops(steps, fields.variables, file)
    return Task(steps, "", fields.title, fields.order(), variables, film, after, fields.description)


def write_task(task: Task) -> str:
    """Return the text of a task; empty values are left out."""
    lines = _toml_lines({"title": task.title, "description": task.description, **task.flags})
    for variable in task.variables:
        lines += declaration(variable)
    size = f"{task.film.size.width}x{task.film.size.height}" if task.film.size else ""
    film = task.film
    terms = {
        "open": film.open,
        "size": size,
        "themes": film.themes,
        "languages": film.languages,
        "terminal": film.terminal,
    }
    if filmed := _toml_lines(terms):
        lines += ["", "[film]", *filmed]
    body = write_lines(task.steps, task.after) if task.steps else task.words
    return "\n".join((FENCE, *lines, FENCE, body.strip("\n"), ""))


def declaration(variable: TaskVariable) -> list[str]:
    """Return the lines that declare a variable in the header."""
    kind = variable.type if variable.type != "text" else ""
    terms = {"type": kind, "ask": variable.ask, "choices": variable.choices}
    default = () if variable.default is None else (f"default = {_toml(variable.default)}",)
    return ["", f"[variables.{_key(variable.name)}]", *_toml_lines(terms), *default]


def _toml_lines(table: Mapping[str, object]) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in table.items() if value not in (None, False, "", [], ())]


def _as_text(value: object) -> object:
    """Return a number or a date as it would be typed."""
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) else value


class _VariableFields(Table):
    """One `[variables.NAME]` table."""

    type: VariableType = "text"
    ask: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    default: Annotated[str | None, BeforeValidator(_as_text)] = None
    choices: Several = ()

    def variable(self, name: str) -> TaskVariable:
        """Return the variable."""
        return TaskVariable(name, self.type, self.ask, self.default, self.choices)


class _FilmFields(Table):
    """The `[film]` table."""

    open: str = ""
    size: Annotated[Size | None, BeforeValidator(lambda text: size_of(str(text)))] = None
    themes: Annotated[tuple[StepTheme, ...], BeforeValidator(text_or_list)] = ()
    languages: Annotated[tuple[Annotated[str, Field(pattern=_LANGUAGE)], ...], BeforeValidator(text_or_list)] = ()
    terminal: bool = False


class _HeadFields(Table):
    """The header as written; its terms are those of `settings/run_terms.py`."""

    title: PlainText = ""
    description: PlainText = ""
    expect: Several = ()
    expect_tries: Annotated[int | None, Field(ge=0, le=20)] = None
    desk: bool = False
    desk_files: Several = ()
    desk_hosts: Several = ()
    receipt: ReceiptAnswer | None = None
    variables: dict[Annotated[str, Field(pattern=rf"^{VARIABLE}$")], _VariableFields] = Field(default_factory=dict)
    film: _FilmFields = Field(default_factory=_FilmFields)
    terms: dict[str, object] = Field(default_factory=dict)

    def order(self) -> dict[str, object]:
        """Return the flags of `run` and of its desk."""
        own = {name: getattr(self, name) for name in ("desk", "desk_files", "desk_hosts", "receipt", "expect")}
        given = {name: [*value] if isinstance(value, tuple) else value for name, value in own.items() if value}
        tries = {} if self.expect_tries is None else {"expect_tries": self.expect_tries}
        return self.terms | given | tries


WORDS = (*TERMS, *(name for name in _HeadFields.model_fields if name != "terms"))


def with_body(text: str, file: str, body: str) -> str:
    """Return the text of a task with another body below its header."""
    _, _, line = _split_text(text, file)
    header = text.split("\n")[: line - 1]
    return "\n".join((*header, body))


def _split_text(text: str, file: str) -> tuple[str, str, int]:
    """Return the head with its first line, so that lines count as in the file; the body, and the line it begins at."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise _setting_error(
            _line_text(file, 1),
            Message("a task must begin with a “{fence}” line above its header", fence=FENCE),
            _GUIDE,
        )
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == FENCE), None)
    if end is None:
        raise _setting_error(
            _line_text(file, 1), Message("the header isn't closed with a second “{fence}” line", fence=FENCE), _GUIDE
        )
    return "\n".join(("", *lines[1:end])), "\n".join(lines[end + 1 :]), end + 2


def _parse_head(text: str, file: str, where: Callable[[str], str]) -> _HeadFields:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            Message("The header of {file} isn't valid TOML: {error}.", file=file, error=error),
            Message("Fix that line."),
        ) from error
    for key in tree:
        if key not in WORDS:
            raise _setting_error(where(key), Message("“{key}” isn't a valid task key", key=key), suggestion(key, WORDS))
    terms = {key: _checked_term(key, tree.pop(key), where) for key in TERMS if key in tree}
    try:
        fields = _HeadFields.model_validate({**tree, "terms": terms})
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"] if part != "[key]")
        raise _setting_error(
            where(place), Message("“{key}” isn't valid", key=place), validation_reason(error)
        ) from None
    _check_head(fields, where)
    return fields


def _checked_term(key: str, value: object, where: Callable[[str], str]) -> object:
    complaint = Message("“{key}” isn't valid", key=key)
    if (key, value) == ("mode", "auto"):
        raise _setting_error(
            where(key),
            complaint,
            Message("“auto” mode can only be chosen for one run at a time: run NAME --mode auto"),
        )
    try:
        return checked_term(key, value)
    except ValidationError as error:
        raise _setting_error(where(key), complaint, validation_reason(error)) from None


def _check_head(fields: _HeadFields, where: Callable[[str], str]) -> None:
    for name, table in fields.variables.items():
        complaint = _variable_problem(table)
        if complaint:
            raise _setting_error(
                where(f"variables.{name}"), complaint, Message('For example: choices = ["small", "large"]')
            )
    if relative := next((file for file in fields.desk_files if not file.startswith(("/", "~", "{"))), ""):
        raise _setting_error(
            where("desk_files"),
            Message("“{folder}” isn't an absolute path", folder=relative[:80]),
            Message("Enter the full path, or start it with ~."),
        )


def _variable_problem(variable: _VariableFields) -> str:
    """Return the error in a variable's choices; empty if they are valid."""
    if variable.type != "choice":
        return Message("“choices” can only be used with a variable of type “choice”") if variable.choices else ""
    if not variable.choices:
        return Message("a variable of type “choice” has no “choices”")
    if variable.default is not None and variable.default not in variable.choices:
        return Message("the default “{default}” isn't one of its choices", default=variable.default[:80])
    return ""


def _check_names(fields: _HeadFields, known_names: Mapping[str, object], where: Callable[[str], str]) -> None:
    for key in ("expect", "desk_files", "desk_hosts"):
        named = (name for text in getattr(fields, key) for name in names_in(text))
        if unknown := next((name for name in named if name not in known_names), ""):
            raise _unknown_variable_error(where(key), unknown, fields.variables)


def _check_expected(fields: _HeadFields, known_names: Mapping[str, object], where: Callable[[str], str]) -> None:
    if fields.expect and fields.terms.get("mode") == "watch":
        complaint = Message("“expect” is checked at the end of a task, but a rehearsal doesn't carry anything out")
        raise _setting_error(where("expect"), complaint, Message("Omit one of them."))
    for expectation in fields.expect:
        try:
            read_expectation(filled(expectation, lambda _: "1", known_names))
        except SettingsError as error:
            raise BadSettingError(where("expect"), error.message, error.hint) from error


def _unknown_variable_error(where: str, name: str, known_names: Mapping[str, object]) -> BadSettingError:
    hint = guess(name, known_names) or Message(
        "Add it to the header: [variables.{name}]. Escape any other opening brace as \\{.", name=name
    )
    return _setting_error(where, Message("there is no variable named “{name}”", name=name), hint)


def _check_body(body: str, known_names: Mapping[str, object], file: str, line: int, *, in_step: bool) -> None:
    for number, text in enumerate(body.split("\n"), start=line):
        if odd := next((char for char in text if ord(char) < ord(" ") and char not in "\t\r"), ""):
            complaint = Message("it contains the control character U+{odd:04X}", odd=ord(odd))
            raise _setting_error(_line_text(file, number), complaint, Message("Remove it; tasks must be plain text."))
        is_words = not in_step or text[:1].isdigit()
        unknown = (name for name in names_in(text, in_step=in_step) if name not in known_names) if is_words else ()
        for name in unknown:
            raise _unknown_variable_error(_line_text(file, number), name, known_names)


def _check_loops(steps: Sequence[Step], variables: Mapping[str, _VariableFields], file: str) -> None:
    for number, step in enumerate(steps, start=1):
        where = Message("{file}, step {number}", file=file, number=number)
        names = step.loop.names if step.loop else ()
        used = names_in(step.text, in_step=not step.is_wish)
        if unknown := next((name for name in used if name not in variables and name not in names), ""):
            raise _unknown_variable_error(where, unknown, variables)
        if step.loop is None:
            continue
        kind = "folder" if step.loop.unit == "file" else "sheet"
        name = step.loop.variable
        if name not in variables or variables[name].type != kind:
            complaint = Message("“each” needs a variable of type “{kind}”", kind=kind)
            raise _setting_error(where, complaint, Message("Declare it in the header: [variables.{name}]", name=name))


def _line_text(file: str, line: int) -> str:
    return Message("{file}, line {line}", file=file, line=line)


def _setting_error(where: str, complaint: str, hint: str) -> BadSettingError:
    return BadSettingError(where, Message("{what}.", what=complaint), hint)


def _key(name: str) -> str:
    return name if name.isascii() else json.dumps(name, ensure_ascii=False)


def _toml(value: object) -> str:
    """Return a value in TOML; JSON's strings are valid TOML, except for U+007F."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else _quoted(str(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
