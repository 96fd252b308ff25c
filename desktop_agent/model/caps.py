"""How much of anything one answer of the model may ask for; past a cap it is refused, and the model told."""

from __future__ import annotations

from dataclasses import dataclass

MAX_OUTPUT_ITEMS = 1_000
MAX_ID_CHARACTERS = 1_000
MAX_CHECKS = 100
MAX_KEYS = 8
MAX_KEY_CHARACTERS = 200
MAX_URL_CHARACTERS = 8_000


@dataclass(frozen=True, slots=True)
class Caps:
    """The caps that a user can set."""

    text_characters: int = 100_000
    batch_actions: int = 32
    drag_points: int = 2_000
    scroll_px: int = 10_000
    wait_s: float = 60.0
