"""A keeper's own client of a display paints its background."""

from contextlib import closing

import pytest
from Xlib import X
from Xlib.display import Display

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.root_client import paint

pytestmark = pytest.mark.screen


def test_the_background_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    with PrivateDisplay(400, 300) as own:
        monkeypatch.setenv("XAUTHORITY", str(own.xauthority))
        cookie = own.xauthority.read_bytes()[-16:]  # the last bytes of the file
        paint(f"/tmp/.X11-unix/X{own.name[1:]}", cookie, 0x123456)

        with closing(Display(own.name)) as seen:
            assert seen.screen().root.get_image(2, 2, 1, 1, X.ZPixmap, 0xFFFFFF).data[:3] == b"\x56\x34\x12"
