"""What is seen of a check box or radio button, as data."""

from dataclasses import dataclass
from typing import Literal

from desktop_agent.offline.ocr.lines import Box

BoxState = Literal["ticked", "empty", "mixed", "unsure"]
_ALIKE = 24  # grey levels on average; a pointer over a box changes at most 22 (229 pairs), a readable tick or dot more


@dataclass(frozen=True, slots=True)
class Indicator:
    """A check box or radio button: what its inside says, and what it looks like, made small."""

    box: Box
    state: BoxState
    look: bytes = b""


def alike(one: Indicator, other: Indicator) -> bool:
    """Tell whether a box looks the same twice."""
    differs = sum(abs(a - b) for a, b in zip(one.look, other.look, strict=True))
    return differs <= _ALIKE * len(one.look)
