"""The demo app as a process: up when it says so, one sentence when it cannot come up, gone when it is closed."""

from pathlib import Path

import pytest

from desktop_agent.core.errors import ScreenError
from desktop_agent.demo.app_process import DemoProcess
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import titles
from tests.fakes.waiting import wait_until

TITLE = "Desktop Agent — Demo order"


@pytest.mark.parametrize("here", [False, True])
def test_the_window_is_there_when_the_app_says_so_and_gone_when_it_is_closed(
    display: PrivateDisplay, tmp_path: Path, *, here: bool
) -> None:
    with DemoProcess(3, tmp_path / "order.json", display.environment(), here=here) as app:
        wait_until(lambda: titles(display) == (TITLE,), what="the window")

        app.close()
        wait_until(lambda: titles(display) == (), what="the end of the window")


def test_without_a_display_one_sentence_says_what_to_do(display: PrivateDisplay, tmp_path: Path) -> None:
    blind = {name: value for name, value in display.environment().items() if name != "DISPLAY"}

    with pytest.raises(ScreenError, match="needs a display") as raised:
        DemoProcess(3, tmp_path / "order.json", blind)

    assert raised.value.hint == "Run: desktop-agent doctor"
