"""The options of requests: the profile's defaults, overridden by flags and settings."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from desktop_agent.core.actions.action import Function
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.coordinates import Coordinates, coordinates_named
from desktop_agent.model.dialect import Dialect, DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.endpoint import is_own_host
from desktop_agent.model.params import merged, wrong_param
from desktop_agent.model.profile import Profile
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.request_body import RequestTemplate
from desktop_agent.model.tools import DONE_TOOL, tool

_ENVIRONMENTS = {"win32": "windows", "darwin": "mac"}


def spoken_dialect(profile: Profile, settings: ProviderSettings, *, names: bool = False) -> Dialect:
    """Return the dialect in use, as the model and its server have it; SettingsError for an unknown name.

    With `names`, controls are found by their names here.
    """
    name = settings.dialect or profile.dialect
    coordinates = settings.coordinates or profile.coordinates_in.get(name)
    dialect_options = DialectOptions(
        settings.family or profile.family,
        settings.model or profile.model,
        settings.base_url or profile.base_url,
        coordinates_named(coordinates) if coordinates else None,
        profile.pictures_in_results,
        names=names,
    )
    return dialect_named(name, dialect_options)


def coordinates_of(profile: Profile, settings: ProviderSettings, dialect: Dialect) -> Coordinates:
    """Return the coordinate space of the answers, pixels if none is stated; SettingsError for an unknown name."""
    return stated_coordinates(profile, settings, dialect) or "viewport"


def stated_coordinates(profile: Profile, settings: ProviderSettings, dialect: Dialect) -> Coordinates | None:
    """Return the space stated by the user, the profile, the API or the model's makers; None if none states one.

    A profile's statement covers neither another model, nor a model of that name on a foreign host. A dialect for
    models of all kinds asks for places in pixels.
    """
    elsewhere = profile.key_variable and settings.base_url and not is_own_host(profile, settings.base_url)
    own = profile.coordinates if not elsewhere and profile.is_for(settings.model) else None
    coordinates = settings.coordinates or profile.coordinates_in.get(dialect.name)
    coordinates = coordinates or (own if dialect.name == profile.dialect else None) or dialect.coordinates
    coordinates = coordinates or (own if own == "viewport" or not dialect.depends_on_model else None)
    return coordinates_named(coordinates) if coordinates else None


def chained(profile: Profile, settings: ProviderSettings, dialect: Dialect) -> bool:
    """Return whether the server keeps the history; SettingsError if it should but must not store responses.

    A server that keeps the history keeps all pictures of it.
    """
    stores = merged(profile.params, settings.params).get("store") is not False
    if settings.chain and not stores:
        raise SettingsError(
            Message("The server can't keep a history without storing it."),
            Message("Omit --chain or the store parameter."),
            in_window=Message("Delete “chain” or the “store” parameter from the settings."),
        )
    is_possible = stores and dialect.api.stores and dialect.most_pictures is None
    return is_possible and (profile.chain if settings.chain is None else settings.chain)


def request_template(
    profile: Profile, settings: ProviderSettings, dialect: Dialect, functions: Sequence[Function] = ()
) -> RequestTemplate:
    """Return the template of all requests; SettingsError for a parameter that the program itself sends."""
    params = merged(profile.params, settings.params)
    for name, value in params.items():
        wrong, hint = wrong_param(name, value)
        if wrong:
            raise SettingsError(Message("The request can't be built: {wrong}.", wrong=wrong), hint)
    reserved = next((function.name for function in functions if function.name in dialect.own_functions), None)
    if reserved:
        raise SettingsError(
            Message(
                "A function can't be named “{taken}” because one of the computer's own functions already "
                "has that name.",
                taken=reserved,
            ),
            Message("Rename it."),
        )
    if instructions := "\n\n".join(filter(None, (dialect.prompt, settings.instructions))):
        params["instructions"] = instructions
    return RequestTemplate(
        dialect,
        settings.model or profile.model,
        profile.stream if settings.stream is None else settings.stream,
        _ENVIRONMENTS.get(sys.platform, "linux"),
        (*([DONE_TOOL] if not dialect.has_end else []), *map(tool, functions)),
        params,
    )
