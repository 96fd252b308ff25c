"""The names of the dialects of the Responses API: those of the files in `dialects/`. Nothing else lists them.

Flags, settings, Preferences and both sides of the wire are made from it; `serve/dialects/` has a file of the
same name for each.
"""

from __future__ import annotations

from pathlib import Path
from pkgutil import iter_modules

DIALECT_NAMES = tuple(module.name for module in iter_modules([str(Path(__file__).with_name("dialects"))]))
