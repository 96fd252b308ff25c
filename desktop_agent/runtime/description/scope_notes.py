"""Notes at the start of a run on programs in its scope that this computer doesn't know: a scope that covers nothing.

The run begins all the same: the program may be installed later, or run only on the desk. It's never silent about it.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator

from desktop_agent.core.pictures import Window
from desktop_agent.core.texts.message import Message, join, sentences
from desktop_agent.lib.installed_programs import InstalledPrograms, installed_programs, is_installed
from desktop_agent.policy.scope import ANY_BROWSER, ScopedApplication, ScopeEntry, may_start


def notes_on(
    scope: Iterable[ScopeEntry], windows: Iterable[Window], programs: InstalledPrograms | None = None
) -> Iterator[Message]:
    """Yield a sentence for each program in a scope that is none of this computer's; `windows` are those open now."""
    if sys.platform != "linux":  # what is installed there is unknown
        return
    programs = programs or installed_programs()
    open_programs = {window.program for window in windows if window.program}
    for written in dict.fromkeys(entry.program for entry in scope if isinstance(entry, ScopedApplication)):
        if written.casefold() == ANY_BROWSER or programs.has(written) or is_installed(shutil.which(written) or ""):
            continue
        here = ScopedApplication(written)
        if not any(may_start([here], program, _names(programs, program)) for program in open_programs):
            yield _note(written, programs)


def _names(programs: InstalledPrograms, program: str) -> frozenset[str] | None:
    return programs.names_of(program) if is_installed(program) else None


def _note(written: str, programs: InstalledPrograms) -> Message:
    if "/" in written:
        return Message("The run may work in {program}, but there is no such file.", program=written)
    if same := programs.called(written):
        several = join(Message(" and "), (Message("“{name}”", name=name) for name in same))
        return Message(
            "The run may work in “{program}”, but several programs are called that, so it covers none of them. Write "
            "{several}.",
            program=written,
            several=several,
        )
    if path := shutil.which(written):
        return Message(
            "The run may work in “{program}”, but it isn't installed for all users, so its name covers nothing. Write "
            "its path: {path}.",
            program=written,
            path=path,
        )
    unknown = Message(
        "The run may work in “{program}”, but no program on this computer is called that.", program=written
    )
    nearest = programs.nearest(written)
    return sentences(unknown, Message("Did you mean “{name}”?", name=nearest) if nearest else "")
