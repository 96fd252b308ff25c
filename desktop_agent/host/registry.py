"""What slices offer, by the names of their modules, imported only when used: nothing below a slice imports one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

# Commands whose file lies in a slice; all others are files of `cli/commands/`.
COMMANDS: Mapping[str, str] = {
    "demo": "devtools.commands.demo",
    "desk": "desk.commands.desk",
    "doctor": "devtools.commands.doctor",
    "film": "studio.commands.film",
    "learn": "studio.commands.learn",
    "mcp": "agents.commands.mcp",
    "replay": "studio.commands.replay",
    "run-steps": "studio.commands.run_steps",
    "serve": "devtools.commands.serve",
}
# Commands of the group `runs` that a slice has: a function of the command's name in the file, and `HELP`.
RUNS_COMMANDS: Mapping[str, str] = {"video": "studio.commands.run_video", "guide": "studio.commands.run_guide"}
# What else is asked of a slice, by what it is for; whoever asks says in a Protocol what the file has.
OFFERS: Mapping[str, str] = {
    "desk-of-run": "desk.runs.on_desk",
    "desk-resumption": "desk.runs.resume",
    "film-for-page": "studio.commands.run_video",
    "offline-engine": "offline.engine",
    "offline-model": "offline.in_run",
    "offline-resumption": "offline.resume",
    "provider-test": "devtools.commands.provider_test",
    "receipts": "desk.receipt.take",
    "side-desk": "desk.commands.place",
}


def offer(name: str) -> ModuleType:
    """Return the file of a slice that has what is asked for, loaded now."""
    return load(OFFERS[name])


def load(place: str) -> ModuleType:
    """Return a file of the program, such as `cli.commands.run`."""
    return import_module(f"desktop_agent.{place}")
