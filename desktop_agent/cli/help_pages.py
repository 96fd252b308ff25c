"""The pages of `--help`: flags and commands in groups by their panels; no summary is shortened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from desktop_agent.core.texts.message import Message, gettext

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter
    from typer._click.formatting import HelpFormatter

TASK = Message("What to do")
AGAIN = Message("Tasks, files and runs")
WHERE = Message("Where")
MODEL = Message("With which model")
CARE = Message("How careful")
KEPT = Message("What is kept")
_ARGUMENTS = Message("Arguments")
_OPTIONS = Message("Options")
_MORE = Message("More options")
_ORDER = (_ARGUMENTS, TASK, AGAIN, WHERE, MODEL, CARE, KEPT)
_COMMANDS = Message("Commands")
_ANY_LENGTH = 10_000
Group = tuple[str, Sequence[tuple[str, str]]]


class GroupedCommand(TyperCommand):
    """A command whose flags are in groups."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line with the command's form."""
        _write_usage(self, ctx, formatter)

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the flag that shows the page."""
        return _translate_help_flag(super().get_help_option(ctx))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the groups of flags."""
        _write_groups(formatter, _flag_groups(self.get_params(ctx), ctx))


class GroupedCommands(TyperGroup):
    """A command with subcommands, which are in groups."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line with the command's form."""
        _write_usage(self, ctx, formatter)

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the flag that shows the page."""
        return _translate_help_flag(super().get_help_option(ctx))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the groups of commands, then those of flags."""
        _write_groups(formatter, _command_groups(list(self.commands.items())))
        _write_groups(formatter, _flag_groups(self.get_params(ctx), ctx))


def _write_usage(command: Command, ctx: Context, formatter: HelpFormatter) -> None:
    forms = {
        piece: _form(param)
        for param in command.get_params(ctx)
        if isinstance(param, TyperArgument)
        for piece in param.get_usage_pieces(ctx)
    }
    pieces = [forms.get(piece, piece) for piece in command.collect_usage_pieces(ctx)]
    formatter.write_usage(ctx.command_path, " ".join(filter(None, pieces)), gettext("Usage: "))


def _form(argument: TyperArgument) -> str:
    """Return an argument's form in the usage line: `RUN`, `[TOPIC]` if it is optional, empty if hidden."""
    if argument.hidden:
        return ""
    return _name(argument) if argument.required else f"[{_name(argument)}]"


def _name(argument: TyperArgument) -> str:
    return argument.metavar or (argument.name or "").upper()


def _translate_help_flag(flag: TyperOption | None) -> TyperOption | None:
    if flag is not None:
        flag.help = gettext("Show this message and exit.")
    return flag


def _flag_groups(parameters: Sequence[Parameter], ctx: Context) -> Iterator[Group]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for parameter in parameters:
        if (record := parameter.get_help_record(ctx)) is not None:
            name = _name(parameter) if isinstance(parameter, TyperArgument) else record[0]
            groups.setdefault(_panel(parameter), []).append((name, record[1]))
    # What is in no group is called so only beside groups.
    alone = set(groups) <= {_ARGUMENTS, ""}
    for name in (*_ORDER, ""):
        if name in groups:
            yield name or (_OPTIONS if alone else _MORE), groups[name]


def _panel(parameter: Parameter) -> str:
    panel = parameter.rich_help_panel if isinstance(parameter, TyperArgument | TyperOption) else None
    return panel or (_ARGUMENTS if isinstance(parameter, TyperArgument) else "")


def _command_groups(commands: Sequence[tuple[str, Command]]) -> Iterator[Group]:
    for panel, panel_commands in groupby(
        commands, lambda named_command: getattr(named_command[1], "rich_help_panel", None)
    ):
        rows = [(name, command.get_short_help_str(_ANY_LENGTH)) for name, command in panel_commands]
        yield panel or _COMMANDS, rows


def _write_groups(formatter: HelpFormatter, groups: Iterator[Group]) -> None:
    for name, rows in groups:
        # The formatter puts the colon, before which French has a blank.
        with formatter.section(gettext("{name}:", name=name).removesuffix(":")):
            formatter.write_dl(list(rows))
