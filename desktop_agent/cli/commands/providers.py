"""`providers`: the models' servers that are known and what each keeps; their keys; and a test of one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.app import paths
from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson, settings_from, takes
from desktop_agent.core.errors import SettingsError

if TYPE_CHECKING:
    from desktop_agent.model.profiles import Profile

Name = Annotated[str, typer.Argument(metavar="NAME")]
_LONGEST_KEY = 10_000


def attach(app: typer.Typer, summary: str) -> None:
    """Add the commands to the program."""
    group = typer.Typer(help=summary)
    group.command("list", help="List the providers and where their keys are.")(_list)
    group.command("show", help="Say all that is known of one provider.")(_show)
    group.command("login", short_help="Keep a provider's key in the system's keyring.")(_login)
    group.command("logout", help="Take a provider's key out of the system's keyring.")(_logout)
    group.command("test", short_help="Try a provider before a run costs money.")(_test)
    app.add_typer(group, name="providers")


def _list(as_json: AsJson = False) -> None:
    from desktop_agent.cli.provider_facts import KeyFinder, facts

    keys = KeyFinder(os.environ)
    known = [facts(profile, keys.of(profile)) for profile in _known().values()]
    if as_json:
        terminal.say_json(known)
        return
    rows = [(one["name"], one["base_url"] or "yours to give", one["dialect"], one["key"]) for one in known]
    terminal.say_table(("Provider", "Server", "Dialect", "Key"), [tuple(map(str, row)) for row in rows])


def _show(name: Name, as_json: AsJson = False) -> None:
    from desktop_agent.cli.provider_facts import KeyFinder, facts, in_words

    profile = _profile(name)
    found = facts(profile, KeyFinder(os.environ).of(profile))
    if as_json:
        terminal.say_json(found)
    else:
        terminal.say_table(("What", "Value"), in_words(found))


def _login(name: Name, as_json: AsJson = False) -> None:
    """Keep a provider's key in the system's keyring.

    The key is asked for and not shown; where input is piped, it is read from there. It goes to that provider's own
    host and nowhere else. Where there is no keyring, set the provider's environment variable instead.
    """
    from desktop_agent.model.endpoint import checked_key
    from desktop_agent.settings.api_keys import store_key, vault_name

    profile = _profile(name)
    _reject_keyless(profile)
    variable = profile.variable
    try:
        vault = vault_name()
        store_key(profile.kept_as, checked_key(_typed(name)) or "")
    except SettingsError as error:
        hint = error.hint.replace("the provider's environment variable", f"the variable {variable}")
        raise SettingsError(error.message, hint) from error
    if as_json:
        terminal.say_json({"provider": name, "kept": True, "kept_as": profile.kept_as, "keyring": vault})
        return
    terminal.say(f"The key for “{profile.kept_as}” is kept in the system's keyring ({vault}).")
    if os.environ.get(variable, "").strip():
        terminal.warn(f"The variable {variable} is set and wins.")


def _logout(name: Name, as_json: AsJson = False) -> None:
    from desktop_agent.settings.api_keys import delete_key

    profile = _profile(name)
    kept_as = profile.kept_as
    try:
        gone = delete_key(kept_as)
    except SettingsError as error:
        hint = f"A key in the environment goes away with: unset {profile.variable}."
        raise SettingsError(error.message, hint) from error
    if as_json:
        terminal.say_json({"provider": name, "deleted": gone, "kept_as": kept_as})
    else:
        terminal.say(f"The key for “{kept_as}” is deleted." if gone else f"No key was kept for “{kept_as}”.")


@takes("base_url", "model", "dialect", "coordinates")
def _test(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Go on without asking where it costs money.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write what is found into the profile without asking.")
    ] = False,
    as_json: AsJson = False,
    **flags: object,
) -> int:
    """Try a provider before a run costs money.

    Looks at address, encryption, key, model, answers, streaming, chaining, retrieve, cancel, delete, pictures and
    speed, and asks for clicks on marks of a drawn picture: they tell pixels from a grid of 0 to 999. Nothing of this
    computer's screen is sent. What was found can be written into the provider's profile.

    Exit codes: 0 all is well or not offered, 1 something failed, 2 wrong usage.
    """
    from desktop_agent.app.provider import provider_of
    from desktop_agent.cli.provider_test import Wishes, try_out

    settings = settings_from({**flags, "provider": name})
    return try_out(settings, provider_of(settings, os.environ), Wishes(yes, write, as_json))


def _known() -> Mapping[str, Profile]:
    from desktop_agent.model.known_profiles import known_profiles
    from desktop_agent.settings import load

    return known_profiles(load(paths.places().config_file, os.environ, {}).settings.providers)


def _profile(name: str) -> Profile:
    from desktop_agent.model.profiles import profile_named

    return profile_named(name, _known())


def _reject_keyless(profile: Profile) -> None:
    from desktop_agent.model.endpoint import takes_key

    if not takes_key(profile):
        raise SettingsError(
            f"“{profile.name}” is on this computer and needs no key.",
            "Where yours wants one all the same, set the variable DESKTOP_AGENT_API_KEY.",
        )


def _typed(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline(_LONGEST_KEY)
    from getpass import getpass

    try:
        return getpass(f"Key for {name} (it is not shown): ")
    except EOFError:
        return ""
