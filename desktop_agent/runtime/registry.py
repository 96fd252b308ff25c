"""The offers of slices, by the names of their modules, imported only when used: nothing below a slice imports one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, Literal

# Commands whose file lies in a slice; all others are files of `cli/commands/`.
COMMANDS: Mapping[str, str] = {
    "demo": "demo.commands.demo",
    "desk": "desk.commands.desk",
    "doctor": "doctor.commands.doctor",
    "film": "films.commands.film",
    "mcp": "mcp.commands.mcp",
    "notify": "notify.commands.notify",
    "schedule": "tasks.commands.schedule",
    "serve": "serve.commands.serve",
    "tasks": "tasks.commands.tasks",
    "watch": "web.commands.watch",
}
# Commands of the group `runs` that a slice has: a function of the command's name in the file, and `HELP`.
RUNS_COMMANDS: Mapping[str, str] = {
    "again": "tasks.commands.run_again",
    "video": "films.commands.run_video",
    "guide": "films.commands.run_guide",
    "proof": "films.commands.run_proof",
    "undo": "desk.commands.run_undo",
}
# Who leaves something on a computer: each file has `traces`. What is left is removed in this order: first what would
# start the program again, and last the settings, which name the rest.
TRACES: Sequence[str] = (
    "tasks.schedule",
    "settings.autostart",
    "mcp.commands.mcp",
    "cli.commands.setup",
    "runtime.desktop.installed_files",
    "record.store",
    "desk.folder",
    "tasks.saved.store",
    "tasks.saved.carry_out",
    "tasks.saved.kept_values",
    "mcp.picture_files",
    "runtime.provider.served_model",
    "platforms.portal.shortcuts",
    "runtime.protocol.local_sockets",
    "runtime.one_run",
    "lib.logs",
    "settings.secret_store",
    "runtime.provider.keys",
    "settings.confirmed",
)
# The offers of slices for windows, by the kind of place and in their order there: each file has an `OFFER`.
Place = Literal[
    "computer-check",
    "practice-task",
    "run-button",
    "saved-tasks",
    "step-check",
    "task-place",
    "tray-action",
]
PLACES: Mapping[Place, Sequence[str]] = {
    "computer-check": ("doctor",),
    "practice-task": ("demo.first_task",),
    "run-button": (
        "films.windows.howto_button",
        "films.windows.film_button",
        "tasks.windows.save_button",
        "desk.windows.receipt.button",
    ),
    "saved-tasks": ("tasks.windows.saved_tasks",),
    "step-check": ("offline.grammar",),
    "task-place": ("desk.windows.order_line",),
    "tray-action": ("films.windows.learn.tray_action", "web.windows.tray_action"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A slice's offer for a place in the windows.

    `create` takes the place's arguments and returns the object for it; `ui/offers.py` declares both for each place. The
    texts are those of a button or an action, and `symbol` is its icon. `anytime`: during a run as well.
    """

    create: Callable[..., Any]
    text: str = ""
    name: str = ""  # for screen readers, where the text says too little
    symbol: str = ""
    anytime: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check of this computer: its subject, state, finding, and the remedy (empty: none is needed).

    `in_window` is the remedy for a reader in a window; empty where `mend` fits. `turn_on` carries out `mend`, where a
    program can do that, and returns what came of it; it may take a second, and raise a DesktopAgentError.
    """

    name: str
    state: Literal["works", "limited", "broken"]
    found: str
    mend: str = ""
    turn_on: Callable[[], str] | None = None
    in_window: str = ""


def at(place: Place) -> tuple[Offer, ...]:
    """Return the offers of slices for a place in the windows, loaded now; empty where there are none."""
    return tuple(load(file).OFFER for file in PLACES[place])


def check_computer(keys: Mapping[str, str]) -> tuple[Finding, ...]:
    """Check this computer with the current settings, and with these keys of a session.

    It takes a second or more, and loads what takes pictures.
    """
    from desktop_agent.runtime.provider.keys import take_session_keys

    take_session_keys(keys)
    return tuple(finding for offer in at("computer-check") for finding in offer.create(os.environ))


def load(place: str) -> ModuleType:
    """Return a file of the program, such as `cli.commands.run`."""
    return import_module(f"desktop_agent.{place}")
