"""Five ways of counting points, each played by a server: which one it is shows in clicks on the marks, and is kept."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.devtools.probe.changes import changes, passed
from desktop_agent.devtools.probe.check import Findings, ProbeCheck
from desktop_agent.devtools.probe.start import ProviderProbe
from desktop_agent.host.provider import provider_meant
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.known_profiles import known_profiles
from desktop_agent.model.marks import MARKS, SIZE
from desktop_agent.model.profile import OWN_KEY
from desktop_agent.model.request_options import RequestOptions, coordinates_of, spoken_dialect, stated_coordinates
from desktop_agent.model.space import COORDINATES, Coordinates, resized
from desktop_agent.settings import load, settings_of
from desktop_agent.settings.edit import set_values
from tests.fakes.script import Answer, calls, says
from tests.fakes.scripted_server import ScriptedServer

HOST = "https://models.example/v1"
QUICK = Timeouts(connect_s=5.0, idle_s=10.0, total_s=20.0, tries=1, outage_s=0.0, gateway_s=0.0)
SEEN = resized(SIZE)
SIDES: dict[Coordinates, tuple[float, float]] = {
    "viewport": (SIZE.width, SIZE.height),
    "grid1000": (999, 999),
    "relative1000": (1000, 1000),
    "relative1": (1, 1),
    "resized28": (SEEN.width, SEEN.height),
}
# Clicks that are off by so much, in pixels of the picture: as a model's are, and not what the judgement was built with.
OFF = ((2, -1), (-1, 2), (1, 1), (0, -2), (3, 0))


def script(way: Coordinates) -> Callable[[Mapping[str, Any]], Answer]:
    """Click each mark when asked for it, counted in this way; say something in words else."""
    width, height = SIDES[way]
    digits = 4 if way == "relative1" else 0

    def answer(body: Mapping[str, Any]) -> Answer:
        said = json.dumps(body["input"])
        for mark, (across, down) in zip(MARKS, OFF, strict=True):
            if f'Click \\"{mark.word}\\"' in said:
                x = round((mark.x + across) * width / SIZE.width, digits)
                y = round((mark.y + down) * height / SIZE.height, digits)
                return calls("click", json.dumps({"x": x, "y": y, "button": "left"}))
        return says("It is visible.")

    return answer


def tried(base_url: str, declared: str | None) -> tuple[Findings, list[ProbeCheck], dict[str, object]]:
    """Test the server as `providers test` does; return what was found, each check, and what the profile will say."""
    wanted = {"name": "ollama", "base_url": base_url, "model": "any", "coordinates": declared}
    meant = provider_meant(settings_of({"provider": wanted}).provider, {})
    told: list[ProbeCheck] = []
    found = ProviderProbe(meant, told.append, lambda _: None, patience=QUICK).run()
    return found, told, dict(changes(meant, found))


@pytest.mark.parametrize("way", COORDINATES)
@pytest.mark.parametrize("declared", ["grid1000", "relative1", None])
def test_the_way_is_found_whatever_was_declared_and_kept_in_the_profile(
    tmp_path: Path, way: Coordinates, declared: Coordinates | None
) -> None:
    with ScriptedServer([script(way)] * 100, dialect="functions", strict=False) as server:
        found, told, changed = tried(server.base_url, declared)

    # Of 0 to 999 and 0 to 1000 the same numbers are the same points: what was declared of the two stays.
    way = (declared or "relative1000") if {way, declared or way} <= {"grid1000", "relative1000"} else way
    way = "relative1000" if way == "grid1000" != declared else way
    assert found.coordinates == changed["coordinates"] == way, told
    space = next(check for check in told if check.name == "space")
    assert (space.state == "works") == (declared in {way, None})
    assert passed([space], changed)
    file = tmp_path / "config.toml"
    set_values(file, {f"providers.ollama.{key}": value for key, value in changed.items()})
    kept = known_profiles(load(file, {}, {}).settings.providers)["ollama"]
    assert coordinates_of(kept, RequestOptions(), spoken_dialect(kept, RequestOptions())) == way


@pytest.mark.parametrize(
    ("wanted", "stated"),
    [
        ({"name": "openai"}, "viewport"),
        ({"name": "gemini", "base_url": HOST}, "grid1000"),
        ({"name": "lightcone"}, "grid1000"),
        ({"name": "lightcone", "base_url": HOST}, "viewport"),
        ({"dialect": "preview", "base_url": HOST}, None),
        ({"name": "vllm", "model": "another"}, None),
        ({"name": "local"}, "viewport"),
        ({"name": "ollama"}, "relative1000"),
        ({"name": "ollama", "model": "gemma4", "family": "holo"}, "relative1000"),
        ({"name": "ollama", "model": "gemma4", "coordinates": "relative1"}, "relative1"),
    ],
)
def test_a_space_is_known_only_where_somebody_answers_for_it(wanted: dict[str, str], stated: str | None) -> None:
    keys = dict.fromkeys(
        ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "TZAFON_API_KEY", "MISTRAL_API_KEY", OWN_KEY), "k"
    )
    meant = provider_meant(settings_of({"provider": wanted}).provider, keys)

    assert stated_coordinates(meant.profile, meant.options, spoken_dialect(meant.profile, meant.options)) == stated
