"""An earlier run's terms are those of the next one, but never that nobody is asked."""

from dataclasses import replace

import pytest

from desktop_agent.host.follow import terms_of
from desktop_agent.host.provider import provider_of
from desktop_agent.settings import Settings, settings_of
from tests.fakes.recorded import run_started

STARTED = run_started("run", "/run")
LIMITS = {"run.max_steps": 200, "run.max_minutes": 60}


def test_the_offline_model_is_meant_again_and_not_a_server_at_its_address() -> None:
    embedded = provider_of(Settings(), {})
    started = replace(STARTED, model=embedded.model, dialect=embedded.dialect, base_url=embedded.base_url)

    assert terms_of(started, Settings()) == {"provider.name": "local", "run.mode": "guard", **LIMITS}


def test_another_address_is_taken_over_so_that_pictures_go_where_they_went() -> None:
    flags = terms_of(replace(STARTED, base_url="http://127.0.0.1:9999/v1"), Settings())
    wanted = {name.partition(".")[2]: value for name, value in flags.items() if name.startswith("provider.")}

    again = provider_of(Settings(provider=settings_of({"provider": wanted}).provider), {})

    assert again.base_url == "http://127.0.0.1:9999/v1"


@pytest.mark.parametrize(("mode", "taken"), [("watch", "watch"), ("ask", "ask"), ("auto", None)])
def test_a_mode_in_which_nobody_is_asked_is_not_taken_over(mode: str, taken: str | None) -> None:
    assert terms_of(replace(STARTED, mode=mode), Settings()).get("run.mode") == taken
