"""Reads `[[functions]]` tables, the user's functions for the model, and checks them down to the schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from desktop_agent.core.function import DONE, Function, FunctionVerdict
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.secret_text import is_secret_name
from desktop_agent.settings.file_tables import EntryPlace, Listed, Table

MOST_FUNCTIONS = 64
_LARGEST_SCHEMA = 50_000  # characters
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_PYTHON = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w-]*)\}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TYPES = Message("valid types are string, number, integer, boolean, array, object and null")
_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})


def _valid_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(Message("use at most 64 letters, digits, “_” and “-”"))
    if value == DONE:
        raise ValueError(Message("the program already has a function with that name"))
    return value


def _valid_python(value: str) -> str:
    if not _PYTHON.fullmatch(value):
        raise ValueError(Message("write it as package.module:function"))
    return value


def _valid_command(value: object) -> object:
    if isinstance(value, list) and value and all(isinstance(part, str) and "\0" not in part for part in value):
        if value[0] and not _PLACEHOLDER.search(value[0]):
            return tuple(value)
        raise ValueError(Message("the program itself must be spelled out; only arguments can be placeholders"))
    example = '["weather", "--city", "{city}"]'
    raise ValueError(Message("write it as a list of strings, for example {example}", example=example))


def _valid_folder(value: str) -> str:
    folder = Path(value).expanduser()
    if not folder.is_absolute():
        raise ValueError(Message("give an absolute folder path, or one that begins with ~"))
    return str(folder)


def _valid_variables(value: object) -> object:
    names = value if isinstance(value, list) else [value]
    for name in names:
        if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
            raise ValueError(Message('list the names of variables, for example ["LANG", "DISPLAY"]'))
        if is_secret_name(name) or name.startswith("DESKTOP_AGENT_"):
            raise ValueError(
                Message("{one} looks like the name of a secret, and functions don't receive secrets", one=name)
            )
    return tuple(names)


def _valid_schema(value: object) -> object:
    """Take a table, or its JSON text; ValueError for anything but a usable schema of an object."""
    read = _from_json(value) if isinstance(value, str) else value
    if not isinstance(read, dict) or read.get("type") != "object":
        raise ValueError('a function takes an object: write type = "object" and its properties')
    try:
        characters = len(json.dumps(read, allow_nan=False))
        _check_schema(read)
        for table in _nested_schemas(read):
            _check_table(table, read)
    except (TypeError, RecursionError) as error:
        raise ValueError(
            Message("the schema contains something that isn't valid in JSON, or is nested too deeply")
        ) from error
    if characters > _LARGEST_SCHEMA:
        raise ValueError(
            Message("the schema has more than {largest_schema} characters", largest_schema=_LARGEST_SCHEMA)
        )
    return read


def _from_json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(Message("the text isn't valid JSON")) from error


def _check_schema(schema: dict[str, object]) -> None:
    from jsonschema import Draft202012Validator, SchemaError, validators

    try:
        validators.validator_for(schema, default=Draft202012Validator).check_schema(schema)
    except SchemaError as error:
        where = ".".join(str(part) for part in error.absolute_path)[:80]
        no_type = error.validator == "anyOf" and where.endswith("type")
        why = (
            Message("{instance} isn't a type; {types}", instance=repr(error.instance), types=_TYPES)
            if no_type
            else error.message
        )
        raise ValueError(
            sentences(
                Message("it isn't a valid JSON schema{where}:", where=where and Message(" at {where}", where=where)),
                why[:200],
            )
        ) from error


def _check_table(table: Mapping[str, object], schema: dict[str, object]) -> None:
    for name in _REFERENCES & table.keys():
        if not str(table[name]).startswith("#"):
            raise ValueError(
                Message(
                    "{name} can refer only to parts of the schema itself, not to {str}",
                    name=name,
                    str=repr(str(table[name])[:60]),
                )
            )
        _check_reference(str(table[name]), schema)
    if "patternProperties" in table:
        raise ValueError(Message("patternProperties isn't supported; name the properties"))
    pattern = table.get("pattern")
    if isinstance(pattern, str):
        _check_pattern(pattern)


def _check_reference(place: str, schema: dict[str, object]) -> None:
    from referencing import Registry, Resource
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    resource = Resource.from_contents(schema, default_specification=DRAFT202012)
    try:
        Registry().with_resource("", resource).resolver().lookup(place)
    except Unresolvable as error:
        raise ValueError(Message("the reference {place} can't be resolved", place=repr(place[:60]))) from error


def _check_pattern(pattern: str) -> None:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        raise ValueError(Message("the pattern {pattern} is invalid", pattern=repr(pattern[:60]))) from error


def _nested_schemas(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, dict):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _nested_schemas(part)


class _FunctionTable(Table):
    """One `[[functions]]` table as written in the file."""

    name: Annotated[str, AfterValidator(_valid_name)]
    description: Annotated[str, Field(min_length=1, max_length=4_000)]
    parameters: Annotated[dict[str, object], BeforeValidator(_valid_schema)] = Field(
        default_factory=lambda: {"type": "object", "properties": {}, "additionalProperties": False}
    )
    command: Annotated[tuple[str, ...], BeforeValidator(_valid_command)] = ()
    python: Annotated[str, AfterValidator(_valid_python)] = ""
    timeout_s: Annotated[float, Field(gt=0, le=3_600)] = 30.0
    cwd: Annotated[str, AfterValidator(_valid_folder)] = ""
    environment: Annotated[tuple[str, ...], BeforeValidator(_valid_variables)] = ()
    verdict: FunctionVerdict = "ask"

    @model_validator(mode="after")
    def _check_callable(self) -> _FunctionTable:
        if bool(self.command) == bool(self.python):
            raise ValueError(Message("specify what to run: either “command” or “python”"))
        properties = self.parameters.get("properties")
        known_properties = properties if isinstance(properties, dict) else {}
        required = self.parameters.get("required")
        for argument in self.command[1:]:
            _check_placeholders(argument, known_properties, required if isinstance(required, list) else [])
        return self

    def function(self) -> Function:
        """Return the function as the rest of the program uses it."""
        return Function(**{name: getattr(self, name) for name in KEYS}, from_file=True)


KEYS = tuple(_FunctionTable.model_fields)


_LISTED = Listed(
    noun=Message("function"),
    most=MOST_FUNCTIONS,
    words=KEYS,
    made=lambda table, _: _FunctionTable.model_validate(table).function(),
    incomplete="command",
)


def read(tables: object, where: EntryPlace) -> tuple[Function, ...]:
    """Return the functions in order; SettingsError names the line of an invalid one."""
    return _LISTED.read(tables, where)


def table_of(function: Function) -> dict[str, object]:
    """Return the table of a function, from which `read` would make the same function."""
    plain = {name: getattr(function, name) for name in KEYS}
    return {name: [*value] if isinstance(value, tuple) else value for name, value in plain.items() if value}


def _check_placeholders(argument: str, properties: Mapping[str, object], required: Sequence[object]) -> None:
    for name in _PLACEHOLDER.findall(argument):
        is_entire = argument == f"{{{name}}}"
        if name in properties and not is_entire:
            raise ValueError(
                Message(
                    "a placeholder must be an entire argument; “{argument}” contains more than {{name}}",
                    argument=argument[:60],
                    name=name,
                )
            )
        if is_entire and name not in required:
            raise ValueError(
                Message("{{name}} must be a property of “parameters” that is listed as required", name=name)
            )
