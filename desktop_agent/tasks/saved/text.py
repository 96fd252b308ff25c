r"""The text of a saved task: a head in TOML between two lines of “+++”, and below it the task itself. Pure.

+++
title = "Pay a bill"
allow = ["gnucash"]
expect = ['file:~/Bills/paid.txt contains "{number}"']
minutes = 10

[variables.number]
type = "text"
ask = "Number of the bill"
+++
Enter the bill "{number}" in GnuCash.

In a task in words `{name}` stands for the value of a variable in the head, and `\{` for a brace. With `body = "steps"`
the body is a file of plain steps, with variables of its own (`desktop-agent guide saved-tasks`).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from desktop_agent.core.errors import BadSettingError, SettingsError, StepFileError
from desktop_agent.core.events import ReceiptAnswer
from desktop_agent.core.message import Message
from desktop_agent.core.mode import Mode
from desktop_agent.core.passwords import HIDDEN
from desktop_agent.core.secret_text import FORM
from desktop_agent.settings.complaint import suggestion, validation_reason
from desktop_agent.settings.file_tables import Table
from desktop_agent.settings.load import line_of
from desktop_agent.settings.rules import Several
from desktop_agent.settings.run_terms import PlainText, RunTerms
from desktop_agent.studio.steps.step import StepFile
from desktop_agent.studio.steps.text import parse_steps
from desktop_agent.tasks.expectations.read import read_expectation

FENCE = "+++"
LONGEST = 4_000_000  # characters
MOST_VARIABLES = 100
VariableType = Literal["text", "date", "number", "file", "choice", "secret"]
VARIABLE_TYPES: tuple[VariableType, ...] = get_args(VariableType)
VARIABLE = r"[^\W\d]\w{0,63}"
# A brace behind a backslash is taken first: it begins no variable.
_PIECES = re.compile(rf"\\(?P<brace>[{{}}])|\{{(?P<name>{VARIABLE})\}}")
# A program may show fewer dots than stand here for a text. Asterisks can be meant as such.
_DOTS = re.compile(rf"""{HIDDEN}|(?<=["“”„‘’'«»])[•●∙⚫]+(?:\\[nt]|\s)*(?=["“”„‘’'«»])""")
_GUIDE = Message("See: desktop-agent guide saved-tasks")


@dataclass(frozen=True, slots=True)
class TaskVariable:
    """A variable of a task; `ask` is the question to the person, `default` the value if none is given."""

    name: str
    type: VariableType = "text"
    ask: str = ""
    default: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedTask:
    """A parsed task. `flags` are those of `run` and of its desk, by their names there."""

    body: str
    title: str = ""
    flags: Mapping[str, object] = field(default_factory=dict)
    variables: tuple[TaskVariable, ...] = ()
    steps: StepFile | None = None  # the body, where that is plain steps
    line: int = 1  # where the body begins

    @property
    def summary(self) -> str:
        """Return its title, else its first line."""
        first = self.steps.title if self.steps else self.body.partition("\n")[0]
        return self.title or first or self.body.partition("\n")[0]


def parse_task(text: str, file: str) -> SavedTask:
    """Return the task in a text with plain line ends; SettingsError names the file and the line."""
    if len(text) > LONGEST:
        raise SettingsError(Message("{file} is longer than {longest} characters.", file=file, longest=LONGEST), _GUIDE)
    if dots := _DOTS.search(text):
        number = text[: dots.start()].count("\n") + 1
        complaint = Message("the dots stand for a text that isn't saved, and would be typed as they are")
        raise _wrong(_at(file, number), complaint, Message("Name a secret there instead: {form}.", form=FORM))
    head, body, line = _parts(text, file)

    def where(key: str) -> str:
        return Message("{file}, line {line}", file=file, line=line_of(head, key))

    fields = _head(head, file, where)
    if not body.strip():
        raise _wrong(_at(file, line), Message("there is no task below the header"), Message("Describe what to do."))
    variables = tuple(table.variable(name) for name, table in fields.variables.items())
    if fields.body == "words":
        _check_words(body, variables, file, line)
        _check_expected(fields, fields.variables, where)
        return SavedTask(body.strip(), fields.title, fields.order(), variables, line=line)
    steps = _steps(body, file, line)
    variables_of_steps = {variable.name: variable for variable in steps.variables}
    _check_expected(fields, variables_of_steps, where)
    for declaration in variables:
        if declaration.name not in variables_of_steps:
            complaint = Message("the steps don't set a variable named “{name}”", name=declaration.name)
            raise _wrong(
                where(f"variables.{declaration.name}"), complaint, suggestion(declaration.name, variables_of_steps)
            )
    return SavedTask(body, fields.title, fields.order(), _of_steps(steps, variables), steps, line)


def names_in(text: str) -> tuple[str, ...]:
    """Return the variables that a text names, each once."""
    return tuple(dict.fromkeys(match["name"] for match in _PIECES.finditer(text) if match["name"]))


def filled(text: str, value_of: Callable[[str], str], known_names: Mapping[str, object]) -> str:
    r"""Return a text with the values of the variables that are known; `\{` becomes a brace."""

    def value(match: re.Match[str]) -> str:
        return match["brace"] or (value_of(match["name"]) if match["name"] in known_names else match[0])

    return _PIECES.sub(value, text)


def escaped(text: str) -> str:
    """Return a text with its braces escaped, for the body of a task."""
    return re.sub(rf"\{{(?={VARIABLE}\}})|(?<=\\)[{{}}]", r"\\\g<0>", text)


def write_task(head: Mapping[str, object], variables: Mapping[str, Mapping[str, object]], body: str) -> str:
    """Return the text of a task; empty values are left out."""
    lines = [f"{key} = {_toml(value)}" for key, value in head.items() if value not in (None, False, "", [], ())]
    for name, table in variables.items():
        lines += ["", f"[variables.{_key(name)}]", *(f"{key} = {_toml(value)}" for key, value in table.items())]
    return "\n".join((FENCE, *lines, FENCE, body.strip("\n"), ""))


def _as_text(value: object) -> object:
    """Return a number or a date as it would be typed."""
    if isinstance(value, bool):
        return value
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, int | float) else value


def _not_auto(mode: Mode | None) -> Mode | None:
    if mode == "auto":
        raise ValueError(Message("“auto” mode can only be chosen for one run at a time: tasks run NAME --mode auto"))
    return mode


class _VariableFields(Table):
    """One `[variables.NAME]` table."""

    type: VariableType = "text"
    ask: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    default: Annotated[str | None, BeforeValidator(_as_text)] = None
    choices: Several = ()

    def variable(self, name: str) -> TaskVariable:
        """Return the variable."""
        return TaskVariable(name, self.type, self.ask, self.default, self.choices)


class _HeadFields(RunTerms):
    """The head as written."""

    title: PlainText = ""
    mode: Annotated[Mode | None, AfterValidator(_not_auto)] = None
    body: Literal["words", "steps"] = "words"
    expect: Several = ()
    expect_tries: Annotated[int | None, Field(ge=0, le=20)] = None
    desk: bool = False
    files: Several = ()
    hosts: Several = ()
    receipt: ReceiptAnswer | None = None
    variables: dict[Annotated[str, Field(pattern=rf"^{VARIABLE}$")], _VariableFields] = Field(default_factory=dict)

    def order(self) -> dict[str, object]:
        """Return the flags of `run` and of its desk."""
        desk = {"desk": self.desk, "desk_files": [*self.files], "desk_hosts": [*self.hosts], "receipt": self.receipt}
        tries = {} if self.expect_tries is None else {"expect_tries": self.expect_tries}
        expected = {"expect": [*self.expect]}
        return self.flags() | {name: value for name, value in (desk | expected).items() if value} | tries


WORDS = tuple(_HeadFields.model_fields)


def _parts(text: str, file: str) -> tuple[str, str, int]:
    """Return the head with its first line, so that lines count as in the file; the body, and the line it begins at."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise _wrong(
            _at(file, 1), Message("a task must begin with a “{fence}” line above its header", fence=FENCE), _GUIDE
        )
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == FENCE), None)
    if end is None:
        raise _wrong(_at(file, 1), Message("the header isn't closed with a second “{fence}” line", fence=FENCE), _GUIDE)
    return "\n".join(("", *lines[1:end])), "\n".join(lines[end + 1 :]), end + 2


def _head(text: str, file: str, where: Callable[[str], str]) -> _HeadFields:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            Message("The header of {file} isn't valid TOML: {error}.", file=file, error=error),
            Message("Fix that line."),
        ) from error
    for key in tree:
        if key not in WORDS:
            raise _wrong(where(key), Message("“{key}” isn't a valid task key", key=key), suggestion(key, WORDS))
    try:
        fields = _HeadFields.model_validate(tree)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"] if part != "[key]")
        raise _wrong(where(place), Message("“{key}” isn't valid", key=place), validation_reason(error)) from None
    _check_head(fields, where)
    return fields


def _check_head(fields: _HeadFields, where: Callable[[str], str]) -> None:
    if len(fields.variables) > MOST_VARIABLES:
        raise _wrong(where("variables"), Message("there are more than {most} variables", most=MOST_VARIABLES), _GUIDE)
    for name, table in fields.variables.items():
        complaint = _wrong_with(table)
        if complaint:
            raise _wrong(where(f"variables.{name}"), complaint, Message('For example: choices = ["small", "large"]'))
    if relative := next((file for file in fields.files if not file.startswith(("/", "~"))), ""):
        raise _wrong(
            where("files"),
            Message("“{folder}” isn't an absolute path", folder=relative[:80]),
            Message("Enter the full path, or start it with ~."),
        )
    for key in ("files", "hosts", "receipt"):
        if getattr(fields, key) and not fields.desk:
            raise _wrong(where(key), Message("“{key}” needs a desk", key=key), Message("Add this line: desk = true"))


def _wrong_with(variable: _VariableFields) -> str:
    """Return the error in a variable's choices; empty if they are valid."""
    if variable.type != "choice":
        return Message("“choices” can only be used with a variable of type “choice”") if variable.choices else ""
    if not variable.choices:
        return Message("a variable of type “choice” has no “choices”")
    if variable.default is not None and variable.default not in variable.choices:
        return Message("the default “{default}” isn't one of its choices", default=variable.default[:80])
    return ""


def _check_expected(fields: _HeadFields, known_names: Mapping[str, object], where: Callable[[str], str]) -> None:
    if fields.expect and fields.mode == "watch":
        complaint = Message("“expect” is checked at the end of a task, but a rehearsal doesn't carry anything out")
        raise _wrong(where("expect"), complaint, Message("Omit one of them."))
    for expectation in fields.expect:
        if unknown := next((name for name in names_in(expectation) if name not in known_names), ""):
            raise _wrong(
                where("expect"), Message("there is no variable named “{name}”", name=unknown), _declare(unknown)
            )
        try:
            read_expectation(filled(expectation, lambda _: "1", known_names))
        except SettingsError as error:
            raise BadSettingError(where("expect"), error.message, error.hint) from error


def _declare(name: str) -> str:
    return Message("Add it to the header: [variables.{name}]. Escape any other opening brace as \\{.", name=name)


def _check_words(body: str, variables: tuple[TaskVariable, ...], file: str, line: int) -> None:
    known_names = {variable.name: variable for variable in variables}
    for number, text in enumerate(body.split("\n"), start=line):
        if odd := next((char for char in text if ord(char) < ord(" ") and char != "\t"), ""):
            complaint = Message("it contains the control character U+{odd:04X}", odd=ord(odd))
            raise _wrong(_at(file, number), complaint, Message("Remove it; tasks must be plain text."))
        if unknown := next((name for name in names_in(text) if name not in known_names), ""):
            raise _wrong(
                _at(file, number),
                Message("there is no variable named “{name}”", name=unknown),
                _declare(unknown),
            )


def _steps(body: str, file: str, line: int) -> StepFile:
    try:
        steps = parse_steps("\n" * (line - 1) + body)
    except StepFileError as error:
        raise StepFileError(Message("{file}: {message}", file=file, message=error.message), error.hint) from error
    if not steps.steps:
        raise _wrong(_at(file, line), Message("there are no steps below the header"), _GUIDE)
    return steps


def _of_steps(steps: StepFile, variables: tuple[TaskVariable, ...]) -> tuple[TaskVariable, ...]:
    """Return all variables that the steps set, with the head's declarations of them."""
    declared = {variable.name: variable for variable in variables}
    return tuple(
        replace(declaration, default=declaration.default if declaration.default is not None else variable.value)
        for variable in steps.variables
        for declaration in (declared.get(variable.name, TaskVariable(variable.name)),)
    )


def _at(file: str, line: int) -> str:
    return Message("{file}, line {line}", file=file, line=line)


def _wrong(where: str, complaint: str, hint: str) -> BadSettingError:
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
