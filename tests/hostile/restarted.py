"""Programs that are started anew for each step, as one step leaves nothing for the next."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Self

from tests.fakes.apps import App

Start = Callable[[], AbstractContextManager[App]]


class Restarted:
    """One program at a time; a context manager that ends the last one."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self.app: App | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self, start: Start) -> App:
        """End the program that runs, and start this one."""
        self.end()
        self.app = self._open.enter_context(start())
        return self.app

    def end(self) -> None:
        """End the program that runs, if one does."""
        self.app = None
        self._open.close()
