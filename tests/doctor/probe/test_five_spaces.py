"""Five ways of counting points, each played by a server: which one it is shows in clicks on the marks, and is kept."""

import itertools
from pathlib import Path

import pytest

from desktop_agent.doctor.probe import changes, passed
from desktop_agent.model.coordinate_test import SIZE
from desktop_agent.model.coordinates import COORDINATES, Coordinates, resized
from desktop_agent.model.profile import OWN_KEY
from desktop_agent.model.profiles import known_profiles
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.request_options import coordinates_of, spoken_dialect, stated_coordinates
from desktop_agent.runtime.provider.resolve import selected_provider
from desktop_agent.settings import load, settings_of
from desktop_agent.settings.edit import set_values
from tests.doctor.probe.test_trial import Tried
from tests.fakes.people.clicker import Counting, clicking
from tests.fakes.servers.scripted_server import ScriptedServer

HOST = "https://models.example/v1"
SEEN = resized(SIZE)
SIDES: dict[Coordinates, tuple[float, float]] = {
    "viewport": (SIZE.width, SIZE.height),
    "grid1000": (999, 999),
    "relative1000": (1000, 1000),
    "relative1": (1, 1),
    "resized28": (SEEN.width, SEEN.height),
}


def counted(way: Coordinates) -> Counting:
    """Count in this way, a little off: as a model is, and not what the judgement was built with."""
    width, height = SIDES[way]
    digits = 4 if way == "relative1" else None
    off = itertools.cycle(((2, -1), (-1, 2), (1, 1), (0, -2), (3, 0)))

    def count(x: float, y: float) -> tuple[float, float]:
        across, down = next(off)
        return round((x + across) * width / SIZE.width, digits), round((y + down) * height / SIZE.height, digits)

    return count


@pytest.mark.long
@pytest.mark.slow(but=["None-resized28", "grid1000-viewport"])
@pytest.mark.parametrize("way", COORDINATES)
@pytest.mark.parametrize("declared", ["grid1000", "relative1", None])
def test_the_coordinate_space_is_measured_whatever_the_profile_declares_and_is_saved_there(
    tmp_path: Path, way: Coordinates, declared: Coordinates | None
) -> None:
    more = {"coordinates": declared} if declared else {}
    with ScriptedServer(clicking(counted(way)), dialect="functions", strict=False) as server:
        trial = Tried(server.base_url, name="ollama", model="any", **more)
    changed = dict(changes(trial.meant, trial.found))

    # Of 0 to 999 and 0 to 1000 the same numbers are the same points: what was declared of the two stays.
    way = (declared or "relative1000") if {way, declared or way} <= {"grid1000", "relative1000"} else way
    way = "relative1000" if way == "grid1000" != declared else way
    assert trial.found.coordinates == changed["coordinates"] == way, trial.told
    assert (trial.states["space"] == "works") == (declared in {way, None})
    assert passed([check for check in trial.told if check.name == "space"], changed)
    file = tmp_path / "config.toml"
    set_values(file, {f"providers.ollama.{key}": value for key, value in changed.items()})
    kept = known_profiles(load(file, {}, {}).settings.providers)["ollama"]
    assert coordinates_of(kept, ProviderSettings(), spoken_dialect(kept, ProviderSettings())) == way


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
def test_a_coordinate_space_is_taken_from_settings_or_from_a_vendors_own_host_only(
    wanted: dict[str, str], stated: str | None
) -> None:
    keys = dict.fromkeys(
        ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "TZAFON_API_KEY", "MISTRAL_API_KEY", OWN_KEY), "k"
    )
    meant = selected_provider(settings_of({"provider": wanted}).provider, keys)

    assert stated_coordinates(meant.profile, meant.settings, spoken_dialect(meant.profile, meant.settings)) == stated
