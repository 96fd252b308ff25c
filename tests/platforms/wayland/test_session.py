"""The client in a real session: its monitors, as they come, change and go."""

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.connection import connect_wayland
from desktop_agent.platforms.wayland.outputs import Outputs
from desktop_agent.platforms.wayland.registry import Registry
from tests.fakes.sway_commands import add_output, swaymsg


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
