"""One question at the terminal, before something is spent or written: yes, no, or nobody there to answer."""

from __future__ import annotations

import sys


def confirmed(question: str) -> bool | None:
    """Ask, and return the answer; None where no person is at the keyboard. Everything but a yes is a no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
