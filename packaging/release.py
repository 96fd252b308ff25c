"""What a release says of itself: that its tag is the program's version, and what has changed.

    python packaging/release.py v0.2.0    the notes of that version; fails where the program is another one

The notes are the version's section of `packaging/CHANGELOG.md`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION = ROOT / "desktop_agent" / "core" / "version.py"
CHANGELOG = ROOT / "packaging" / "CHANGELOG.md"


def notes(tag: str, version: str, changelog: str) -> str:
    """Return the section of a version; ValueError where the tag is of another, or nothing is told of it."""
    if tag != f"v{version}":
        raise ValueError(f"The tag is {tag}, and the program's version is {version}.")
    section = re.search(rf"^## \[{re.escape(version)}\] - (.+)\n+((?s:.*?))(?=^## |\Z)", changelog, re.MULTILINE)
    if section is None or not section[2].strip():
        raise ValueError(f"CHANGELOG.md tells nothing of {version}.")
    if section[1] == "Unreleased":
        raise ValueError(f"CHANGELOG.md has no date for {version}.")
    return section[2].strip() + "\n"


if __name__ == "__main__":
    declared = re.search(r'__version__ = "(.+)"', VERSION.read_text("utf-8"))
    try:
        print(notes(sys.argv[1], declared[1] if declared else "", CHANGELOG.read_text("utf-8")), end="")
    except ValueError as error:
        sys.exit(str(error))
