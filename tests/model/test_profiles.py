"""The providers as data, and the table of dialects."""

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.profiles import PROFILES, profile_named, profile_of_dialect


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
