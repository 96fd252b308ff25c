"""One task of a list, as data: what is to be done, on what desk, and which may get in each other's way. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from desktop_agent.core.events import ReceiptAnswer

WITHOUT_NETWORK_MB, WITH_NETWORK_MB = 700, 1200  # what a desk with its run is taken for; a browser needs the more


@dataclass(frozen=True, slots=True)
class DeskTask:
    """One task; `flags` are those of `run` that it has besides, by their names: `{"max_minutes": 5.0}`."""

    name: str
    task: str
    files: tuple[str, ...] = ()  # absolute folders; without these and without hosts, the whole home
    hosts: tuple[str, ...] = ()
    receipt: ReceiptAnswer = "keep"
    memory_mb: int | None = None
    flags: Mapping[str, object] = field(default_factory=dict)

    @property
    def needed_mb(self) -> int:
        """Return the memory that its desk is expected to take."""
        return self.memory_mb or (WITH_NETWORK_MB if self.hosts else WITHOUT_NETWORK_MB)

    def folders(self, home: str) -> tuple[str, ...]:
        """Return the folders of the person's that its desk sees."""
        return self.files or (() if self.hosts else (home,))


def shared_folders(tasks: Sequence[DeskTask], home: str) -> Mapping[str, Sequence[str]]:
    """Return the folders that several tasks may change, each on its own desk, with the names of these tasks."""
    shared = dict[str, dict[str, None]]()
    for one, other in combinations(tasks, 2):
        for folder in one.folders(home):
            for beside in other.folders(home):
                if _lies_in(folder, beside) or _lies_in(beside, folder):
                    shared.setdefault(max(folder, beside, key=len), {}).update({one.name: None, other.name: None})
    return {folder: list(names) for folder, names in shared.items()}


def _lies_in(folder: str, above: str) -> bool:
    return folder == above or folder.startswith(above.rstrip("/") + "/")
