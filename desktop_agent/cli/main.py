"""The command line: imports only the file of the command, and turns every error into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from types import TracebackType
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperArgument, TyperOption
from typer.main import get_command

from desktop_agent.cli import terminal
from desktop_agent.cli.help_pages import GroupedCommand, GroupedCommands
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.texts.message import Message, tr, whole
from desktop_agent.core.version import __version__
from desktop_agent.runtime import registry
from desktop_agent.runtime.desktop.own_process import use_real_pixels

if TYPE_CHECKING:
    from typer._click.core import Command

PROGRAM = "desktop-agent"
COMMANDS: Mapping[str, str] = {
    "run": Message("Perform a task on this computer's screen, or repeat one."),
    "demo": Message("Watch a complete run, offline and on a private screen."),
    "runs": Message("List past runs; show, export or delete one, or make a video of it."),
    "doctor": Message("Check what works on this computer, and how to fix what doesn't."),
    "tray": Message("Start Desktop Agent in the tray (the default)."),
    "stop": Message("Stop the running task."),
    "resume": Message("Resume an interrupted run."),
    "tasks": Message("Save tasks under a name: from words, a run or a demonstration."),
    "schedule": Message("Run a saved task at scheduled times."),
    "film": Message("Carry out a task on a private screen and make a video of it."),
    "desk": Message("Review a desk's changes, then apply them or discard them."),
    "watch": Message("Show the runs in progress in a browser, here or on another device."),
    "mcp": Message("Let another agent use this computer over MCP, with the same approvals."),
    "providers": Message("List model servers, store their keys, and test one."),
    "notify": Message("Notify you when a run asks you something or ends while you're away."),
    "secrets": Message("Store passwords and other secrets, which are typed without the model seeing them."),
    "config": Message("Show and change settings, and see where each comes from."),
    "guide": Message("Read the manual."),
    "screenshot": Message("Save the exact screenshot the model would receive."),
    "setup": Message("Add the program to the desktop's menu and to shell completion."),
    "serve": Message("Serve the built-in model as a Responses API on this computer."),
}
_FIRST = {"run", "demo", "tasks", "runs", "doctor"}  # what most people need; help lists them by themselves
_MORE = Message("More")
FAILED = 1
USAGE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; never raises a DesktopAgentError."""
    use_real_pixels()
    _prepare_streams()
    debug, words = _without_debug(arguments)
    from desktop_agent.runtime.language import use_language

    use_language()
    if debug:
        from desktop_agent.lib.logs import log_to_stderr

        log_to_stderr()
    else:
        sys.excepthook = _report_bug
    try:
        code = _run_command(words)
        terminal.finish()
    except BrokenPipeError:
        terminal.silence_stdout()
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except (DesktopAgentError, typer.TyperException) as error:
        if debug:
            _traceback()
        terminal.warn(Message("Error: {error}", error=_error_text(error, words)))
        return USAGE if isinstance(error, (SettingsError, typer.TyperException)) else FAILED
    return code


def _run_command(words: Sequence[str]) -> int:
    if words[:1] == ["--version"]:  # before typer, which loads pydantic to read a flag
        terminal.say(f"{PROGRAM} {__version__}")
        return 0
    words = _words_to_complete(os.environ) or words or ["tray"]
    called = next((word for word in words if not word.startswith("-")), "")
    command = get_command(_application(called))
    _translate_help(command)
    code = command.main(args=_with_subcommand(command, words, called), prog_name=PROGRAM, standalone_mode=False)
    return code if isinstance(code, int) else 0


def _with_subcommand(command: Command, words: Sequence[str], called: str) -> list[str]:
    """Return the words of a call; a group of commands by itself lists its subject, or says which commands it has."""
    group = getattr(command, "commands", {}).get(called)
    subcommands = getattr(group, "commands", {})
    if not subcommands or getattr(group, "invoke_without_command", False):
        return [*words]
    at = words.index(called) + 1
    if any(not word.startswith("-") or word in {"-h", "--help"} for word in words[at:]):
        return [*words]
    return [*words[:at], "list" if "list" in subcommands else "--help", *words[at:]]


def _words_to_complete(environment: Mapping[str, str]) -> Sequence[str]:
    """Return the words that a shell wants completed; empty for an ordinary call. The call itself then answers."""
    if not environment.get("_DESKTOP_AGENT_COMPLETE"):
        return ()
    from desktop_agent.cli.completion import typed_so_far

    return typed_so_far(environment)


def _translate_help(command: Command) -> None:
    """Translate a command's help texts into the person's language."""
    command.help, command.epilog, command.short_help = map(
        _by_paragraphs, (command.help, command.epilog, command.short_help)
    )
    for parameter in command.params:
        if isinstance(parameter, TyperArgument | TyperOption):
            parameter.help = whole(parameter.help or "")
    for subcommand in getattr(command, "commands", {}).values():
        _translate_help(subcommand)


def _by_paragraphs(text: str | None) -> str:
    """Return a help text in the person's language; paragraphs with fixed line breaks are examples."""
    if isinstance(text, Message):
        return tr(text)
    parts = (text or "").split("\n\n")
    return "\n\n".join(part if part.startswith("\b") else whole(" ".join(part.split())) for part in parts)


def _application(called: str) -> typer.Typer:
    app = typer.Typer(
        cls=GroupedCommands,
        help=Message("Let a language model operate your real computer while you watch."),
        epilog=Message(
            "“{program} demo” shows everything, and doesn't need a key.\n\n“{program2} COMMAND --help” "
            "explains a command.",
            program=PROGRAM,
            program2=PROGRAM,
        ),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for name, summary in COMMANDS.items():
        panel = None if name in _FIRST else _MORE
        if name == called:
            place = registry.COMMANDS.get(name, f"cli.commands.{name.replace('-', '_')}")
            module = registry.load(place)
            if hasattr(module, "group"):
                for command in module.group.registered_commands:
                    command.cls = GroupedCommand
                app.add_typer(module.group, name=name, cls=GroupedCommands, help=summary, rich_help_panel=panel)
            else:
                app.command(name, cls=GroupedCommand, short_help=summary, rich_help_panel=panel)(module.command)
        else:
            app.command(name, help=summary, rich_help_panel=panel)(_placeholder)
    return app


def _root(
    version: Annotated[bool, typer.Option("--version", help=Message("Print the version and exit."))] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help=Message("Log to stderr, and show tracebacks for errors."))
    ] = False,
) -> None:
    del version, debug


def _placeholder() -> None:
    """Fill the place of a command in the list, without importing its file."""


def _error_text(error: Exception, words: Sequence[str]) -> str:
    if isinstance(error, DesktopAgentError):
        return str(error)
    message = error.format_message() if isinstance(error, typer.TyperException) else str(error)
    from desktop_agent.settings.complaint import plain_validation_message

    message = plain_validation_message(" ".join(message.replace("Value error, ", "").split()))
    command = next((word for word in words if word in COMMANDS), "")
    end = "" if message.endswith(("?", "!")) else "."
    return Message(
        "{message}{end} See “{part} --help”.",
        message=message.rstrip("."),
        end=end,
        part=" ".join(filter(None, (PROGRAM, command))),
    )


def _without_debug(arguments: Sequence[str]) -> tuple[bool, list[str]]:
    """Remove `--debug` at any position: an error message asks people to add it, and they add it at the end."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    words = [word for word in arguments[:end] if word != "--debug"]
    return len(words) < end, [*words, *arguments[end:]]


def _report_bug(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """Report an unexpected exception in one line; the exit code stays 1."""
    terminal.warn(
        Message("Error: Unexpected {name}: {error}. Run it again with --debug.", name=kind.__name__, error=error)
    )


def _traceback() -> None:
    import traceback

    traceback.print_exc()


def _prepare_streams() -> None:
    """Set up the standard streams, so that a character that the encoding lacks does not end the program.

    On Windows, output to another program would be in the code page, but JSON must be UTF-8; consoles get UTF-8 anyway
    (PEP 528).
    """
    encoding = "utf-8" if sys.platform == "win32" else None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
