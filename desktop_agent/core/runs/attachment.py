"""The material that goes to the model with a task: attached files, and the record of a similar task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.pictures.geometry import Size

AttachedKind = Literal["text", "picture", "pdf", "office"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is sent to a model."""

    data: bytes = field(repr=False)
    media_type: str
    size: Size


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file as it was read: its path, with “/” between folders, its length and its SHA-256, hexadecimal."""

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
    """A file, and its content for the model: texts and pictures, in order."""

    file: AttachedFile
    parts: tuple[str | Picture, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Guidance:
    """The steps of a similar task, from a run or a file of steps: an example, which approves nothing."""

    name: str  # of the run, or the path of the file
    parts: tuple[str | Picture, ...] = field(repr=False)


Material = Attachment | Guidance


def pictures_in(material: Iterable[Material]) -> int:
    """Return the number of pictures in all of the material."""
    return sum(isinstance(part, Picture) for item in material for part in item.parts)
