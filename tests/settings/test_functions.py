"""A person's functions in the settings file: how they are written, and what is said of a bad one."""

import json
from pathlib import Path

import pytest

from desktop_agent.core.function import Function
from desktop_agent.settings.functions import MOST_FUNCTIONS
from tests.settings.conftest import loaded, refusal

FULL = """
[run]
max_steps = 7

[[functions]]
name = "weather"
description = "Tells the weather."
command = ["weather", "--city", "{city}", "{ print }"]
timeout_s = 5
cwd = "/srv"
environment = ["DISPLAY"]
verdict = "allow"

[functions.parameters]
type = "object"
required = ["city"]

[functions.parameters.properties]
city = {type = "string"}

[[functions]]
name = "sum"
description = "Adds."
python = "numbers_of_mine.adding:Sum.of"
parameters = '{"type": "object", "properties": {"a": {"type": "number"}}}'
"""
CITY = {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}
GOOD = {"name": "f", "description": "Does it.", "command": ["prog"]}


def written(**changed: object) -> str:
    """Return a table of a function with some of its keys changed; None leaves one out."""
    table = {key: value for key, value in {**GOOD, **changed}.items() if value is not None}
    return "[[functions]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())


def test_functions_are_read_with_all_their_fields(tmp_path: Path) -> None:
    weather, adding = loaded(tmp_path, FULL).settings.functions

    command = ("weather", "--city", "{city}", "{ print }")
    assert weather == Function("weather", "Tells the weather.", CITY, command, "", 5.0, "/srv", ("DISPLAY",), "allow")
    assert adding.python == "numbers_of_mine.adding:Sum.of"
    assert adding.parameters == {"type": "object", "properties": {"a": {"type": "number"}}}
    assert (adding.timeout_s, adding.cwd, adding.environment, adding.verdict) == (30.0, "", (), "ask")


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (written(nmae="f"), 5, "“nmae” isn't a function setting", "Did you mean “name”?"),
        (written(name="done"), 2, "“name” can't be 'done'", "already has a function with that name"),
        (written(parameters='{"type": "object", "properties": {"city": {"type": "strin"}}}'), 5,
         "“parameters” can't be", "at properties.city.type: 'strin' isn't a type; valid types are string, number"),
        (f'{written()}parameters = {{ type = "object", required = "city" }}\n', 5,
         "“parameters” can't be taken", "isn't a valid JSON schema at required"),
        (written(name=None), 1, "“name” isn't complete", "required"),
        (written(command=["{city}"]), 4, "“command” can't be", "only arguments can be placeholders"),
        (written(command=["p", "{city}"], parameters='{"type": "object", "properties": {"city": {}}}'),
         4, "“command” isn't complete", "listed as required"),
        (written(command=["p", "--city={city}"], parameters=json.dumps(CITY)),
         4, "isn't complete", "an entire argument"),
        (written(python="a:b"), 4, "“command” isn't complete", "either “command” or “python”"),
        (written(cwd="here"), 5, "“cwd” can't be", "absolute"),
        (written(environment=["OPENAI_API_KEY"]), 5, "“environment” can't be", "the name of a secret"),
        (written(parameters="[" * 100_000), 5, "“parameters” can't be", "isn't valid JSON"),
        (written(parameters='{"type": "object", "x": "' + "x" * 50_000 + '"}'), 5, "can't be", "more than 50000"),
        (written(parameters='{"type": "object", "$ref": "http://h/s"}'), 5, "can't be", "only to parts of the schema"),
        (written(parameters='{"type": "object", "not": ' + '{"not": ' * 800 + "{}" + "}" * 801), 5, "can't", "deeply"),
        (written(parameters='{"type": "object", "not": {"$ref": "#/$defs/x"}}'), 5, "can't be", "can't be resolved"),
        (f"{written()}[functions.parameters]\ntype = 'object'\nx = 2020-01-01\n", 5, "can't be", "isn't valid in JSON"),
        (written() + written(), 6, "two functions are named “f”", "Rename"),
        ("".join(written(name=f"f{n}") for n in range(MOST_FUNCTIONS + 1)), 1, "65 functions", "At most 64"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_with_its_line(
    text: str, line: int, message: str, hint: str, tmp_path: Path
) -> None:
    error = refusal(tmp_path, text)

    assert f"line {line}:" in error.message
    assert message in error.message
    assert hint in error.hint
