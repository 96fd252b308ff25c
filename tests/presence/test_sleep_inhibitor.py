"""While a run works the computer stays awake, and not a moment longer: the services' own word, on a real bus."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from desktop_agent.presence.sleep_inhibitor import StayAwake
from tests.fakes.private_bus import SESSION, heard, private_bus, spoken_with

WHY = "A task is running."
Services = dict[str, subprocess.Popen[str]]


@contextmanager
def services(*kinds: str) -> Iterator[tuple[dict[str, str], Services]]:
    """Give an environment whose buses have these services, each a process of its own."""
    with private_bus() as environment:
        both = {**environment, "DBUS_SYSTEM_BUS_ADDRESS": environment[SESSION]}
        with ExitStack() as stack:
            yield (
                both,
                {
                    kind: stack.enter_context(spoken_with("tests.fakes.inhibitors", kind, environment=both))
                    for kind in kinds
                },
            )


def told(service: subprocess.Popen[str]) -> list[object]:
    return list(json.loads(heard(service)))


@pytest.mark.process
def test_computer_and_screen_are_held_and_let_go_at_once() -> None:
    with services("login", "saver") as (environment, running):
        awake = StayAwake(environment, WHY, screen=True)
        awake.hold()

        assert awake.holds(20)
        assert told(running["login"]) == ["held", "login", "sleep:idle", "Desktop Agent", WHY, "block"]
        assert told(running["saver"]) == ["held", "saver", "Desktop Agent", WHY]
        awake.let_go()
        assert (told(running["login"]), told(running["saver"])) == (["let go", "login"], ["let go", "saver"])
