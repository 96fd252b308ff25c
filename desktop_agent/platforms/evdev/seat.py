"""Whose session is on the screen, by the login service's own file; nobody else is told what its devices do."""

from __future__ import annotations

import re
from pathlib import Path

SEAT_FILE = Path("/run/systemd/seats/seat0")
_ACTIVE = re.compile(r"^ACTIVE_UID=([0-9]{1,10})$", re.MULTILINE)


def active_user(seat_file: Path = SEAT_FILE) -> int | None:
    """Return the user at the screen; None when nobody is, or where the file is not there."""
    try:
        found = _ACTIVE.search(seat_file.read_text("ascii", "replace"))
    except OSError:
        return None
    return int(found[1]) if found else None
