"""Expectations that turn during a run: each is noted with its step, once, and a slow look doesn't hold up an act."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.actions.action import Invoke
from desktop_agent.core.errors import WindowsAwayError
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import ExpectationChecked, ExpectationTurned, Paused
from tests.fakes.runs.run_ports import World, world
from tests.fakes.servers.turns import CLICK, DONE, call, drive, of, turn

TURNS = [turn(call(CLICK, call_id=f"c{number}")) for number in range(3)]


@dataclass
class ScriptedExpectations:
    """Answers each look with the next of its findings; None is a look that never ends."""

    glances: list[Mapping[str, bool | None]]
    end: Mapping[str, bool]
    is_empty: bool = False
    commands: Sequence[Invoke] = ()
    ended: list[str] = field(default_factory=list)

    def off_screen(self, more: Sequence[str] = ()) -> Sequence[str]:
        return more[:0]

    def add(self, written: Sequence[str], unlooked: Collection[str] = ()) -> None:
        raise AssertionError(written, unlooked)

    async def look(self, frame: Frame) -> Sequence[ExpectationChecked]:
        del frame
        return [ExpectationChecked(what, holds, "seen") for what, holds in self.end.items()]

    async def glance(self, frame: Frame, found: dict[str, bool]) -> None:
        del frame
        for what, holds in self.glances.pop(0).items():
            if holds is None:
                try:
                    await asyncio.Event().wait()
                finally:
                    self.ended.append(what)
            else:
                found[what] = holds


def scene_with(expectations: ScriptedExpectations) -> World:
    scene = world([*TURNS, DONE])
    scene.ports.expectations = expectations
    return scene


NO = {"file:a": False}
YES = {"file:a": True}


@pytest.mark.parametrize(
    ("glances", "end", "turned"),
    [
        pytest.param([NO, NO, YES, YES], YES, [(True, 2)], id="by the second step"),
        pytest.param([YES, YES, YES, YES], YES, [(True, 0)], id="from the start"),
        pytest.param([NO, YES, NO, YES], YES, [(True, 1), (False, 2), (True, 3)], id="there and back"),
        pytest.param([NO, NO, NO, NO], NO, [], id="never"),
        pytest.param([NO, NO, NO, NO], YES, [(True, 4)], id="after the last look"),
    ],
)
def test_what_turns_is_noted_with_its_step(
    glances: list[Mapping[str, bool | None]], end: Mapping[str, bool], turned: list[tuple[bool, int]]
) -> None:
    scene = scene_with(ScriptedExpectations([*glances, {}], end))

    drive(scene)

    assert [(each.holds, each.step) for each in of(scene, ExpectationTurned)] == turned


@pytest.mark.parametrize("asked", ["glance", "look"])
def test_where_the_windows_are_not_listed_at_a_check_the_run_waits_for_the_person(asked: str) -> None:
    expectations = ScriptedExpectations([NO, YES, YES, YES, {}], YES)
    scene = scene_with(expectations)
    usual = getattr(expectations, asked)
    away = iter([True])

    async def check(*words: object) -> object:
        if next(away, False):
            scene.person.back.set()
            raise WindowsAwayError("They are away.", "Bring them back.")
        return await usual(*words)

    setattr(expectations, asked, check)

    finished = drive(scene)

    assert finished.status == "proven"
    assert [one.by for one in of(scene, Paused)] == ["windows"]


def test_a_look_that_never_ends_is_given_up_and_what_it_has_found_is_noted() -> None:
    expectations = ScriptedExpectations([{}, {"file:a": True, "screen:b": None}, {}, {}, {}], {"file:a": True})
    scene = scene_with(expectations)

    finished = drive(scene)

    assert finished.status == "proven"
    assert [(each.what, each.step) for each in of(scene, ExpectationTurned)] == [("file:a", 1)]
    assert expectations.ended == ["screen:b"]
    assert len(scene.executor.done) == 3
