"""What one check of a provider found, and what all of them together say of its profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_agent.model.profiles import PictureKind
from desktop_agent.model.space import Coordinates

CheckState = Literal["ok", "failed", "not offered", "skipped"]


@dataclass(frozen=True, slots=True)
class ProbeCheck:
    """One line: what was looked at, how it is, what was seen, and what to do about it."""

    name: str
    state: CheckState
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was seen of a server; None where it could not be told."""

    coordinates: Coordinates | None = None
    viewport: tuple[int, int] | None = None  # that the server itself names in its answers
    stream: bool | None = None
    chain: bool | None = None
    pictures: Mapping[PictureKind, bool] | None = None  # whether the model saw what was in a picture of that kind
    requests: int = 0  # for an answer of the model
