"""An earlier run's terms are those of the next one, but never that nobody is asked."""

from dataclasses import replace

from desktop_agent.host.follow import terms_of
from desktop_agent.host.provider import provider_of
from desktop_agent.settings import Settings, settings_of
from tests.fakes.recorded import run_started

STARTED = run_started("run", "/run")


def test_another_address_is_taken_over_so_that_pictures_go_where_they_went() -> None:
    flags = terms_of(replace(STARTED, base_url="http://127.0.0.1:9999/v1"), Settings())
    wanted = {name.partition(".")[2]: value for name, value in flags.items() if name.startswith("provider.")}

    again = provider_of(Settings(provider=settings_of({"provider": wanted}).provider), {})

    assert again.base_url == "http://127.0.0.1:9999/v1"
