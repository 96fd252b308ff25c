"""The providers as data, and a user's own: what they take over from ours, and that no key or price moves with them."""

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.endpoint import key_variables
from desktop_agent.model.profile import Price, Profile
from desktop_agent.model.profiles import PROFILES, known_profiles, profile_named, profile_of_dialect

ELSEWHERE = "https://models.example/v1"


def mine(**given: object) -> Profile:
    return known_profiles({"mine": given})["mine"]


def test_another_model_of_a_known_server_takes_over_all_but_what_belongs_to_the_model() -> None:
    profile = mine(like="lightcone", model="tzafon.other")

    assert (profile.name, profile.base_url, profile.key_variable) == ("mine", "https://api.tzafon.ai", "TZAFON_API_KEY")
    assert (profile.kept_as, profile.price, profile.window_tokens) == ("lightcone", None, None)


def test_another_name_of_the_same_model_keeps_its_price() -> None:
    profile = mine(like="lightcone", model="tzafon.northstar-cua-fast")

    assert profile.price == PROFILES["lightcone"].price
    assert PROFILES["lightcone"].is_for("tzafon.northstar-cua-fast")
    assert not PROFILES["lightcone"].is_for("tzafon.northstar-cua-fast-1.7")


def test_another_address_takes_neither_key_nor_price_along() -> None:
    for profile in (
        mine(like="lightcone", base_url=ELSEWHERE),
        known_profiles({"openai": {"base_url": ELSEWHERE}})["openai"],
    ):
        assert (profile.key_variable, profile.price) == ("", None)
        assert profile.kept_as == f"{profile.name} at https://models.example:443"
        assert key_variables(profile, ELSEWHERE) == ("DESKTOP_AGENT_API_KEY",)


def test_a_key_that_is_named_goes_to_the_address_that_stands_beside_it_and_no_further() -> None:
    profile = mine(base_url=ELSEWHERE, dialect="openai", model="m", key_variable="MINE_API_KEY")

    assert key_variables(profile, f"{ELSEWHERE}/responses") == ("MINE_API_KEY",)
    for other in ("https://models.example:8443/v1", "http://models.example/v1", "https://example/v1"):
        assert key_variables(profile, other) == ("DESKTOP_AGENT_API_KEY",)


def test_a_key_of_azures_goes_to_every_customers_host_there_and_to_no_other() -> None:
    for url, variable in (("https://corp.openai.azure.com/openai/v1", "AZURE_OPENAI_API_KEY"), (ELSEWHERE, "")):
        assert known_profiles({"azure": {"base_url": url}})["azure"].key_variable == variable


def test_another_dialect_brings_its_own_way_of_counting_unless_one_is_given() -> None:
    assert mine(like="lightcone", dialect="preview").coordinates_for("preview") == "grid1000"
    assert mine(like="lightcone", dialect="preview", coordinates="viewport").coordinates_for("preview") == "viewport"


def test_everything_that_can_be_said_is_taken() -> None:
    given: dict[str, object] = {"base_url": ELSEWHERE, "dialect": "preview", "model": "m", "key_variable": "K"}
    given |= {"coordinates": "grid1000", "picture": "webp", "chain": False, "stream": False}
    given |= {"auth": "api-key", "window_tokens": 8_000, "params": {"temperature": 0.1, "x": 1}}
    profile = mine(**given, price_read=1.5, price_written=2, price_cached=0.5)

    assert {name: getattr(profile, name) for name in given} == given
    assert profile.price == Price(1.5, 2, 0.5)


def test_what_is_no_address_is_told_with_the_section_that_it_stands_in() -> None:
    with pytest.raises(SettingsError, match=r"\[providers.mine\] base_url: .*user name or password"):
        mine(like="openai", base_url="https://me:secret@host/v1")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("openai", {"Authorization": "Bearer abc"}),
        ("azure", {"api-key": "abc"}),
        ("foundry-claude", {"x-api-key": "abc"}),
    ],
)
def test_a_key_is_shown_in_the_header_that_the_vendor_wants(name: str, header: dict[str, str]) -> None:
    assert PROFILES[name].credentials("abc") == header
    assert PROFILES[name].credentials(None) == {}


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    for look_up in (profile_named, profile_of_dialect, dialect_named):
        with pytest.raises(SettingsError, match=r"Use one of: .*openai"):
            look_up("opnai")
