"""An order as the demo app takes it, and its JSON file."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that was entered, and what became of it."""

    name: str = ""
    email: str = ""
    street: str = ""
    note: str = ""
    shipping: str = ""
    gift_wrap: bool = False
    newsletter: bool = True
    basket: tuple[str, ...] = ()
    saved_as: str | None = None
    sent: bool = False

    def write(self, path: Path) -> None:
        """Write the order as JSON, so that a reader sees the old file or the new one, never half of it."""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        beside.replace(path)
