"""A display that becomes smaller while programs are on it."""

import subprocess
from collections.abc import Mapping

SMALLER = (1024, 768)
_MODE = ("small", "63.5", "1024", "1072", "1176", "1328", "768", "771", "775", "798")


def shrink(environment: Mapping[str, str]) -> None:
    """Give the display's one screen another mode, of SMALLER pixels."""
    for words in (
        ("--newmode", *_MODE),
        ("--addmode", "screen", _MODE[0]),
        ("--output", "screen", "--mode", _MODE[0]),
    ):
        subprocess.run(["xrandr", *words], env=dict(environment), check=True, timeout=60)
