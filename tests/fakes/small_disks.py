"""A desk on small disks, as a process of its own: `python -m tests.fakes.small_disks FOLDER` says how it went."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.take import take
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.desks import done_inside, wish_for

_WRITE = "echo kept > ~/letter; head -c 20000000 /dev/urandom > ~/large"


def main(folder: Path) -> None:
    """Print a line for each step."""
    letter = folder / "home/letter"
    letter.write_text("old\n")
    with SideDesk(wish_for(folder)) as desk:
        said = done_inside(desk, _WRITE)
        _say(f"written: {said.strip().rpartition(': ')[2]}")
        _say(f"letter: {(desk.record.layers[0].upper / 'letter').read_text().strip()}")
    changes = read_receipt(desk.folder).of("documents")
    _say("receipt: " + " ".join(sorted(change.path for change in changes)))
    try:
        _say(f"taken: {len(take(desk.folder, changes).taken)}")
    except DesktopAgentError as error:
        _say(f"taken: {error}".replace("\n", " "))
    _say(f"home: {letter.read_text().strip()}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
