"""Somebody else who changes our own files, look by look."""

from dataclasses import dataclass, field


@dataclass
class ListedChanges:
    """Our own files: what somebody else has changed since the last look, look by look."""

    changes: list[str] = field(default_factory=list)

    def changed(self) -> str:
        return self.changes.pop(0) if self.changes else ""
