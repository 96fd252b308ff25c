"""The flags that runs share: those that settings declare (`settings/sections.py`), and two that set nothing."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin

import typer

from desktop_agent.cli.help_pages import CARE, KEPT, MODEL, WHERE
from desktop_agent.core.texts.message import Message
from desktop_agent.lib import paths
from desktop_agent.lib.setting import Flag as SettingFlag
from desktop_agent.lib.setting import Setting
from desktop_agent.model.params import parse_params
from desktop_agent.settings.sections import OPTIONS

if TYPE_CHECKING:
    from desktop_agent.run.end.result import RunContinuation
    from desktop_agent.runtime.continuation import Follow, Resumption
    from desktop_agent.settings import Settings


CommandFunction = TypeVar("CommandFunction", bound=Callable[..., object])
Flags = Mapping[str, object]
# By section of the settings, or by setting where it stands elsewhere in --help.
_GROUPS: Mapping[str, str] = {
    "provider": MODEL,
    "screen": WHERE,
    "run": CARE,
    "run.input": WHERE,
    "run.record": KEPT,
    "record": KEPT,
    "watch": CARE,
}


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag: its type with its spelling, and the `section.key` of its setting; empty if it has none."""

    annotation: object
    setting: str = ""

    @property
    def written(self) -> str:
        """Return the flag's spelling, such as `--max-steps`."""
        option = getattr(self.annotation, "__metadata__", (None,))[0]
        return str(getattr(option, "default", "")).split("/")[0]


def _flag(kind: object, spelling: str, help_text: str, setting: str = "", metavar: str | None = None) -> Flag:
    group = _GROUPS.get(setting) or _GROUPS.get(setting.partition(".")[0])
    option = typer.Option(spelling, help=help_text, metavar=metavar, show_default=False, rich_help_panel=group)
    return Flag(Annotated[kind, option], setting)


def _flags_of_settings() -> Iterator[tuple[str, Flag]]:
    for key, setting in OPTIONS.items():
        if (flag := setting.flag) is not None:
            kind = _kind(setting, flag)
            # None: a flag that is not given sets nothing.
            words = flag.help or setting.says
            yield flag.name, _flag(kind | None, flag.written, words, setting=key, metavar=flag.metavar)


def _kind(setting: Setting, flag: SettingFlag) -> Any:  # noqa: ANN401 - a type
    """Return the type of a flag's value; the loader parses anything but plain values."""
    literal: Any = Literal
    kind = setting.kinds[0] if len(setting.kinds) == 1 else str
    if setting.names and flag.metavar is None:
        return literal[setting.names]
    if get_origin(kind) in {tuple, Mapping}:
        return list[str]
    return kind if kind in {bool, int, float} or get_origin(kind) is Literal else str


FLAGS: Mapping[str, Flag] = {
    **dict(_flags_of_settings()),
    "json_lines": _flag(bool, "--json", Message("Print the run's events, one JSON object per line.")),
    "debug": _flag(bool, "--debug", Message("Log to stderr, and show tracebacks for errors.")),
}


def takes(*names: str, of: Mapping[str, Flag] | None = None) -> Callable[[CommandFunction], CommandFunction]:
    """Return a decorator that gives a command with `**flags` these flags of the table.

    Typer's own way, an `Annotated` alias as the type of each parameter, shares only the option's text: every command
    would still spell out all its parameters and pass them on one by one, twenty-one for `run` and again for `demo`.
    """
    table = FLAGS if of is None else of

    def decorated(function: CommandFunction) -> CommandFunction:
        own = inspect.signature(function, eval_str=True)
        parameters = [
            parameter for parameter in own.parameters.values() if parameter.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        added = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=table[name].annotation,
                default=False if get_args(table[name].annotation)[0] is bool else None,
            )
            for name in names
        ]
        function.__signature__ = own.replace(parameters=[*parameters, *added])  # type: ignore[attr-defined]
        return function

    return decorated


def settings_from(flags: Flags) -> Settings:
    """Return the settings with these flags; SettingsError names a bad flag by its spelling."""
    from desktop_agent.settings import load

    return load(paths.places().config_file, os.environ, given_settings(flags)).settings


def effective_from(flags: Flags) -> Settings:
    """Return the settings that count for a run; raises as `settings_from` does."""
    from desktop_agent.settings.confirmed import settings_for_run

    return settings_for_run(os.environ, given_settings(flags))


def continued_from(flags: Flags, resumption: Resumption) -> tuple[Settings, RunContinuation]:
    """Return the settings for a run that continues another: the earlier run's terms, unless a flag overrides them."""
    from desktop_agent.settings.confirmed import settings_for_run

    given_flags = given_settings(flags)
    settings = settings_for_run(os.environ, resumption.flags(settings_from({}), given_flags))
    return settings, resumption.continuation(settings, given_flags)


def following(flags: Flags, followed: Follow) -> Settings:
    """Return the settings for a task that follows a run: the earlier run's model, unless a flag overrides it."""
    from desktop_agent.settings.confirmed import settings_for_run

    return settings_for_run(os.environ, followed.flags(settings_from({}), given_settings(flags)))


def given_settings(flags: Flags) -> dict[str, object]:
    """Return the flags' values by the `section.key` that they set; None for an absent flag."""
    values = {flag.setting: flags.get(name) for name, flag in FLAGS.items() if flag.setting}
    params = flags.get("param")
    values["provider.params"] = parse_params(str(param) for param in params) if isinstance(params, list) else None
    return values


OneRun = Annotated[str, typer.Argument(metavar="RUN", help=Message("An id, an id prefix, a folder, or “last”."))]
AsJson = Annotated[bool, typer.Option("--json", help=Message("Print a single JSON document."))]
