"""Fixtures of the folders whose promises the walls are: a display of its own with an onlooker, and the command."""

from tests.input.conftest import onlooker, own, there
from tests.journeys.conftest import agent

__all__ = ["agent", "onlooker", "own", "there"]
