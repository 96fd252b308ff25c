"""The results of a provider's test: five lines for a person, and what was found for the profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_agent.model.profile import PictureKind
from desktop_agent.model.space import Coordinates

# `server` is the only line where nothing could be asked.
CheckName = Literal["picture", "space", "tool call", "chain", "stream", "server"]
CheckState = Literal["works", "failed", "not offered", "unknown"]


@dataclass(frozen=True, slots=True)
class ProbeCheck:
    """One line: its name, state, what was seen, and what to do or set."""

    name: CheckName
    state: CheckState
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was learned about a server; None where it could not be determined."""

    coordinates: Coordinates | None = None
    stream: bool | None = None
    chain: bool | None = None
    pictures: Mapping[PictureKind, bool] | None = None  # whether the model saw what was in a picture of that kind
    pictures_in_results: bool | None = None  # whether the model saw what was in a picture in a function's result
    requests: int = 0  # for an answer of the model
