"""The flags that runs share: one table that says how each is written and which setting it sets."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args

import typer

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.core.mode import MODES, ApproverName, InputName, Mode
from desktop_agent.lib import paths
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.params import assigned
from desktop_agent.model.space import Coordinates

if TYPE_CHECKING:
    from desktop_agent.host.resume import Resumption
    from desktop_agent.run.result import RunContinuation
    from desktop_agent.settings import Settings

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., object])
Flags = Mapping[str, object]
OneRun = Annotated[str, typer.Argument(metavar="RUN", help="An id, the start of one, a folder, or “last”.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag: its type and how it is written, and the setting `section.key`; empty where it is none."""

    annotation: object
    setting: str = ""

    @property
    def written(self) -> str:
        """Return the flag as people write it."""
        option = getattr(self.annotation, "__metadata__", (None,))[0]
        return str(getattr(option, "default", "")).split("/")[0]


def _flag(kind: object, written: str, help_text: str, setting: str = "", metavar: str | None = None) -> Flag:
    option = typer.Option(written, help=help_text, metavar=metavar, show_default=False)
    return Flag(Annotated[kind, option], setting)


def _one_of(names: tuple[str, ...]) -> object:
    """Return the type of a value that is one of these names, or missing."""
    literal: Any = Literal
    return literal[names] | None


FLAGS: Mapping[str, Flag] = {
    "provider": _flag(str | None, "--provider", "Whose model to use: see “providers list”.", "provider.name", "NAME"),
    "base_url": _flag(str | None, "--base-url", "Another server with the same API.", "provider.base_url", "URL"),
    "model": _flag(str | None, "--model", "The model's name on that server.", "provider.model", "NAME"),
    "dialect": _flag(_one_of(DIALECT_NAMES), "--dialect", "The API dialect of that server.", "provider.dialect"),
    "coordinates": _flag(Coordinates | None, "--coordinates", "The model's coordinates.", "provider.coordinates"),
    "family": _flag(
        str | None,
        "--family",
        "How the model wants to be spoken to, with --dialect functions.  [by its name]",
        "provider.family",
        "NAME",
    ),
    "stream": _flag(bool | None, "--stream/--no-stream", "Stream answers, or fetch them whole.", "provider.stream"),
    "chain": _flag(
        bool | None, "--chain/--no-chain", "History kept by the server, or by this program.", "provider.chain"
    ),
    "instructions": _flag(
        str | None,
        "--instructions",
        "Instructions to add to every task.",
        "provider.instructions",
        "TEXT",
    ),
    "param": _flag(
        list[str] | None,
        "--param",
        "A parameter of each request: temperature=0.2, reasoning.effort=high; others as extra_body.NAME=VALUE.",
        "provider.params",
        "NAME=VALUE",
    ),
    "forget": _flag(bool | None, "--forget", "Delete the run's responses on the server afterwards.", "provider.forget"),
    "window": _flag(
        str | None, "--window", "Only the window with this title, and its dialogs.", "screen.window", "TITLE"
    ),
    "monitor": _flag(
        str | None,
        "--monitor",
        "Which monitor, from 1; 0 is all; auto follows the focused window.  [1]",
        "screen.monitor",
        "N",
    ),
    "viewport": _flag(str | None, "--viewport", "Size of the picture sent.  [fits 1280x800]", "screen.viewport", "WxH"),
    "region": _flag(str | None, "--region", "Only this part of the desktop.", "screen.region", "X,Y,W,H"),
    "mode": _flag(
        Mode | None,
        "--mode",
        Message("{part}.  [guard]", part="; ".join((f"{mode}: {does}" for mode, does in MODES.items()))),
        "run.mode",
    ),
    "approver": _flag(
        ApproverName | None,
        "--approver",
        "Where you are asked: a card on this screen, here, or nowhere.  [overlay, else terminal, else none]",
        "run.approver",
    ),
    "allow": _flag(
        list[str] | None,
        "--allow",
        "Where it may act: PROGRAM[:SITE][=look|click|everything], or files:FOLDER; again for more.",
        "run.allow",
        "SCOPE",
    ),
    "answer_within": _flag(
        float | None, "--answer-within", "Refuse after this many seconds without an answer.", "run.answer_within", "S"
    ),
    "max_steps": _flag(int | None, "--max-steps", "End after this many steps.  [200]", "run.max_steps", "N"),
    "max_minutes": _flag(float | None, "--max-minutes", "End after this much time.  [60]", "run.max_minutes", "M"),
    "max_cost": _flag(float | None, "--max-cost", "End when it has cost this much.", "run.max_cost", "USD"),
    "input": _flag(
        InputName | None, "--input", "Which library presses keys and buttons.  [what works best here]", "run.input"
    ),
    "record": _flag(bool | None, "--record/--no-record", "Record the pictures, or only the journal.", "run.record"),
    "video": _flag(
        Literal["off", "live"] | None, "--video", "live: keep the screen as it moves, for films.  [off]", "record.video"
    ),
    "json_lines": _flag(bool, "--json", "Print the run's events, one JSON object a line."),
    "debug": _flag(bool, "--debug", "Log to stderr; show a traceback with an error."),
}


def takes(*names: str, of: Mapping[str, Flag] | None = None) -> Callable[[CommandFunction], CommandFunction]:
    """Give a command written with `**flags` these flags of the table.

    Typer's own way, an `Annotated` alias as the type of each parameter, spares only the option: every command would
    still spell out all its parameters and pass them on one by one, twenty-one for `run` and again for `demo`.
    """
    table = FLAGS if of is None else of

    def decorated(function: CommandFunction) -> CommandFunction:
        own = inspect.signature(function, eval_str=True)
        parameters = [one for one in own.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
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
    """Return the settings as they stand; raises SettingsError that names the flag as it is written."""
    from desktop_agent.settings import load

    with _as_flags_are_written():
        return load(paths.places().config_file, os.environ, _given(flags)).settings


def counted_from(flags: Flags) -> Settings:
    """Return the settings as far as they count for a run; raises as `settings_from` does."""
    from desktop_agent.host.own_settings import settings_for_run

    with _as_flags_are_written():
        return settings_for_run(os.environ, _given(flags))


def continued_from(flags: Flags, resumption: Resumption) -> tuple[Settings, RunContinuation]:
    """Return the settings for a run that goes on with another one: that one's terms, unless a flag says otherwise."""
    from desktop_agent.host.own_settings import settings_for_run

    given = _given(flags)
    with _as_flags_are_written():
        settings = settings_for_run(os.environ, resumption.flags(settings_from({}), given))
    return settings, resumption.continuation(settings, given)


def _given(flags: Flags) -> dict[str, object]:
    given = {flag.setting: flags.get(name) for name, flag in FLAGS.items() if flag.setting}
    params = flags.get("param")
    given["provider.params"] = assigned(str(one) for one in params) if isinstance(params, list) else None
    return given


@contextmanager
def _as_flags_are_written() -> Iterator[None]:
    try:
        yield
    except SettingsError as error:
        raise SettingsError(_as_written(error.message), error.hint) from error


def _as_written(message: str) -> str:
    for flag in FLAGS.values():
        message = (
            message.replace(Message("flag: {setting} ", setting=flag.setting), f"{flag.written} ")
            if flag.setting
            else message
        )
    return message.replace("flag: ", f"{FLAGS['param'].written}: ")
