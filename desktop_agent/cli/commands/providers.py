"""`providers`: the models' servers that are known, and what each keeps."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal

if TYPE_CHECKING:
    from desktop_agent.model.profiles import Profile

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def attach(app: typer.Typer, summary: str) -> None:
    """Add the commands to the program."""
    group = typer.Typer(help=summary)
    group.command("list", help="List the providers and whether their key is set.")(_list)
    group.command("show", help="Say all that is known of one provider.")(_show)
    app.add_typer(group, name="providers")


def _list(as_json: AsJson = False) -> None:
    from desktop_agent.model.profiles import PROFILES

    known = [_facts(profile) for profile in PROFILES.values()]
    if as_json:
        terminal.say_json(known)
        return
    rows = [(one["name"], one["base_url"] or "started here", one["dialect"], one["key"]) for one in known]
    terminal.say_table(("Provider", "Server", "Dialect", "Key"), [tuple(map(str, row)) for row in rows])


def _show(name: Annotated[str, typer.Argument(metavar="NAME")], as_json: AsJson = False) -> None:
    from desktop_agent.model.profiles import profile_named

    facts = _facts(profile_named(name))
    if as_json:
        terminal.say_json(facts)
    else:
        rows = [(key.replace("_", " "), terminal.in_toml(value)) for key, value in facts.items()]
        terminal.say_table(("What", "Value"), rows)


def _facts(profile: Profile) -> dict[str, object]:
    price = profile.price
    return {
        "name": profile.name,
        "base_url": profile.base_url,
        "dialect": profile.dialect,
        "model": profile.model,
        "coordinates": profile.coordinates,
        "chain": profile.chain,
        "stream": profile.stream,
        "key": _key(profile.key_variable),
        "keeps": profile.keeps,
        "usd_per_million_read": price.read if price else None,
        "usd_per_million_written": price.written if price else None,
    }


def _key(variable: str) -> str:
    if not variable:
        return "none needed"
    return f"{variable} is {'set' if os.environ.get(variable, '').strip() else 'not set'}"
