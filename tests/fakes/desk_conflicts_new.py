"""More conflicts, in files of other kinds: large ones, links, settings, programs, names that hide their direction.

Written anew, without a look at the rules, and played to measure.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

MINE = "what the person wrote"
ODD = "d/\N{RIGHT-TO-LEFT OVERRIDE}fdp.\u00fc"
LARGE = "old " + "o" * 5_000_000
NEW_START = {
    "big": LARGE,
    ".cfg/a.conf": "old a",
    ODD: "old odd",
    "d/run.sh": "#!/bin/sh\nold run\n",
    "link-to": "old to",
}
NEW_LINKS = {"d/s": "../link-to"}
NEW_DESK_ACTS = {
    "appends to the large one": "printf desk >> big",
    "writes inside the large one": "printf desk | dd of=big bs=1 seek=1000 conv=notrunc",
    "turns the link": "ln -sfn f d/s",
    "makes the link a file": "rm d/s; printf desk > d/s",
    "edits settings": "printf desk >> .cfg/a.conf",
    "makes settings anew": "rm -r .cfg; mkdir .cfg; printf desk > .cfg/a.conf",
    "renames the odd one": f"mv '{ODD}' d/plain",
    "edits the program": "printf 'echo desk' >> d/run.sh",
    "packs all and removes it": "tar cf all.tar d big .cfg link-to; rm -r d big .cfg link-to",
    "lends the program a name": "chmod 6755 d/run.sh; printf desk >> d/run.sh",
}


def _inside_large(home: Path, *, keeping_time: bool = False) -> None:
    status = (home / "big").stat()
    with (home / "big").open("r+") as file:
        file.seek(2_000_000)
        file.write(MINE)
    if keeping_time:
        os.utime(home / "big", ns=(status.st_atime_ns, status.st_mtime_ns))


def _turns_link(home: Path) -> None:
    (home / "mine").write_text(MINE)
    (home / "d/s").unlink(missing_ok=True)
    (home / "d/s").symlink_to("../mine")


def _saves(home: Path, path: str) -> None:
    part = home / f"{path}.part"
    part.write_text(MINE)
    part.rename(home / path)


def _hides_behind_link(home: Path) -> None:
    (home / "d").rename(home / "kept")
    (home / "kept/f").write_text(MINE)
    (home / "d").symlink_to("kept")


def _moves_large(home: Path) -> None:
    (home / "big").rename(home / "kept-big")


_WRITTEN = LARGE[:2_000_000] + MINE + LARGE[2_000_000 + len(MINE) :]
NEW_PERSON_ACTS: dict[str, tuple[Callable[[Path], object], dict[str, str | None]]] = {
    "writes inside the large one": (_inside_large, {"big": _WRITTEN}),
    "moves the large one": (_moves_large, {"kept-big": LARGE}),
    "turns the link": (_turns_link, {"d/s": MINE, "mine": MINE}),
    "writes through the link": (lambda home: (home / "d/s").write_text(MINE), {"link-to": MINE}),
    "edits settings": (lambda home: (home / ".cfg/a.conf").write_text(MINE), {".cfg/a.conf": MINE}),
    "saves settings by rename": (lambda home: _saves(home, ".cfg/a.conf"), {".cfg/a.conf": MINE}),
    "saves the odd one by rename": (lambda home: _saves(home, ODD), {ODD: MINE}),
    "saves the program by rename": (lambda home: _saves(home, "d/run.sh"), {"d/run.sh": MINE}),
    "puts a link before the folder": (_hides_behind_link, {"kept/f": MINE, "d/f": MINE}),
    "fills the new name": (lambda home: (home / "d/plain").write_text(MINE), {"d/plain": MINE}),
}
