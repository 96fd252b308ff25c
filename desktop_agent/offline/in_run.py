"""What the offline model may use of this computer in a run: programs to start, files to read, the window in front."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.events import Announce
from desktop_agent.core.function import Function
from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.turn import Proposal
from desktop_agent.host.provider import DEFAULT
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.profiles import PROFILES
from desktop_agent.model.reading.action import read_action
from desktop_agent.model.space import space_of
from desktop_agent.run.ports import Model
from desktop_agent.screen.front import in_front
from desktop_agent.screen.own_programs import own_windows
from desktop_agent.screen.window import WindowSource

if TYPE_CHECKING:
    from desktop_agent.core.frame import Scene
    from desktop_agent.offline.plan.outcome import Computer
    from desktop_agent.screen.ocr.reader import OcrReader

_OPENS = re.compile("open|start|launch", re.IGNORECASE)


def programs_for(task: str, environment: Mapping[str, str]) -> Mapping[str, Function]:
    """Return what starts programs, by their names in lower case; none where no step of the task may ask for one."""
    if not _OPENS.search(task):
        return {}
    from desktop_agent.functions.programs import program_functions

    return program_functions(environment)


def offline_model(
    reader: OcrReader,
    announce: Announce,
    programs: Mapping[str, Function],
    environment: Mapping[str, str],
    windows: WindowSource,
    caps: Caps,
) -> Model:
    """Return the offline model; what it asks for is read as any model's actions are, with the same checks and caps."""
    from desktop_agent.offline.engine import OfflineModel

    def read(item: JsonItem, image: Size) -> Proposal:
        own = dialect_named(PROFILES[DEFAULT].dialect).actions
        return read_action(item, own, space_of("viewport", image, None), caps).proposal

    front = partial(in_front, windows=windows, own=own_windows(windows, environment))
    return OfflineModel(reader, read, announce, _computer_of(programs, environment, front))


def _computer_of(
    programs: Mapping[str, Function], environment: Mapping[str, str], front: Callable[[Scene], frozenset[int]]
) -> Computer:
    """Return the computer as a plan may use it."""
    from desktop_agent.offline.home_files import read_home_file
    from desktop_agent.offline.plan.outcome import Computer

    names = {name: function.name for name, function in programs.items()}
    return Computer(names, partial(read_home_file, home=Path(environment.get("HOME") or Path.home())), front)
