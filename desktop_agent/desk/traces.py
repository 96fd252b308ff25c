"""What side desks leave on a computer: their folders, and what an undo keeps of them beside a person's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from desktop_agent.core.texts.message import Message, plural
from desktop_agent.desk.desk_lock import is_kept
from desktop_agent.desk.folder import DESK_NAME
from desktop_agent.desk.remove import remove_folder
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.record.store import drop_beside

COPIES: Final = "desk-copies"  # in the cache: files of a receipt that were opened


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the desks, with what an undo keeps of them on other disks, and copies that were made to be looked at."""
    own = places(environment)
    folders = tuple(sorted(path for path in own.desks.glob("*") if DESK_NAME.fullmatch(path.name)))
    yield from named_in(Message("Copies of files on side desks"), own.cache, COPIES)
    if not folders:
        return
    busy = Message("A side desk is open.") if any(map(is_kept, folders)) else ""
    kind = plural(
        "{count:,} side desk, with its changes", "{count:,} side desks, with their changes", count=len(folders)
    )

    def remove() -> None:
        for folder in folders:
            for plan in folder.glob("takings/*/plan.json"):
                drop_beside(plan)
            remove_folder(folder)

    yield Trace(kind, str(own.desks), folders, busy=busy, remover=remove)
