"""What goes into a profile after a test: what was found and what was tested, and nothing that it says already."""

import pytest

from desktop_agent.doctor.probe import Findings, changes
from desktop_agent.runtime.provider.resolve import selected_provider
from desktop_agent.settings import settings_of

KEYS = {"TZAFON_API_KEY": "tz-a", "MISTRAL_API_KEY": "mi-a", "DESKTOP_AGENT_API_KEY": "own"}


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        ({"name": "local"}, Findings(coordinates="viewport", stream=True, chain=True), {}),
        ({"name": "lightcone"}, Findings(coordinates="viewport"), {"coordinates": "viewport"}),
        ({"name": "lightcone"}, Findings(), {}),
        ({"name": "vllm"}, Findings(chain=True, stream=False), {"chain": True, "stream": False}),
        (
            {"name": "lightcone", "dialect": "preview"},
            Findings(coordinates="grid1000"),
            {"dialect": "preview", "coordinates": "grid1000"},
        ),
    ],
)
def test_only_what_the_profile_does_not_say_is_changed(
    wanted: dict[str, str], found: Findings, expected: dict[str, object]
) -> None:
    assert changes(selected_provider(settings_of({"provider": wanted}).provider, KEYS), found) == expected
