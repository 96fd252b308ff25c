"""The demo on a side desk: its application is there, and the demo ends with the desk's receipt."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from desktop_agent.core.errors import ScreenError
from desktop_agent.demo.app_process import app_binds, start_on_desk
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.desks.desks import skip_without_desks, wish_for
from tests.fakes.programs.apps import titles
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program


def test_the_application_is_shown_on_the_desk_and_its_folder_is_not_the_persons(tmp_path: Path) -> None:
    skip_without_desks()
    out = tmp_path / "home" / "demo" / "order.json"
    with SideDesk(replace(wish_for(tmp_path), binds=app_binds())) as desk:
        start_on_desk(desk, 4, out)

        # The application knows that it is shown before the window manager has it in its list.
        shown = partial(titles, cast("PrivateDisplay", SimpleNamespace(environment=desk.environment)))
        wait_until(lambda: any("order" in title.lower() for title in shown()), "the application's window")
    assert (desk.record.layers[0].upper / "demo").is_dir()
    assert not (tmp_path / "home" / "demo").exists()


@pytest.mark.slow
def test_what_an_application_that_does_not_start_says_is_passed_on(tmp_path: Path) -> None:
    skip_without_desks()
    with (
        SideDesk(wish_for(tmp_path)) as desk,  # the program itself is not shown there
        pytest.raises(ScreenError, match=r"didn't start: .*"),
    ):
        start_on_desk(desk, 4, tmp_path / "home" / "order.json")
