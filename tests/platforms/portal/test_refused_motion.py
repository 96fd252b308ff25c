"""Nothing is pressed where the desktop has refused to move the pointer: the portal's own list of what it was asked."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from threading import Event

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, HoldButton, ReleaseButton, Scroll
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.platforms.portal.desktop import open_portal
from desktop_agent.platforms.portal.input.remote_input import create
from desktop_agent.platforms.wayland.input.wlroots import Wlroots
from tests.fakes.desktops.private_bus import heard, private_bus, say, spoken_with
from tests.fakes.desktops.remote_portal import NoTokens
from tests.input.performer_bench import permit_for

INSIDE = ImagePoint(100, 100)
OUTSIDE = ImagePoint(700, 100)
FAR = ImagePoint(300, 300)
LEFT = 0x110
Calls = list[list[object]]


@pytest.fixture
def portal(wlroots: Wlroots) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Give a portal that takes places on the left of a monitor only, in a session that has a keyboard."""
    del wlroots
    with (
        private_bus() as environment,
        spoken_with(
            "tests.fakes.desktops.remote_portal", json.dumps({"narrow": 640}), environment=environment
        ) as process,
    ):
        yield process, environment


def told(portal: tuple[subprocess.Popen[str], dict[str, str]], *actions: Action, smooth: bool = False) -> Calls:
    """Carry out actions, of which the last is refused, and return what the portal was asked for after plugging in."""
    process, environment = portal
    with closing(open_portal(environment, NoTokens())) as session:
        backend = create(session, environment=environment)
        hands = ActionExecutor(backend, redeem=lambda _permit: None, stop=Event(), smooth=smooth)
        for action in actions[:-1]:
            hands.perform(permit_for(action))
        with pytest.raises(InputError, match=r"didn't process the input \(Invalid position\)"):
            hands.perform(permit_for(actions[-1]))
        hands.close()
        say(process, "calls")
        calls: Calls = json.loads(heard(process))
    plugged_in = max(n for n, call in enumerate(calls) if call[0] == "NotifyPointerMotion")
    return [call for call in calls[plugged_in + 3 :] if call[0] == "refused" or str(call[0]).startswith("Notify")]


def after_refusal(calls: Calls) -> list[list[object]]:
    """Return what came after the first refused motion: its name, and the end of what it was called with."""
    return [[call[0], *call[-2:]] for call in calls[calls.index(["refused"]) + 1 :]]


def test_no_button_and_no_notch_follow_a_refused_motion(
    portal: tuple[subprocess.Popen[str], dict[str, str]],
) -> None:
    assert [] == after_refusal(told(portal, Click(INSIDE), Click(OUTSIDE, "right", 2)))
    assert [] == after_refusal(told(portal, Click(OUTSIDE), smooth=True))
    assert [] == after_refusal(told(portal, Drag((OUTSIDE, INSIDE))))
    assert [] == after_refusal(told(portal, Scroll(INSIDE, dy=100), Scroll(OUTSIDE, dx=100)))

    calls = told(portal, Click(OUTSIDE, keys=("ctrl",)))
    assert [[29, 1], [29, 0]] == [call[-2:] for call in calls if call[0] == "NotifyKeyboardKeycode"]
    assert not any(call[0] == "NotifyPointerButton" for call in calls)


def test_a_drag_that_is_refused_on_its_way_is_cancelled_and_goes_back(
    portal: tuple[subprocess.Popen[str], dict[str, str]],
) -> None:
    for actions in ((Drag((INSIDE, OUTSIDE, FAR)),), (HoldButton(INSIDE), ReleaseButton(OUTSIDE))):
        calls = told(portal, *actions)

        *escape, back, release = after_refusal(calls)[1:]
        assert [["NotifyKeyboardKeycode", 1, 1], ["NotifyKeyboardKeycode", 1, 0]] == escape
        assert ["NotifyPointerMotionAbsolute", 100.0, 100.0] == back
        assert ["NotifyPointerButton", LEFT, 0] == release
        assert 1 == sum(call[-2:] == [LEFT, 1] for call in calls)
