"""Takes PySide's own way of importing out again: it reads and keeps the source of every module that is imported.

PySide does so for `from __feature__ import …`, which nobody here writes: 10 MB, and a tenth of a second at the start.
"""

from __future__ import annotations

import builtins


def import_plainly() -> None:
    """Let `import` be Python's own again, once PySide has been imported."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
