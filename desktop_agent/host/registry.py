"""What slices offer, by the names of their modules, imported only when used: nothing below a slice imports one."""

from __future__ import annotations

from collections.abc import Mapping

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
