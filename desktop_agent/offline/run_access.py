"""The built-in model's access to this computer in a run: programs to start, files to read, the front window."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_agent.core.actions.action import Function
from desktop_agent.core.actions.describe import kind_of
from desktop_agent.core.controls.locator import FIELD_KINDS, best_fitting, may_be_called
from desktop_agent.core.controls.role import Role
from desktop_agent.core.pictures import Frame, Rect, Scene, Size, Window
from desktop_agent.core.runs.events import Announce
from desktop_agent.core.runs.turn import Proposal
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.model.caps import USUAL
from desktop_agent.model.coordinates import space_of
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.profiles import DEFAULT, PROFILES
from desktop_agent.model.reading.action import read_action
from desktop_agent.run.inquiry import region_of
from desktop_agent.run.ports import Model, Surroundings
from desktop_agent.screen.controls.own_programs import own_windows
from desktop_agent.screen.controls.window import WindowSource

if TYPE_CHECKING:
    from desktop_agent.core.controls.boxes import Box
    from desktop_agent.offline.plan.outcome import Away, ControlUse, FieldText, FileReading, ReportedBoxes
    from desktop_agent.runtime.desktop.own_desktop import Staged
    from desktop_agent.screen.ocr.reader import OcrReader

_OPENS = re.compile("open|start|launch", re.IGNORECASE)
MOST_BYTES = 1_000_000
_WRITTEN: Final = frozenset({Role.ENTRY, Role.TEXT, Role.PASSWORD_TEXT, Role.SPIN_BUTTON})
_PRESSED: Final = frozenset(
    {Role.PUSH_BUTTON, Role.BUTTON, Role.TOGGLE_BUTTON, Role.PUSH_BUTTON_MENU, Role.LINK, Role.PAGE_TAB, Role.ICON}
    | {Role.CHECK_BOX, Role.RADIO_BUTTON, Role.SWITCH, Role.MENU_ITEM, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM}
)


def programs_for(task: str, environment: Mapping[str, str]) -> Mapping[str, Function]:
    """Return the starters of programs by their names in lower case; none if no step of the task can start one."""
    if not _OPENS.search(task):
        return {}
    from desktop_agent.functions.programs import program_functions

    return program_functions(environment)


def why_unknown(task: str) -> str:
    """Return why a task isn't understood, with the steps that are; empty where it is."""
    from desktop_agent.offline.grammar import understand
    from desktop_agent.offline.plan.phrases import UnknownStep

    plan = understand(task)
    return plan.message if isinstance(plan, UnknownStep) else ""


def offline_model(
    reader: OcrReader,
    announce: Announce,
    programs: Mapping[str, Function],
    environment: Mapping[str, str],
    windows: WindowSource,
    surroundings: Surroundings,
    *,
    staged: Staged | None = None,
) -> Model:
    """Return the built-in model; its actions are read with the same checks and caps as any model's.

    `staged` returns the path of a desk's version of a file, None if it has none; without it there is no desk.
    """
    from desktop_agent.offline.engine import OfflineModel
    from desktop_agent.offline.plan.outcome import Computer

    def read(item: JsonItem, image: Size) -> Proposal:
        own = dialect_named(PROFILES[DEFAULT].dialect).actions
        return read_action(item, own, space_of("viewport", image, None), USUAL).proposal

    front = partial(in_front, windows=windows, own=own_windows(windows, environment))
    names = {name: function.name for name, function in programs.items()}
    read_file = partial(read_home_file, home=Path(environment.get("HOME") or Path.home()), staged=staged)
    away = partial(scrolled_away, surroundings=surroundings)
    reported = partial(reported_boxes, surroundings=surroundings)
    texts = partial(field_texts, surroundings=surroundings)
    computer = Computer(names, read_file, front, away, reported, texts)
    return OfflineModel(reader, read, announce, computer, surroundings.target)


async def reported_boxes(frame: Frame, windows: frozenset[int], *, surroundings: Surroundings) -> ReportedBoxes:
    """Return where in the picture programs report fields, lists, and buttons or the like in these windows."""
    from desktop_agent.offline.plan.outcome import NamedBox, ReportedBoxes

    fields: list[Box] = []
    pressed: list[Box] = []
    named: list[NamedBox] = []
    for window in dict.fromkeys(item.id for item in frame.scene.windows if item.id in windows):
        for control in await surroundings.controls(frame, window):
            shown = control.box.intersection(frame.viewport.screen)
            use = _use_of(control.role)
            if shown is None or use is None:
                continue
            box = _in_picture(frame, shown)
            if use == "written":
                fields.append(box)
            elif use == "pressed":
                pressed.append(box)
            if control.name and "disabled" not in control.states:
                named.append(NamedBox(control.name, box, use, has_rows=control.role == Role.TEXT))
    return ReportedBoxes(tuple(fields), tuple(pressed), tuple(named))


async def field_texts(frame: Frame, windows: frozenset[int], *, surroundings: Surroundings) -> tuple[FieldText, ...]:
    """Return the texts in the fields of these windows, as their programs report them; never that of a password."""
    from desktop_agent.offline.plan.outcome import FieldText

    texts = list[FieldText]()
    for window in dict.fromkeys(item.id for item in frame.scene.windows if item.id in windows):
        contents = await surroundings.contents(frame, window)
        for control in contents.controls:
            shown = control.box.intersection(frame.viewport.screen)
            if shown is None or control.role not in _WRITTEN - {Role.PASSWORD_TEXT}:
                continue
            lines = [line.text for line in contents.texts if control.box.contains(line.box.middle)]
            if lines:
                texts.append(FieldText(_in_picture(frame, shown), "\n".join(lines), control.role == Role.TEXT))
    return tuple(texts)


def _in_picture(frame: Frame, shown: Rect) -> Box:
    """Return a part of the screen in pixels of its picture."""
    from desktop_agent.core.controls.boxes import Box

    first, last = region_of(frame, shown)
    return Box(first.x, first.y, last.x - first.x + 1, last.y - first.y + 1)


def _use_of(role: str) -> ControlUse | None:
    """Return what is done with a control of this role; None for words, lists and the like."""
    if role in _WRITTEN:
        return "written"
    if role in _PRESSED:
        return "pressed"
    return "chosen" if role == Role.COMBO_BOX else None


async def scrolled_away(
    frame: Frame,
    windows: frozenset[int],
    text: str,
    wants_field: bool,  # noqa: FBT001 - as the model asks
    *,
    surroundings: Surroundings,
) -> tuple[Away, ...]:
    """Return what the first of these windows that has it doesn't show of a name, the nearest first.

    Those that fit the name best, and of these the fields where one is meant, else the controls.
    """
    from desktop_agent.offline.plan.outcome import Away

    wanted = partial(may_be_called, text)
    for window in dict.fromkeys(item.id for item in frame.scene.windows if item.id in windows):
        found = await surroundings.scrolled_away(frame, window, wanted)
        names = best_fitting(text, (each.name for each in found))
        fitting = [each for each in found if each.name in names]
        fields = [each for each in fitting if kind_of(each.role) in FIELD_KINDS]
        controls = [each for each in fitting if kind_of(each.role)]
        meant = (fields if wants_field else []) or controls or fitting  # a field may have its name on a label alone
        if meant:
            scale = frame.viewport.image.width / frame.viewport.screen.width
            aways = (
                Away(
                    each.name,
                    round(each.dx * scale),
                    round(each.dy * scale),
                    tuple(map(frame.viewport.to_image, each.at)),
                    each.at_edge,
                )
                for each in meant
            )
            return tuple(sorted(aways, key=lambda away: abs(away.dy) + abs(away.dx)))
    return ()


def read_home_file(path: str, home: Path, staged: Staged | None = None) -> FileReading:
    """Return the text of a file, or of a desk's version of it; a path that isn't absolute begins at home.

    Links are resolved. `staged` returns the path of a desk's version of a file, None if it has none.
    """
    from desktop_agent.offline.plan.outcome import FileReading

    name = path.removeprefix("~/")
    try:
        root = home.resolve(strict=True)
        real = (root / name).resolve()
        if not real.is_relative_to(root):
            return FileReading("", Message("“{path}” isn't in your home folder, so it wasn't read.", path=path))
        if any(part.startswith(".") for part in real.relative_to(root).parts):
            return FileReading("", Message("“{path}” is hidden, so it wasn't read.", path=path))
        version = staged(real) if staged else real
        if version is None:
            return FileReading("", Message("There is no “{path}” on the desk.", path=path))
        data = _bytes_of(version)
    except (OSError, ValueError, RuntimeError) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else Message("the file name isn't valid")
        )
        return FileReading("", Message("“{path}” can't be read: {reason}.", path=path, reason=reason))
    if data is None:
        return FileReading(
            "",
            Message(
                "“{path}” wasn't read: it must be a file no larger than {most_bytes} bytes.",
                path=path,
                most_bytes=MOST_BYTES,
            ),
        )
    if b"\0" in data:
        return FileReading("", Message("“{path}” isn't plain text.", path=path))
    return FileReading(data.decode("utf-8", "replace").replace("\r\n", "\n"))


def _bytes_of(path: Path) -> bytes | None:
    """Return the content of a regular file of at most MOST_BYTES, else None; opening a pipe must not block."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        data = file.read(MOST_BYTES + 1)
    return data if len(data) <= MOST_BYTES else None


def in_front(scene: Scene, windows: WindowSource, own: Callable[[Window], bool]) -> frozenset[int]:
    """Return the window in front with its menus, pop-ups and dialogs, by their numbers in a scene; empty without one.

    It is the focused window, with all that its program shows above it. If that is ours, a panel or the desktop, it is
    the topmost other window.
    """
    window_ids = tuple(dict.fromkeys(window.id for window in scene.windows))
    front_windows = (_front_window(window_id, windows, own) for window_id in window_ids if window_id == scene.focus)
    front = next(filter(None, front_windows), None) or _topmost_window(window_ids, windows, own)
    if front is None:
        return frozenset()
    above = takewhile(lambda window_id: window_id != front.id, window_ids)
    same = (window_id for window_id in above if front.pid is not None and windows.describe(window_id).pid == front.pid)
    return frozenset((front.id, *same))


def _front_window(window: int, windows: WindowSource, own: Callable[[Window], bool]) -> Window | None:
    """Return a window that may be in front."""
    window_facts = windows.describe(window)
    return None if window_facts.fixture or window_facts.splash or own(window_facts) else window_facts


def _topmost_window(window_ids: tuple[int, ...], windows: WindowSource, own: Callable[[Window], bool]) -> Window | None:
    """Return the topmost window that a manager lists and that may be in front."""
    places = (windows.place(window_id) for window_id in windows.titled())
    numbers = {place.id for place in places if place}
    return next(
        filter(None, (_front_window(window_id, windows, own) for window_id in window_ids if window_id in numbers)), None
    )
