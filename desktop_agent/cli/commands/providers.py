"""`providers`: the known model servers and what each keeps, where their keys are, and a test of one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson, effective_from, takes
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib import paths
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.profiles import DEFAULT
from desktop_agent.runtime.provider.keys import KEY_ONLY, NO_KEY, KeyFinder, KeyState, key_file

if TYPE_CHECKING:
    from desktop_agent.model.profile import Profile
    from desktop_agent.model.wire.local_server import RunningServer

Name = Annotated[str, typer.Argument(metavar="NAME")]
_Kind: Any = Literal[DIALECT_NAMES]
_UNKNOWN_PRICE = Message("unknown; set price_read and price_written")
_PROFILE_FACTS = (
    "name", "base_url", "dialect", "model", "coordinates", "family",
    "pictures_in_results", "picture", "chain", "stream", "window_tokens",
    "auth",
)  # fmt: skip


group = typer.Typer()


@group.command(
    "list", help=Message("List the providers, the locations of their keys, and the servers running on this computer.")
)
def _list(as_json: AsJson = False) -> None:
    from desktop_agent.runtime.provider.local_servers import running_servers

    keys = KeyFinder(os.environ)
    profiles = _profiles()
    running = running_servers(profiles.values())
    listed = [facts(profile, keys.of(profile)) for profile in profiles.values()]
    if as_json:
        terminal.say_json(
            [{**row_facts, "running": _facts_of(running.get(str(row_facts["name"])))} for row_facts in listed]
        )
        return
    rows = [
        (row_facts["name"], row_facts["base_url"] or Message("set by you"), row_facts["dialect"], row_facts["key"])
        for row_facts in listed
    ]
    terminal.say_table(
        (Message("Provider"), Message("Server"), Message("Dialect"), Message("Key")),
        [tuple(map(str, row)) for row in rows],
    )
    if running:
        terminal.say("")
        servers = [(name, *_models_of(server)) for name, server in running.items()]
        terminal.say_table(
            (Message("Running on this computer"), Message("Vision models"), Message("Other models")), servers
        )


@group.command("show", help=Message("Show all available information about a provider."))
def _show(name: Name, as_json: AsJson = False) -> None:
    profile = _profile(name)
    provider_facts = facts(profile, KeyFinder(os.environ).of(profile))
    if as_json:
        terminal.say_json(provider_facts)
    else:
        terminal.say_table((Message("What"), Message("Value")), _table_rows(provider_facts))


@group.command("add", short_help=Message("Add a model server, or change a provider."))
def _add(
    name: Name,
    address: Annotated[str, typer.Option("--address", metavar="URL", help=Message("The address of the server."))] = "",
    model: Annotated[str, typer.Option("--model", metavar="NAME", help=Message("The model name on that server."))] = "",
    kind: Annotated[
        _Kind | None, typer.Option("--dialect", help=Message("The format of requests and responses.  [functions]"))
    ] = None,
    with_key: Annotated[
        bool, typer.Option("--key", help=Message("Ask for the server's key; you can also pipe it in."))
    ] = False,
    in_file: Annotated[
        bool, typer.Option("--in-file", help=Message("Store the key in a file that only you can read."))
    ] = False,
    use: Annotated[bool, typer.Option("--use", help=Message("Use it for the next runs."))] = False,
    as_json: AsJson = False,
) -> None:
    """Add a model server under a name, or change the address, the model or the key of a provider.

    You're prompted for the key, which isn't displayed as you type; you can also pipe it in. The server is asked for its
    list of models first, with the key, which is stored for this address alone. Without a keyring, set the provider's
    environment variable instead, or use --in-file, although every program running as you can read that file. If the
    server has one model, --model can be omitted.
    """
    from dataclasses import replace

    from desktop_agent.cli.approver import asks_for
    from desktop_agent.runtime.provider.entry import entry_of
    from desktop_agent.runtime.provider.resolve import where_sent

    file = paths.places().config_file
    entry = entry_of(name, file)
    key = _read_key(name, in_file=in_file) if with_key else ""
    entry = replace(
        entry, kind=kind or entry.kind, address=address or entry.address, model=model or entry.model,
        key=key, place="file" if in_file else "keyring",
    )  # fmt: skip
    entry.check(file)
    trial = entry.tried(file)
    if not entry.model and entry.is_own and len(trial.models) == 1:
        entry = replace(entry, model=trial.models[0])
    entry.save(file, asks_for(f"desktop-agent providers add {name}"), choose=use)
    profile = _profile(name)
    if as_json:
        place = _key_place(in_file=in_file) if key else None
        terminal.say_json({"provider": name, "tried": not trial.why, "kept_as": profile.kept_as, "key": place})
        return
    if trial.why:
        terminal.warn(Message("Not tried yet: {doubt}", doubt=trial.why))
    terminal.say(Message("“{name}” is saved in {file}.", name=name, file=file))
    if key:
        _print_key_place(profile, in_file=in_file)
    terminal.say(where_sent(profile, profile.base_url))


def _read_key(name: str, *, in_file: bool) -> str:
    """Return the key as the person typed it; SettingsError without one, or where it couldn't be stored."""
    from desktop_agent.settings.api_keys import vault_name

    if name == DEFAULT:
        raise SettingsError(
            Message("“{name}” runs on this computer and doesn't need a key.", name=name),
            Message("Name another provider; see “providers list”."),
        )
    if not in_file:
        vault_name()  # fails before the key is typed
    key = terminal.typed_key(name).strip()
    if not key:
        raise SettingsError(NO_KEY, KEY_ONLY)
    return key


def _key_place(*, in_file: bool) -> Mapping[str, str | None]:
    from desktop_agent.settings.api_keys import vault_name

    return {"keyring": None, "file": str(key_file().path)} if in_file else {"keyring": vault_name(), "file": None}


def _print_key_place(profile: Profile, *, in_file: bool) -> None:
    place = _key_place(in_file=in_file)
    terminal.say(
        Message(
            "The key for “{kept_as}” is stored in {path}, which only you and programs running as you can read.",
            kept_as=profile.kept_as,
            path=place["file"],
        )
        if in_file
        else Message(
            "The key for “{kept_as}” is stored in the system keyring ({vault}).",
            kept_as=profile.kept_as,
            vault=place["keyring"],
        )
    )
    if os.environ.get(profile.variable, "").strip():
        terminal.warn(Message("The {variable} variable is set and takes precedence.", variable=profile.variable))


@group.command("remove", help=Message("Remove a server that you added, or your changes to a provider, with its key."))
def _remove(
    name: Name,
    only_key: Annotated[bool, typer.Option("--key", help=Message("Delete only its key."))] = False,
    as_json: AsJson = False,
) -> None:
    from desktop_agent.runtime.provider.entry import remove

    profile = _profile(name)
    is_removed = _forget_key(profile) if only_key else remove(name, paths.places().config_file)
    if as_json:
        terminal.say_json({"provider": name, "removed": is_removed, "kept_as": profile.kept_as})
    elif only_key:
        terminal.say(
            Message("The key for “{kept_as}” was deleted.", kept_as=profile.kept_as)
            if is_removed
            else Message("No key was stored for “{kept_as}”.", kept_as=profile.kept_as)
        )
    else:
        terminal.say(
            Message("“{name}” was removed.", name=name)
            if is_removed
            else Message("Nothing of “{name}” was saved.", name=name)
        )


def _forget_key(profile: Profile) -> bool:
    from desktop_agent.runtime.provider.keys import forget_key

    try:
        return forget_key(profile.kept_as, key_file())
    except SettingsError as error:
        hint = Message("To remove a key from the environment: unset {variable}.", variable=profile.variable)
        raise SettingsError(error.message, hint) from error


@group.command("test", short_help=Message("Test a provider before spending money on a run."))
@takes("base_url", "model", "dialect", "coordinates", "family")
def _test(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help=Message("Don't ask before spending money."))] = False,
    write: Annotated[
        bool, typer.Option("--write", help=Message("Save the results to the profile without asking."))
    ] = False,
    as_json: AsJson = False,
    **flags: object,
) -> int:
    """Test a provider before spending money on a run.

    Plays a run's requests with the real server and says in five lines what works and what to set: whether the model
    sees a picture, in which space it gives places, whether it calls tools, whether the server continues a stored
    response, and whether it streams. For that, the model is asked to click marks in a drawing. Nothing from this
    computer's screen is sent. The results can be saved to the provider's profile.

    Exit codes: 0 everything works or is not offered, 1 something failed, 2 usage error.
    """
    from desktop_agent.runtime import slices
    from desktop_agent.runtime.provider.resolve import provider_of

    settings = effective_from({**flags, "provider": name})
    tests = slices.provider_test
    return tests.probe_provider(settings, provider_of(settings, os.environ), yes=yes, write=write, as_json=as_json)


def _facts_of(server: RunningServer | None) -> object:
    if server is None:
        return None
    return {"state": server.state, "models": [{"name": model.name, "sees": model.sees} for model in server.models]}


def _models_of(server: RunningServer) -> tuple[str, str]:
    """Return the names of the vision models, and of all other models: a server need not report which is which."""
    if server.state == "loading":
        return Message("loading its model"), ""
    return ", ".join(server.seeing), ", ".join(model.name for model in server.models if not model.sees)


def _profiles() -> Mapping[str, Profile]:
    from desktop_agent.model.profiles import known_profiles
    from desktop_agent.settings import load

    return known_profiles(load(paths.places().config_file, os.environ, {}).settings.providers)


def _profile(name: str) -> Profile:
    from desktop_agent.model.profiles import profile_named

    return profile_named(name, _profiles())


def facts(profile: Profile, key: KeyState) -> dict[str, object]:
    """Return all known facts under stable names; an unknown price is None, and so are unknown coordinates."""
    from desktop_agent.model.provider_settings import ProviderSettings
    from desktop_agent.model.request_options import spoken_dialect, stated_coordinates

    price = profile.price
    usual = ProviderSettings()
    return {
        **{name: getattr(profile, name) for name in _PROFILE_FACTS},
        "coordinates": stated_coordinates(profile, usual, spoken_dialect(profile, usual)),
        "key": key.words,
        "key_source": key.source,
        "keeps": profile.keeps,
        "usd_per_million_read": price.read if price else None,
        "usd_per_million_written": price.written if price else None,
        "usd_per_million_cached": price.cached if price else None,
        "price_as_of": (price.as_of or None) if price else None,
        "price_source": (price.source or None) if price else None,
        "params": dict(profile.params),
    }


def _table_rows(provider_facts: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the facts as rows of a table for people."""
    return [(key.replace("_", " "), _value(key, value, provider_facts)) for key, value in provider_facts.items()]


def _value(key: str, value: object, provider_facts: Mapping[str, object]) -> str:
    if key == "base_url" and not value:
        return Message(
            "set by you: with --base-url, or as base_url under [providers.{shown}]", shown=provider_facts["name"]
        )
    if (
        key.startswith("usd_per_million")
        and provider_facts["usd_per_million_read"] is None
        and provider_facts["name"] != "local"
    ):
        return _UNKNOWN_PRICE
    return terminal.in_toml(value or None if isinstance(value, dict) else value)
