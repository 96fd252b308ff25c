"""The journey on every Windows: what a scripted model writes into the editor, and the bytes in the file."""

import json
from pathlib import Path

_MARK = b"\xef\xbb\xbf"  # by which Notepad keeps a file in UTF-8
_FIRST, _SECOND = "Grüße from Wine ✓ 漢字 — (a|b) {c} <d> @ 100 %", "second line"
_TASK = ("--mode", "auto", "--approver", "none", "--dialect", "openai", "--json")


def begin(letter: Path, script: Path, *, chord: str = "ctrl") -> None:
    """Write the file that is edited, and what the model answers: write into the window at (300, 300), and save."""
    letter.write_bytes(_MARK + b"old")
    acts: tuple[dict[str, object], ...] = (
        {"screenshot": True},
        {"click": [300, 300]},
        {"keys": [chord, "a"]},
        {"type": f"{_FIRST}\n{_SECOND}"},
        {"keys": [chord, "s"]},
        {"done": "Saved."},
    )
    script.write_text(json.dumps({"answers": [{"items": [act]} for act in acts]}), "utf-8")


def words(address: str) -> tuple[str, ...]:
    """Return the command line of the run, after the program's name."""
    return ("run", "Write a letter.", "--base-url", address, *_TASK)


def expected(line_end: bytes = b"\r\n") -> bytes:
    """Return what must be in the file at the end."""
    return _MARK + _FIRST.encode() + line_end + _SECOND.encode()
