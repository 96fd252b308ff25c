"""The options of requests: the profile's defaults, overridden by flags and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_agent.core.actions.function import Function
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.body import RequestTemplate
from desktop_agent.model.dialect import Dialect, DialectOptions
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.endpoint import is_own_host
from desktop_agent.model.history import NEWEST_PICTURES
from desktop_agent.model.params import merged, wrong_param
from desktop_agent.model.profile import Profile
from desktop_agent.model.space import Coordinates, coordinates_named
from desktop_agent.model.tools import DONE_TOOL, tool


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """The options of a conversation; None means the profile's default."""

    base_url: str | None = None
    model: str | None = None
    dialect: str | None = None
    coordinates: str | None = None
    stream: bool | None = None
    chain: bool | None = None
    instructions: str = ""
    environment: str = "linux"  # linux, windows or mac
    functions: tuple[Function, ...] = ()  # offered where the dialect has any
    params: Mapping[str, object] = field(default_factory=dict)  # over the profile's
    window_tokens: int | None = None  # how much the model can hold
    keep_pictures: int = NEWEST_PICTURES  # where we keep the history
    forget: bool = False
    family: str = ""  # of models, where the dialect has any; empty: the profile's
    pictures_in_results: bool | None = None  # where the dialect leaves it open
    names: bool = False  # whether controls are found by name here


def spoken_dialect(profile: Profile, options: RequestOptions) -> Dialect:
    """Return the dialect in use, as the model and its server have it; SettingsError for an unknown name."""
    name = options.dialect or profile.dialect
    coordinates = options.coordinates or profile.coordinates_in.get(name)
    in_results = options.pictures_in_results
    dialect_options = DialectOptions(
        options.family or profile.family,
        options.model or profile.model,
        options.base_url or profile.base_url,
        coordinates_named(coordinates) if coordinates else None,
        profile.pictures_in_results if in_results is None else in_results,
        names=options.names,
    )
    return dialect_named(name, dialect_options)


def coordinates_of(profile: Profile, options: RequestOptions, dialect: Dialect) -> Coordinates:
    """Return the coordinate space of the answers, pixels if none is stated; SettingsError for an unknown name."""
    return stated_coordinates(profile, options, dialect) or "viewport"


def stated_coordinates(profile: Profile, options: RequestOptions, dialect: Dialect) -> Coordinates | None:
    """Return the space stated by the user, the profile, the API or the model's makers; None if none states one.

    A profile's statement covers neither another model, nor a model of that name on a foreign host. A dialect for
    models of all kinds asks for places in pixels.
    """
    elsewhere = profile.key_variable and options.base_url and not is_own_host(profile, options.base_url)
    own = profile.coordinates if not elsewhere and profile.is_for(options.model) else None
    coordinates = options.coordinates or profile.coordinates_in.get(dialect.name)
    coordinates = coordinates or (own if dialect.name == profile.dialect else None) or dialect.coordinates
    coordinates = coordinates or (own if own == "viewport" or not dialect.depends_on_model else None)
    return coordinates_named(coordinates) if coordinates else None


def chained(profile: Profile, options: RequestOptions, dialect: Dialect) -> bool:
    """Return whether the server keeps the history; SettingsError if it should but must not store responses.

    A server that keeps the history keeps all pictures of it.
    """
    stores = merged(profile.params, options.params).get("store") is not False
    if options.chain and not stores:
        raise SettingsError(
            Message("The server can't keep a history without storing it."),
            Message("Omit --chain or the store parameter."),
            in_window=Message("Delete “chain” or the “store” parameter from the settings."),
        )
    is_possible = stores and dialect.api.stores and dialect.most_pictures is None
    return is_possible and (profile.chain if options.chain is None else options.chain)


def request_template(profile: Profile, options: RequestOptions, dialect: Dialect) -> RequestTemplate:
    """Return the template of all requests; SettingsError for a parameter that the program itself sends."""
    params = merged(profile.params, options.params)
    for name, value in params.items():
        wrong, hint = wrong_param(name, value)
        if wrong:
            raise SettingsError(Message("The request can't be built: {wrong}.", wrong=wrong), hint)
    reserved = next((function.name for function in options.functions if function.name in dialect.own_functions), None)
    if reserved:
        raise SettingsError(
            Message(
                "A function can't be named “{taken}” because one of the computer's own functions already "
                "has that name.",
                taken=reserved,
            ),
            Message("Rename it."),
        )
    if instructions := "\n\n".join(filter(None, (dialect.prompt, options.instructions))):
        params["instructions"] = instructions
    return RequestTemplate(
        dialect,
        options.model or profile.model,
        profile.stream if options.stream is None else options.stream,
        options.environment,
        (*([DONE_TOOL] if not dialect.has_end else []), *map(tool, options.functions)),
        params,
    )
