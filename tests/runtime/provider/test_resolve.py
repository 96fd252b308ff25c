"""Which server is meant, and which key may go there."""

import pytest

from desktop_agent.core.decisions.question_words import UNCHECKED
from desktop_agent.core.errors import SettingsError
from desktop_agent.model.profiles import known_profiles
from desktop_agent.runtime.provider.resolve import picture_form, privacy, selected_provider
from desktop_agent.settings import ProviderSettings, Settings, settings_of

KEYS = {"OPENAI_API_KEY": "sk-openai", "TZAFON_API_KEY": "tz-secret", "DESKTOP_AGENT_API_KEY": "own-secret"}


@pytest.mark.parametrize("base_url", [None, ""])  # a setting that was emptied is none
def test_without_any_setting_the_built_in_model_is_used(base_url: str | None) -> None:
    meant = selected_provider(ProviderSettings(base_url=base_url), {})

    assert (meant.profile.name, meant.embedded, meant.key.value) == ("local", True, None)


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ({"name": "openai"}, "sk-openai"),
        ({"name": "openai", "base_url": "https://api.openai.com.evil.example/v1"}, "own-secret"),
        ({"name": "openai", "base_url": "https://api.openai.com:8443/v1"}, "own-secret"),
        ({"name": "vllm"}, "own-secret"),
    ],
)
def test_a_profiles_key_goes_to_its_own_host_only(wanted: dict[str, str], key: str) -> None:
    meant = selected_provider(settings_of({"provider": wanted}).provider, KEYS)

    assert meant.key.value == key
    assert key not in repr(meant)


def test_loopback_needs_no_key_and_another_host_does() -> None:
    assert selected_provider(ProviderSettings(base_url="http://localhost:1/v1"), {}).key.value is None
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        selected_provider(ProviderSettings(name="openai"), {"DESKTOP_AGENT_API_KEY": ""})


@pytest.mark.parametrize("url", ["http://example.org/v1", "ftp://host", "https://", "nonsense", "https://host/?a=b"])
def test_an_address_that_is_not_called_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        selected_provider(ProviderSettings(base_url=url), KEYS)


def test_the_first_line_says_what_goes_where_and_what_is_kept() -> None:
    keys = KEYS | {"OPENROUTER_API_KEY": "k", "ANTHROPIC_API_KEY": "k"}
    meant = {
        name: selected_provider(ProviderSettings(name=name, forget=True), keys)
        for name in ("openrouter", "ollama", "lmstudio", "openai", "anthropic", "local")
    }
    words = {name: privacy(one, "/runs", pictures=True) for name, one in meant.items()}
    vendor = privacy(meant["openai"], "/runs", pictures=False)

    assert "The model runs on this computer and sends nothing." in words["local"]
    assert "/runs" in words["local"]
    assert privacy(meant["openai"], "/runs", pictures=True, instead="No model.").startswith("No model. All events and")
    assert "api.openai.com" in vendor
    assert "All events are recorded in /runs, but screenshots aren't." in vendor
    # Where the history is kept here, a server is asked to store nothing.
    assert [name for name, text in words.items() if "delete its responses when" in text] == ["lmstudio", "openai"]
    # By functions alone a server checks nothing.
    assert [name for name, text in words.items() if UNCHECKED in text] == [
        "openrouter", "ollama", "lmstudio", "anthropic",
    ]  # fmt: skip


def test_a_history_that_the_server_is_not_to_store_is_kept_here() -> None:
    unstored = {"name": "openai", "params": {"store": False}}
    with pytest.raises(SettingsError, match="can't keep a history without storing it"):
        selected_provider(settings_of({"provider": unstored | {"chain": True}}).provider, KEYS)

    assert not selected_provider(settings_of({"provider": unstored}).provider, KEYS).stores


@pytest.mark.parametrize(
    ("model", "viewport", "most"),
    [
        ("claude-opus-4-20250514", "1568x784", ""),
        ("claude-sonnet-4-5@20250929", "1920x1080", "1456x819"),
        ("claude-sonnet-5-5", "3840x2160", "2576x1449"),
    ],
)
def test_no_picture_is_so_large_that_the_model_would_see_it_smaller(model: str, viewport: str, most: str) -> None:
    wanted = {"provider": {"name": "anthropic", "model": model}, "screen": {"viewport": viewport}}

    if not most:
        assert picture_form(settings_of(wanted)) == ("png", 1)
    else:
        with pytest.raises(SettingsError, match=f"{viewport} is larger than “{model}” is known to see") as refused:
            picture_form(settings_of(wanted))
        assert str(refused.value.hint) == f"Choose a size up to {most}, or omit it."


def test_a_platform_that_wants_a_workspace_is_told_one() -> None:
    address = "https://aws-external-anthropic.eu-west-1.api.aws"
    wanted = settings_of({"provider": {"name": "aws-claude", "base_url": address}}).provider
    keys = {"ANTHROPIC_AWS_API_KEY": "abc"}
    known = known_profiles({"aws-claude": {"workspace": "wrkspc_1"}})

    with pytest.raises(SettingsError, match="No workspace is set"):
        selected_provider(wanted, keys)
    assert selected_provider(wanted, keys, known=known).profile.credentials("abc") == {
        "Authorization": "Bearer abc", "anthropic-workspace-id": "wrkspc_1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "step"),
    [
        ({"name": "openai"}, 1),
        ({"name": "ollama", "model": "qwen2.5vl:7b"}, 28),
        ({"name": "vllm-functions", "family": "fara"}, 28),
        ({"name": "vllm-functions", "family": "fara", "coordinates": "viewport"}, 1),
    ],
)
def test_pictures_come_in_the_steps_in_which_the_model_would_resize_them(expected: dict[str, str], step: int) -> None:
    assert picture_form(Settings(provider=settings_of({"provider": expected}).provider))[1] == step
