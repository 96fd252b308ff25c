"""The client in a real session: what sway offers, its monitors as they come and go, and how it refuses."""

from collections.abc import Iterator

import pytest

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.connection import WaylandConnection, connect_wayland
from desktop_agent.platforms.wayland.outputs import Outputs
from desktop_agent.platforms.wayland.protocols import OUTPUT, SCREENCOPY_MANAGER, SHM
from desktop_agent.platforms.wayland.registry import Registry
from desktop_agent.platforms.wayland.shm import BufferForm, ShmBuffer
from tests.fakes.nested_sway import NestedSway
from tests.fakes.sway_commands import add_output, swaymsg


@pytest.fixture
def connection(sway: PrivateSway) -> Iterator[WaylandConnection]:
    with connect_wayland(sway.environment(), NoScreenError, ScreenError) as made:
        yield made


def test_what_sway_offers_can_be_bound(connection: WaylandConnection) -> None:
    registry = Registry(connection)

    bound = registry.need(SCREENCOPY_MANAGER, 3)
    connection.round_trip()

    assert 3 == bound.version
    assert [OUTPUT.name] == [one.interface for one in registry.find(OUTPUT)]


def test_a_mistake_is_refused_in_sways_own_words(connection: WaylandConnection) -> None:
    registry = Registry(connection)
    shm = registry.need(SHM)
    ShmBuffer(shm, BufferForm(0x12345678, Size(10, 10), 40))

    with pytest.raises(ScreenError, match=r"The compositor refused a request \(wl_shm\w* \d: .*format"):
        connection.round_trip()


def test_monitors_come_and_change() -> None:
    with PrivateSway(1280, 800) as own, connect_wayland(own.environment(), NoScreenError, ScreenError) as connection:
        listed = Outputs(Registry(connection))

        name = add_output(own, "position 1280 100")
        plugged = listed.refreshed()
        swaymsg(own, f"output {name} scale 1.5")
        swaymsg(own, f"output {name} transform 90")
        turned = listed.refreshed()

    assert ["HEADLESS-1", name] == [one.name for one in plugged]
    assert Rect(1280, 100, 1280, 800) == plugged[1].box
    assert (Rect(1280, 100, 533, 853), Size(800, 1280)) == (turned[1].box, turned[1].pixels)


def test_monitors_go(sway: PrivateSway) -> None:
    with NestedSway(sway) as nested, connect_wayland(nested.environment(), NoScreenError, ScreenError) as connection:
        listed = Outputs(Registry(connection))
        before = listed.now()

        nested.take_out("WL-2")
        after = listed.refreshed()

    assert [["WL-1", "WL-2"], ["WL-1"]] == [[one.name for one in names] for names in (before, after)]
