"""Files that a person attaches to a task: what the model gets of each, and what the record tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.geometry import Size

AttachedKind = Literal["text", "picture", "pdf", "office"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is sent to a model."""

    data: bytes = field(repr=False)
    media_type: str
    size: Size


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file as it was read: where it lay, with “/” between folders, its length and its SHA-256, hexadecimal."""

    path: str
    kind: AttachedKind
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """Return its name without its folder."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file, and what the model gets of it: texts and pictures, in order."""

    file: AttachedFile
    parts: tuple[str | Picture, ...] = field(repr=False)

    @property
    def pictures(self) -> int:
        """Return how many pictures it has."""
        return sum(isinstance(part, Picture) for part in self.parts)
