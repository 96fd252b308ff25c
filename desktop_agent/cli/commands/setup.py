"""`setup`: the program in the menu of the desktop and in the shells, and all that it leaves out of a home again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.completion import SHELLS, VARIABLE, Shell, script
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.texts.message import Message, sentences, template, visible
from desktop_agent.lib.traces import Trace, file_of_ours, others_in_own_folders, remove_empty_own_folders
from desktop_agent.runtime.desktop.installed_files import add_extension, extension_files
from desktop_agent.settings.autostart import autostart as the_autostart
from desktop_agent.settings.autostart import starts_us, write_or_remove

# Whose traces this command itself makes.
_OWN = ("settings.autostart", "cli.commands.setup", "runtime.desktop.installed_files")
_MENU_ENTRY = Message("Menu entry")
_ICON = Message("Icon")
_HEADS = (Message("What"), Message("Size"), Message("Where"))


def command(
    autostart: Annotated[
        bool | None,
        typer.Option(
            "--autostart/--no-autostart", help=Message("Whether to start when you log in."), show_default=False
        ),
    ] = None,
    gnome_windows: Annotated[
        bool,
        typer.Option("--gnome-windows", help=Message("Also add the extension by which GNOME Shell lists windows.")),
    ] = False,
    remove: Annotated[bool, typer.Option("--remove", help=Message("Remove everything this command adds."))] = False,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything",
            help=Message("With --remove: also your records, keys, tasks, settings, and all else in your folders."),
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=Message("With --everything: don't ask first."))] = False,
) -> int:
    """Add the program to the desktop's menu and to shell completion.

    This writes a menu entry, the icon, and completion for bash, zsh and fish to your own folders, and prints the
    paths. The program doesn't start with the desktop unless you say so. No other files are changed; --remove deletes
    these, and the extension of GNOME Shell. With --everything, it lists all that the program keeps in your folders, and
    removes it once you agree.
    """
    if sys.platform in {"win32", "darwin"}:
        raise SettingsError(
            Message("This system doesn't have these folders."),
            Message("Start the program once; you'll find everything else in Settings."),
        )
    _check_flags({"--autostart": bool(autostart), "--gnome-windows": gnome_windows}, remove, everything, yes=yes)
    if everything:
        return _remove_everything(yes=yes)
    if remove:
        return _remove_setup_files()
    files = setup_files(os.environ)
    for file, content in files.items():
        write_or_remove(file, content)
    _print_paths(files)
    _print_zsh_line(files)
    if autostart is not None:
        the_autostart().turn(on=autostart)
    if gnome_windows:
        outcome = add_extension()
        _print_paths(extension_files())
        terminal.say(outcome)
    return 0


def _check_flags(additions: Mapping[str, bool], remove: bool, everything: bool, *, yes: bool) -> None:
    """Raise SettingsError for flags that can't be combined."""
    if everything and not remove:
        raise SettingsError(
            Message("--everything removes what the program has left on this computer."),
            Message("If that's what you want: desktop-agent setup --remove --everything"),
        )
    if yes and not everything:
        raise SettingsError(Message("--yes needs --remove --everything."), Message("Leave out --yes."))
    other = next((flag for flag, given in additions.items() if given), "")
    if remove and other:
        raise SettingsError(
            Message("--remove and {other} can't be combined.", other=other), Message("Use only one of them.")
        )


def _existing_traces(modules: Iterable[str]) -> list[Trace]:
    from desktop_agent.runtime import registry

    return [trace for module in modules for trace in registry.load(module).traces(os.environ)]


def _remove_setup_files() -> int:
    """Remove what this command has added, and print the paths."""
    found = _existing_traces(_OWN)
    for trace in found:
        if trace.stays:
            terminal.warn(_staying_message(trace))
    failed = _remove_traces([trace for trace in found if not trace.stays], template("{place}"))
    return 1 if failed else 0


def _remove_everything(*, yes: bool) -> int:
    """List all that the program has left in this person's folders, and remove it if they agree."""
    from desktop_agent.runtime import registry
    from desktop_agent.runtime.protocol.local_sockets import tray_runs

    if tray_runs(os.environ):
        raise SettingsError(
            Message("Desktop Agent is running."), Message("Choose Quit in its menu, then call this again.")
        )
    found = _existing_traces(registry.TRACES)
    if busy := next((trace.busy for trace in found if trace.busy), ""):
        raise SettingsError(busy, Message("Wait for its end, or end it, then call this again."))
    removable = [trace for trace in found if not trace.stays]
    if removable:
        _print_table(removable)
    staying = [_staying_message(trace) for trace in found if trace.stays]
    staying += [
        Message("Stays, as it isn't from this program: {path}", path=visible(str(path), terminal.LONGEST_LINE))
        for path in others_in_own_folders(found, os.environ)
    ]
    for line in staying:
        terminal.warn(line)
    if not removable:
        remove_empty_own_folders(os.environ)
        terminal.say(Message("There's nothing left to remove in your folders."))
        _say_removal()
        return 0
    if not yes and not terminal.ask_yes_no(Message("This can't be undone. Remove all of this?")):
        terminal.warn(Message("Nothing was removed."))
        return 1
    failed = _remove_traces(removable, template("Removed: {place}"))
    remove_empty_own_folders(os.environ)
    if not failed:
        terminal.say(Message("All of this was removed.") if staying else Message("Nothing is left in your folders."))
    _say_removal()
    return 1 if failed else 0


def _print_table(found: Sequence[Trace]) -> None:
    from desktop_agent.record.wording import file_size

    rows = [(trace.kind, file_size(trace.size) if trace.paths else "", trace.place) for trace in found]
    terminal.say_table(_HEADS, rows)


def _staying_message(trace: Trace) -> Message:
    return Message("Stays: {place}. {why}", place=visible(trace.place, terminal.LONGEST_LINE), why=trace.stays)


def _remove_traces(found: Iterable[Trace], gone: str) -> bool:
    """Remove each of these, and print what is gone, in the form `gone`, and what isn't; return whether any stayed."""
    failed = False
    for trace in found:
        try:
            trace.remove()
        except (DesktopAgentError, OSError) as error:
            failed = True
            reason = error.message if isinstance(error, DesktopAgentError) else str(error.strerror or error)
            terminal.warn(Message("Not removed: {place}: {why}", place=trace.place, why=reason))
            continue
        terminal.say(Message(gone, place=visible(trace.place, terminal.LONGEST_LINE)))
    return failed


def _say_removal() -> None:
    from desktop_agent.installation import this_installation

    program = Message("The program itself is still installed.")
    terminal.say(sentences(program, this_installation().removal()))


def setup_files(environment: Mapping[str, str]) -> dict[Path, bytes]:
    """Return all files of a set-up by their paths, where this person's desktop and shells look for them."""
    from desktop_agent.runtime.desktop.installed_files import own_menu_files

    return {
        **own_menu_files(environment),
        **{place: script(shell).encode() for shell, place in _completion_paths(environment).items()},
    }


def _completion_paths(environment: Mapping[str, str]) -> Mapping[Shell, Path]:
    from desktop_agent.runtime.desktop.installed_files import data_folder

    home = Path(environment.get("HOME") or Path.home())
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    places: dict[Shell, Path] = {
        "bash": data_folder(environment) / "bash-completion" / "completions" / "desktop-agent",
        "zsh": data_folder(environment) / "zsh" / "site-functions" / "_desktop-agent",
        "fish": config / "fish" / "completions" / "desktop-agent.fish",
    }
    return {shell: places[shell] for shell in SHELLS}


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the menu entry, the icon and the completions."""
    from desktop_agent.lib.paths import asset
    from desktop_agent.runtime.desktop.installed_files import ENTRY, ICON, data_folder

    folder = data_folder(environment)
    icon = asset("icon.svg").read_bytes()
    yield from file_of_ours(_MENU_ENTRY, folder / ENTRY, starts_us)
    yield from file_of_ours(_ICON, folder / ICON, lambda content: content == icon)
    for shell, place in _completion_paths(environment).items():
        kind = Message("Completion for {shell}", shell=shell)
        yield from file_of_ours(kind, place, lambda content: VARIABLE.encode() in content)


def _print_paths(paths: Iterable[Path | str]) -> None:
    for path in paths:
        terminal.say(visible(str(path), terminal.LONGEST_LINE))


def _print_zsh_line(files: Iterable[Path]) -> None:
    """Print the line that a zsh user has to add to .zshrc: zsh searches no folder of a person by itself."""
    if Path(os.environ.get("SHELL", "")).name == "zsh":
        folder = next(file.parent for file in files if file.name == "_desktop-agent")
        terminal.warn(f"For zsh, add this line to .zshrc before compinit: fpath+=({folder})")
