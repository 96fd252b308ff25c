"""The results of a provider's test: five lines for the user, and the findings for the profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_agent.model.profile import PictureKind
from desktop_agent.model.space import Coordinates

# `server` is the only line if the server could not be asked.
CheckName = Literal["picture", "space", "tool call", "chain", "stream", "server"]
CheckState = Literal["works", "failed", "not offered", "unknown"]


@dataclass(frozen=True, slots=True)
class ProbeCheck:
    """One line: its name, state, observation, and a hint."""

    name: CheckName
    state: CheckState
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """The facts found about a server; None if not determined."""

    coordinates: Coordinates | None = None
    stream: bool | None = None
    chain: bool | None = None
    pictures: Mapping[PictureKind, bool] | None = None  # whether the model saw the content of a picture of that kind
    pictures_in_results: bool | None = None  # whether the model saw the content of a picture in a function's result
    requests: int = 0  # that the model answered
