"""`setup`: the program in the menu of the desktop and in the shells, and out of them again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.completion import SHELLS, Shell, script
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.host.gnome_extension import add_extension, extension_files, switch_extension
from desktop_agent.settings.autostart import autostart as the_autostart
from desktop_agent.settings.autostart import write_or_remove


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
) -> int:
    """Add the program to the desktop's menu and to shell completion.

    This writes a menu entry, the icon, and completion for bash, zsh and fish to your own folders, and prints the
    paths. The program doesn't start with the desktop unless you say so. No other files are changed; --remove deletes
    these, and the extension of GNOME Shell.
    """
    if sys.platform in {"win32", "darwin"}:
        raise SettingsError(
            Message("This system doesn't have these folders."),
            Message("Start the program once; you'll find everything else in Settings."),
        )
    if remove and (autostart or gnome_windows):
        other = "--autostart" if autostart else "--gnome-windows"
        raise SettingsError(
            Message("--remove and {other} can't be combined.", other=other), Message("Use only one of them.")
        )
    files = own_files(os.environ)
    if remove:
        _delete(files)
        _remove_extension()
    else:
        for file, content in files.items():
            write_or_remove(file, content)
        _print_paths(files)
        _print_zsh_line(files)
    if remove or autostart is not None:
        the_autostart().turn(on=bool(autostart))
    if gnome_windows:
        outcome = add_extension()
        _print_paths(extension_files())
        terminal.say(outcome)
    return 0


def _remove_extension() -> None:
    files = extension_files(os.environ)
    if any(file.exists() for file in files):
        _delete(files)
        switch_extension(on=False)
        with suppress(OSError):
            next(iter(files)).parent.rmdir()


def own_files(environment: Mapping[str, str]) -> dict[Path, bytes]:
    """Return all files of a set-up by their paths, where this person's desktop and shells look for them."""
    from desktop_agent.host.menu_entry import data_folder, own_menu_files

    home = Path(environment.get("HOME") or Path.home())
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    places: dict[Shell, Path] = {
        "bash": data_folder(environment) / "bash-completion" / "completions" / "desktop-agent",
        "zsh": data_folder(environment) / "zsh" / "site-functions" / "_desktop-agent",
        "fish": config / "fish" / "completions" / "desktop-agent.fish",
    }
    return {**own_menu_files(environment), **{places[shell]: script(shell).encode() for shell in SHELLS}}


def _print_paths(files: Iterable[Path]) -> None:
    for file in files:
        terminal.say(str(file))


def _delete(files: Iterable[Path]) -> None:
    there = [file for file in files if file.is_file() or file.is_symlink()]
    for file in there:
        write_or_remove(file, None)
    _print_paths(there)


def _print_zsh_line(files: Iterable[Path]) -> None:
    """Print the line that a zsh user has to add to .zshrc: zsh searches no folder of a person by itself."""
    if Path(os.environ.get("SHELL", "")).name == "zsh":
        folder = next(file.parent for file in files if file.name == "_desktop-agent")
        terminal.warn(f"For zsh, add this line to .zshrc before compinit: fpath+=({folder})")
