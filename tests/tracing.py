"""Where the coverage is traced: in the tests of the packages that it is about, and nowhere else.

The tracer is called for every line of every module, also of those that it does not count: it doubles the processor time
of all that runs in its process. So the packages are imported while it is on, for the lines of a module's own body, and
after that it is on in the tests that stand in a folder named as one of them is, or as what this lies in.
"""

import pkgutil
from collections.abc import Generator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import pytest


class _Controller(Protocol):
    cov: "_Coverage"

    def pause(self) -> None: ...

    def resume(self) -> None: ...


class _Coverage(Protocol):
    def get_option(self, name: str) -> list[str]: ...


class CoverageWhereNeeded:
    """Turns pytest-cov on and off, where it was asked for."""

    def __init__(self, tests: Path) -> None:
        self._tests = tests
        self._folders = frozenset[Path]()
        self._controller: _Controller | None = None
        self._on = True

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> Generator[None, object, object]:
        """Import what is to be covered, and turn the coverage off."""
        self._controller = _controller(session.config)
        if self._controller is not None:
            packages = self._controller.cov.get_option("run:source_pkgs")
            self._folders = frozenset(_folder(self._tests, name) for name in packages)
            _import_all(packages)
            self._turn(on=False)
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Turn it on for the tests of a folder, and off after the last of them."""
        self._turn(on=not self._folders.isdisjoint(item.path.parents))
        return (yield)

    def _turn(self, *, on: bool) -> None:
        if self._controller is not None and on != self._on:
            if on:
                self._controller.resume()
            else:
                self._controller.pause()
            self._on = on


def _controller(config: pytest.Config) -> _Controller | None:
    return cast("_Controller | None", getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None))


def _folder(tests: Path, package: str) -> Path:
    """Return the innermost folder of tests for a package or a module: it is named as that is, or as what it lies in."""
    names = package.split(".")[1:]
    folders = (tests.joinpath(*names[:count]) for count in range(len(names), 0, -1))
    return next(folder for folder in folders if folder.is_dir())


def _import_all(packages: list[str]) -> None:
    for name in packages:
        package = import_module(name)
        for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            import_module(module.name)
