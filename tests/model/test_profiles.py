"""The providers as data, and the table of dialects."""

from pathlib import Path

import pytest

import desktop_agent.model.dialects as folder
from desktop_agent.core.errors import SettingsError
from desktop_agent.model.dialect import DIALECTS, dialect_named
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.profiles import PROFILES, Price, profile_named, profile_of_dialect


def test_the_table_of_dialects_equals_the_folder() -> None:
    files = {path.stem for path in Path(folder.__path__[0]).glob("*.py")} - {"__init__"}

    assert set(DIALECTS) == files


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_speaks_a_dialect_and_has_an_address(name: str) -> None:
    profile = profile_named(name)

    assert profile.name == name
    assert dialect_named(profile.dialect).name == profile.dialect
    assert endpoint(profile.base_url).url.endswith("/v1/responses")


def test_a_dialect_alone_means_its_own_profile() -> None:
    assert {name: profile_of_dialect(name).name for name in DIALECTS} == {
        "lightcone": "lightcone",
        "preview": "lightcone",
        "openai": "openai",
    }


def test_one_host_can_answer_in_another_space_in_another_dialect() -> None:
    profile = PROFILES["lightcone"]

    assert [profile.coordinates_for(name) for name in ("lightcone", "preview")] == ["viewport", "grid1000"]


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    for look_up in (profile_named, profile_of_dialect, dialect_named):
        with pytest.raises(SettingsError, match=r"Use one of: .*openai"):
            look_up("opnai")


def test_a_price_is_for_a_million_tokens_and_unknown_tokens_have_none() -> None:
    price = Price(read=1.0, written=5.0)

    assert price.of(1_204, 33) == pytest.approx(0.001369)
    assert (price.of(None, 33), price.of(1_204, None)) == (None, None)
