"""`config`: where the settings file is, each value and its origin, whether the file is valid, and how to change one."""

from __future__ import annotations

import os
import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.core.texts.message import Message, join
from desktop_agent.lib import paths
from desktop_agent.policy.own_rules import Rule

if TYPE_CHECKING:
    from desktop_agent.core.decisions.decision import RememberedControl
    from desktop_agent.settings import Sourced
    from desktop_agent.settings.answers import AppPermissionStore, RememberedAnswers


group = typer.Typer()


@group.command("path", help=Message("Print the path of the settings file."))
def _path() -> None:
    terminal.say(str(paths.places().config_file))


@group.command("show", help=Message("Print every value and where it comes from."))
def _show(as_json: AsJson = False) -> None:
    rows = _load_settings().rows()
    if as_json:
        terminal.say_json([{"key": key, "value": _plain(value), "origin": origin} for key, value, origin in rows])
    else:
        cells = [(key, terminal.in_toml(_plain(value)), origin) for key, value, origin in rows]
        terminal.say_table((Message("Setting"), Message("Value"), Message("Source")), cells)
        if terminal.is_shown():
            terminal.warn(Message("To see what each one does: “desktop-agent guide settings”."))


@group.command("check", help=Message("Check the settings file and the environment."))
def _check() -> None:
    file = paths.places().config_file
    _load_settings()
    _app_permissions()
    _answers()
    state = (
        Message("is valid") if file.exists() else Message("doesn't exist, so defaults and environment variables apply")
    )
    terminal.say(Message("{file} {state}.", file=file, state=state))


def _app_permissions() -> AppPermissionStore:
    from desktop_agent.settings.answers import APPLICATIONS, AppPermissionStore

    return AppPermissionStore(paths.places().config / APPLICATIONS)


@group.command("remembered", help=Message("Print a numbered list of the buttons a run is always allowed to press."))
def _remembered(as_json: AsJson = False) -> None:
    answers = _answers().all()
    if as_json:
        terminal.say_json([asdict(answer) for answer in answers])
    elif not answers:
        terminal.say(Message("No answers are remembered. Choosing “Always for this button” on a card adds one."))
    else:
        rows = [(str(number), *_answer_cells(answer)) for number, answer in enumerate(answers, 1)]
        terminal.say_table(
            ("", Message("Control"), Message("Act"), Message("Window"), Message("Program"), Message("Site")), rows
        )


@group.command("forget", help=Message("Forget a remembered answer, or all of them."))
def _forget(
    which: Annotated[
        str,
        typer.Argument(
            metavar="NUMBER",
            help=Message("A number from “config remembered”, “all”, or “sharing”, so that the desktop asks again."),
        ),
    ],
) -> None:
    if which == "sharing":
        _forget_sharing()
        return
    answers = _answers()
    listed = answers.all()
    if which == "all":
        removed = listed
    elif which.isdecimal() and 0 < int(which) <= len(listed):
        removed = (listed[int(which) - 1],)
    else:
        raise typer.BadParameter(
            Message("There is no remembered answer “{which}” (total: {listed})", which=which, listed=len(listed))
        )
    answers.take_back(*removed)
    for answer in removed:
        terminal.say(Message("Removed: {part}.", part=join(", ", filter(None, _answer_cells(answer)))))


def _forget_sharing() -> None:
    from desktop_agent.runtime.provider.keys import portal_token

    was_kept = [portal_token(pictures_only=pictures_only).forget() for pictures_only in (False, True)]
    terminal.say(
        Message("Removed: the desktop's permission to share the screen.")
        if any(was_kept)
        else Message("No permission to share the screen is stored.")
    )


def _answer_cells(answer: RememberedControl) -> tuple[str, ...]:
    return (
        Message("{control} ({role})", control=answer.control, role=answer.role),
        answer.act,
        answer.title or answer.window,
        answer.program,
        answer.page,
    )


def _answers() -> RememberedAnswers:
    from desktop_agent.settings.answers import REMEMBERED, RememberedAnswers

    return RememberedAnswers(paths.places().config / REMEMBERED)


@group.command("set", help=Message("Change a value in the settings file; comments and order are preserved."))
def _set(
    key: Annotated[
        str, typer.Argument(metavar="KEY", help=Message("A setting as listed by “config show”, such as run.max_steps."))
    ],
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE", help=Message("Read as TOML if possible, otherwise as plain text."))
    ] = None,
    unset: Annotated[
        bool, typer.Option("--unset", help=Message("Remove it from the file and use its default."))
    ] = False,
) -> None:
    from desktop_agent.cli.approver import asks_for
    from desktop_agent.settings import edit, literal

    file = paths.places().config_file
    if unset == (value is not None):
        raise typer.BadParameter(Message("Specify a VALUE or --unset"))
    before = edit.value_in(file, key)
    ask = asks_for(f"desktop-agent config set {key} {'--unset' if value is None else shlex.quote(value)}")
    if value is None:
        if not edit.unset(file, key, ask):
            terminal.say(Message("{key} isn't set in {file}.", key=key, file=file))
            return
    else:
        edit.set_value(file, key, literal(value), ask)
    after = edit.value_in(file, key)
    terminal.say(
        Message(
            "{key}: {before} → {after}, in {file}.",
            key=key,
            before=terminal.in_toml(before),
            after=terminal.in_toml(after),
            file=file,
        )
    )
    _warn_if_overridden(key)


@group.command("confirm", help=Message("Show the changes made since you last saved settings here, and accept them."))
def _confirm() -> int:
    from desktop_agent.cli.approver import Widening, ask_agreement
    from desktop_agent.settings import confirmed

    folder = paths.places().config
    texts = confirmed.texts_in(folder)
    lines = confirmed.changed_lines(folder, texts)
    if not lines:
        terminal.say(Message("Nothing has changed since you last saved settings here."))
        return 0
    _load_settings()
    recognized = Message("Say yes only if you recognize every one of these changes.")
    if not ask_agreement(Widening(recognized, lines, "desktop-agent config confirm"), os.environ):
        terminal.say(Message("Not confirmed: no run starts until you confirm these changes or undo them."))
        return 1
    confirmed.confirm(folder, texts)
    terminal.say(Message("Confirmed. The changes take effect with the next run."))
    return 0


def _warn_if_overridden(key: str) -> None:
    """Warn if an environment variable overrides the file's new value."""
    try:
        origin = _load_settings().origins.get(key)
    except SettingsError as error:
        # The file was just written and is valid; a bad variable does not undo the change.
        terminal.warn(str(error))
        return
    if origin is not None and origin.kind == "variable":
        terminal.warn(Message("The {where} overrides the file.", where=origin.where))


def _load_settings() -> Sourced:
    from desktop_agent.settings import load

    return load(paths.places().config_file, os.environ, {})


def _plain(value: object) -> object:
    if isinstance(value, Size):
        return f"{value.width}x{value.height}"
    if isinstance(value, Rect):
        return f"{value.x},{value.y},{value.width},{value.height}"
    if isinstance(value, tuple):
        return [_table(item) for item in value]
    return value


def _table(entry: object) -> object:
    from desktop_agent.settings import rules

    match entry:
        case Rule():
            return rules.table_of(entry)
        case Rect():
            return _plain(entry)
        case _:
            return entry
