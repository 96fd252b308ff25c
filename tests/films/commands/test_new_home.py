"""The home folder of a film keeps programs from asking on their own."""

import json
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.films.commands.film import make_home
from tests.fakes.programs.apps import running
from tests.fakes.programs.browser import WHY_NOT, pages_at


def test_it_is_the_home_of_whatever_starts_there_and_has_only_settings(tmp_path: Path) -> None:
    environment = make_home(tmp_path / "home")

    assert all(Path(folder).is_relative_to(tmp_path / "home") for folder in environment.values())
    assert {path.name for path in (tmp_path / "home").iterdir()} == {"config", ".mozilla"}


@pytest.mark.program
@pytest.mark.slow
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
def test_chromium_takes_from_it_that_it_offers_to_save_no_password(display: PrivateDisplay, tmp_path: Path) -> None:
    environment = make_home(tmp_path / "home")
    command = ["chromium", "--no-sandbox", "--disable-gpu", "--password-store=basic"]
    with (
        pages_at({"/": "<title>Orders</title>"}) as url,
        running([*command, url], display, tmp_path, "^Orders - Chromium$", environment=environment),
    ):
        pass
    own = json.loads((tmp_path / "home/config/chromium/Default/Preferences").read_text("utf-8"))

    assert own["profile"]["creation_time"]  # it has written the file anew when it ended
    assert own["credentials_enable_service"] is False
    assert own["profile"]["password_manager_enabled"] is False
