"""The loading of our own modules: only the set-up makes compiled files, and a corrupt one is skipped.

CPython (seen in 3.11) takes a compiled file for written when the disk was full in the middle of it; from then on every
program that imports it ends with `EOFError: marshal data too short`. So none is written while the program runs, and
where one is broken all the same, its source is used. Compiled, this file is smaller than a block of a disk, and so
written whole or not at all.
"""

import os
import sys
from importlib.machinery import FileFinder, SourceFileLoader
from types import CodeType

_BROKEN = (
    "Warning: A compiled file of Desktop Agent is corrupt, perhaps because the disk was full, so its source is used "
    "instead. Free up space and run the setup again.\n"
)
_corrupt: list[str] = []


def load_from(folder: str) -> None:
    """Load modules in this folder and below it in this way, where their sources are there."""

    def finder(path: str) -> FileFinder:
        if path != folder and not path.startswith(folder + os.sep):
            raise ImportError
        return FileFinder(path, (_Loader, [".py"]))

    if os.path.isfile(folder + "/__init__.py"):  # noqa: PTH113 - pathlib takes longer to load than all the rest
        sys.path_importer_cache.clear()
        sys.path_hooks.insert(0, finder)


class _Loader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType | None:
        try:
            return super().get_code(fullname)
        except (EOFError, ValueError, TypeError):
            if not _corrupt and sys.stderr:
                sys.stderr.write(_BROKEN)
            _corrupt.append(fullname)
            return self.source_to_code(self.get_data(self.path), self.path)

    def set_data(self, path: str, data: object, *, _mode: int = 0o666) -> None:
        """Write nothing."""
