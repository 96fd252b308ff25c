"""`config`: where the settings file is, every value with its origin, and whether the file is fine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent import resources
from desktop_agent.cli import terminal
from desktop_agent.core.geometry import Rect, Size

if TYPE_CHECKING:
    from desktop_agent.settings import Sourced


def attach(app: typer.Typer, summary: str) -> None:
    """Add the commands to the program."""
    group = typer.Typer(help=summary)
    group.command("path", help="Print the path of the settings file.")(_path)
    group.command("show", help="Print every value and where it comes from.")(_show)
    group.command("check", help="Check the settings file and the environment.")(_check)
    app.add_typer(group, name="config")


def _path() -> None:
    terminal.say(str(resources.places().config_file))


def _show(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    found = _loaded()
    rows = [
        (f"{section}.{key}", value, found.origins[f"{section}.{key}"].where)
        for section, values in found.settings
        for key, value in values
    ]
    if as_json:
        terminal.say_json([{"key": key, "value": _plain(value), "origin": origin} for key, value, origin in rows])
    else:
        shown = [(key, terminal.in_toml(_plain(value)), origin) for key, value, origin in rows]
        terminal.say_table(("Setting", "Value", "From"), shown)


def _check() -> None:
    file = resources.places().config_file
    _loaded()
    state = "is fine" if file.exists() else "does not exist: defaults and environment apply"
    terminal.say(f"{file} {state}.")


def _loaded() -> Sourced:
    from desktop_agent.settings import load

    return load(resources.places().config_file, os.environ, {})


def _plain(value: object) -> object:
    if isinstance(value, Size):
        return f"{value.width}x{value.height}"
    if isinstance(value, Rect):
        return f"{value.x},{value.y},{value.width},{value.height}"
    return value
