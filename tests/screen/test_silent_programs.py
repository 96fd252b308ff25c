"""Which programs name no controls, now or in a moment: nobody waits for them."""

import asyncio

import pytest

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.atspi import controls as atspi
from desktop_agent.screen.window import NoControls

NEW = Window(1, "new", "New", 1, "/usr/bin/new")  # process 1 is on no bus


@pytest.mark.parametrize(("comes_within_s", "may_tell"), [(60.0, True), (0.0, False)])
def test_a_program_that_is_not_on_the_bus_may_come_to_it_for_a_moment(
    on_display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch, comes_within_s: float, may_tell: bool
) -> None:
    monkeypatch.setattr(atspi, "_COMES_WITHIN_S", comes_within_s)
    assert on_display.accessible

    async def asked() -> tuple[bool, bool]:
        controls = atspi.AtspiControls()
        before = controls.may_tell(NEW)
        await controls.with_keyboard(NEW, Rect(0, 0, 9, 9), by_return=False)
        after = controls.may_tell(NEW)
        await controls.close()
        return before, after

    assert asyncio.run(asked()) == (True, may_tell)


def test_without_a_bus_none_does() -> None:
    assert not NoControls().may_tell(NEW)
