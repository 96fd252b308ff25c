"""The weight of the program binds: it grows only together with a sentence on why."""

import importlib.util
import sys
from collections import Counter
from types import ModuleType

import pytest

from tests.fakes.source import ROOT


@pytest.fixture(scope="module")
def weight() -> ModuleType:
    spec = importlib.util.spec_from_file_location("weight", ROOT / "packaging" / "weight.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


OLD = 'package = 10\nkernel = 5\nwhy = "old"\n'


@pytest.mark.parametrize(
    ("rooms", "now", "named"),
    [
        ({"core": 5, "ui": 5}, OLD, []),
        ({"core": 5, "ui": 6}, OLD, ["package"]),
        ({"core": 6, "ui": 1}, OLD, ["kernel"]),
        ({"core": 6, "ui": 6}, OLD, ["package", "kernel"]),
        ({"core": 5, "ui": 6}, OLD.replace("10", "11"), ["package"]),
        ({"core": 5, "ui": 6}, OLD.replace("10", "11").replace("old", "a window left"), []),
    ],
)
def test_more_is_refused_unless_it_is_said_why(
    weight: ModuleType, rooms: dict[str, int], now: str, named: list[str]
) -> None:
    told = weight.complaints(Counter(rooms), now, OLD)

    assert named == [name for one in told for name in ("package", "kernel") if f"the {name} " in one.lower()]
