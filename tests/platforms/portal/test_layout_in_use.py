"""Which layout of several is in use, as the desktops tell it; the input socket is left alone where none does."""

import json

import pytest

from desktop_agent.platforms.portal.bus import PortalBus
from desktop_agent.platforms.portal.layouts import layout_in_use
from tests.fakes.desktops.private_bus import private_bus, spoken_with
from tests.platforms.portal.eis.test_sender import KEYMAP

pytestmark = pytest.mark.program

_ONE_LAYOUT = (
    KEYMAP.replace(", [z, Z]", "").replace(", [y, Y]", "").replace(", [b]", "").replace(", [a, A, ae, AE]", "")
)


@pytest.mark.parametrize(
    ("desktop", "how", "keymap", "expected"),
    [
        ("KDE", {"layout": 1}, KEYMAP, (1, False)),
        ("KDE", {}, KEYMAP, None),
        ("ubuntu:GNOME", {"sources": ["de"]}, KEYMAP, (0, True)),
        ("GNOME", {"sources": ["de", "us"]}, KEYMAP, None),
        ("GNOME", {"sources": []}, KEYMAP, None),
        ("COSMIC", {"sources": ["de"], "layout": 1}, KEYMAP, None),
        ("COSMIC", {}, _ONE_LAYOUT, "one"),
    ],
)
def test_the_layout_in_use_is_known_where_the_desktop_tells_or_there_is_one_alone(
    desktop: str, how: dict[str, object], keymap: str, expected: object
) -> None:
    with (
        private_bus() as environment,
        spoken_with("tests.fakes.desktops.remote_portal", json.dumps(how), environment=environment),
        PortalBus(environment) as bus,
    ):
        found = layout_in_use(bus, {"XDG_CURRENT_DESKTOP": desktop}, keymap)

        if expected == "one":
            assert found is not None
        else:
            assert expected == (found and (found.ask(), found.is_only))
