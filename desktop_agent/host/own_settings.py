"""The settings that count for a run, and what a person is told of them before anything else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.core.message import Message
from desktop_agent.lib.paths import NAME, places
from desktop_agent.settings import Settings
from desktop_agent.settings.load import GivenAs
from desktop_agent.settings.own_files import NAME as SAVED
from desktop_agent.settings.trusted_settings import effective_settings


def settings_for_run(
    environment: Mapping[str, str], flags: Mapping[str, object], *, given_as: GivenAs = "flag"
) -> Settings:
    """Return the settings as far as they count; SettingsError as `effective_settings` raises."""
    file = places(environment).config_file
    return effective_settings(file, environment, flags, given_as=given_as).noted(
        *elsewhere(file.parent, usual_folder())
    )


def elsewhere(folder: Path, usual: Path | None) -> tuple[str, ...]:
    """Return a sentence where settings are read from another folder than the account's, which holds some too.

    A variable such as `DESKTOP_AGENT_HOME` leads there, and whoever starts a program can set it.
    """
    if usual is None or not (usual / SAVED).exists() or folder.resolve() == usual.resolve():
        return ()
    return (
        Message(
            "An environment variable points to the settings in {folder} instead of yours in {usual}.",
            folder=folder,
            usual=usual,
        ),
    )


def usual_folder() -> Path | None:
    """Return where this account's settings are whatever the environment says; None where that cannot be known."""
    if sys.platform == "win32":
        return None
    import os
    import pwd

    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    return (home / "Library/Application Support" if sys.platform == "darwin" else home / ".config") / NAME
