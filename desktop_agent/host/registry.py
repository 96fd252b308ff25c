"""What slices offer, by the names of their modules, imported only when used: nothing below a slice imports one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from desktop_agent.host.accessibility import Lasts

# Commands whose file lies in a slice; all others are files of `cli/commands/`.
COMMANDS: Mapping[str, str] = {
    "demo": "devtools.commands.demo",
    "desk": "desk.commands.desk",
    "doctor": "devtools.commands.doctor",
    "film": "studio.commands.film",
    "learn": "studio.commands.learn",
    "mcp": "agents.commands.mcp",
    "notify": "notify.commands.notify",
    "replay": "studio.commands.replay",
    "run-steps": "studio.commands.run_steps",
    "schedule": "tasks.commands.schedule",
    "serve": "devtools.commands.serve",
    "tasks": "tasks.commands.tasks",
}
# Commands of the group `runs` that a slice has: a function of the command's name in the file, and `HELP`.
RUNS_COMMANDS: Mapping[str, str] = {"video": "studio.commands.run_video", "guide": "studio.commands.run_guide"}
# What else is asked of a slice, by what it is for; whoever asks says in a Protocol what the file has.
OFFERS: Mapping[str, str] = {
    "attachments": "tasks.attachments",
    "desk-of-run": "desk.runs.on_desk",
    "desk-resumption": "desk.runs.resume",
    "expectations": "tasks.expectations.check",
    "film-for-page": "studio.commands.run_video",
    "notifier": "notify.run_notifier",
    "guidance": "studio.steps.guidance",
    "offline-engine": "offline.engine",
    "offline-model": "offline.run_access",
    "offline-resumption": "offline.resume",
    "provider-test": "devtools.commands.provider_test",
    "receipts": "desk.receipt.take",
    "side-desk": "desk.commands.place",
}
# What slices have for the windows, by the kind of place and in their order there: each file has an `OFFER`.
Place = Literal[
    "computer-check",
    "practice-task",
    "run-button",
    "run-panel",
    "saved-tasks",
    "step-check",
    "task-place",
    "tray-action",
]
PLACES: Mapping[Place, Sequence[str]] = {
    "computer-check": ("devtools.doctor",),
    "practice-task": ("devtools.demo.first_task",),
    "run-button": (
        "studio.windows.howto.button",
        "studio.windows.film_button",
        "tasks.windows.save_button",
        "desk.windows.receipt.button",
    ),
    "run-panel": ("desk.windows.view.run_panel",),
    "saved-tasks": ("tasks.windows.saved_tasks",),
    "step-check": ("offline.grammar",),
    "task-place": ("desk.windows.order_line",),
    "tray-action": ("studio.windows.learn.tray_action",),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a slice has for a place in the windows.

    `create` takes what the place gives and returns what is shown or found there; `ui/offers.py` says both for each
    place. The texts are those of a button or an action, and `symbol` is its icon.
    """

    create: Callable[..., Any]
    text: str = ""
    name: str = ""  # for screen readers, where the text says too little
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was tried on this computer, its state, what was found, and how to mend it (empty: nothing is to be mended).

    `in_window` is what to do for somebody who reads it in a window; empty where `mend` says it. `turn_on` does what
    `mend` says, where a program can do that; it may take a second.
    """

    name: str
    state: Literal["works", "limited", "broken"]
    found: str
    mend: str = ""
    turn_on: Callable[[], Lasts] | None = None
    in_window: str = ""


def at(place: Place) -> tuple[Offer, ...]:
    """Return what slices offer for a place in the windows, loaded now; none where no slice has something for it."""
    return tuple(load(file).OFFER for file in PLACES[place])


def offer(name: str) -> ModuleType:
    """Return the file of a slice that has what is asked for, loaded now."""
    return load(OFFERS[name])


def load(place: str) -> ModuleType:
    """Return a file of the program, such as `cli.commands.run`."""
    return import_module(f"desktop_agent.{place}")
