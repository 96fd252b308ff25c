"""Keeps what a program last wrote into a file that is gone when the program has ended."""

import threading
from pathlib import Path
from typing import Self

_LOOK_EVERY_S = 0.02


class KeptFile:
    """The newest content of the file that a pattern finds in a folder; a context manager.

    What it reads must be replaced as a whole by its owner, never written over.
    """

    def __init__(self, folder: Path, pattern: str) -> None:
        self.content = b""
        self._folder = folder
        self._pattern = pattern
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._done.wait(_LOOK_EVERY_S):
            for file in self._folder.glob(self._pattern):
                try:
                    self.content = file.read_bytes()
                except FileNotFoundError:
                    continue
