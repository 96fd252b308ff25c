"""What the offline model may use of this computer in a run: programs to start, files to read, the window in front."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.function import Function

if TYPE_CHECKING:
    from desktop_agent.core.frame import Scene
    from desktop_agent.offline.plan.outcome import Computer

_OPENS = re.compile("open|start|launch", re.IGNORECASE)


def programs_for(task: str, environment: Mapping[str, str]) -> Mapping[str, Function]:
    """Return what starts programs, by their names in lower case; none where no step of the task may ask for one."""
    if not _OPENS.search(task):
        return {}
    from desktop_agent.functions.programs import program_functions

    return program_functions(environment)


def computer_of(
    programs: Mapping[str, Function], environment: Mapping[str, str], front: Callable[[Scene], frozenset[int]]
) -> Computer:
    """Return the computer as a plan may use it."""
    from desktop_agent.offline.home_files import read_home_file
    from desktop_agent.offline.plan.outcome import Computer

    names = {name: function.name for name, function in programs.items()}
    return Computer(names, partial(read_home_file, home=Path(environment.get("HOME") or Path.home())), front)
