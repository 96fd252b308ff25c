"""Claude, at Anthropic's address and on the platforms of Amazon and Google."""

from dataclasses import replace

from desktop_agent.core.message import Message
from desktop_agent.model.cost import Price
from desktop_agent.model.profile import BEDROCK_HOSTS, Profile, on_vertex

_CLAUDE = Profile(
    name="anthropic",
    title="Claude",
    keys_at="https://console.anthropic.com/settings/keys",
    prices_at="https://www.anthropic.com/pricing",
    base_url="https://api.anthropic.com",
    key_variable="ANTHROPIC_API_KEY",
    dialect="anthropic",
    model="claude-sonnet-5-5",
    keeps=Message("Anthropic doesn't keep a history of messages. For other data it keeps, see its terms."),
    chain=False,
    window_tokens=200_000,
    # A cache read has cost half as much as with the model before it since 2026-10-07.
    price=Price(
        read=2.0,
        written=10.0,
        cached=0.1,
        caching=2.5,
        as_of="2026-11-25",
        source="platform.claude.com/docs/en/models/sonnet-5-5/migration-guide",
    ),
)

PROFILES = (
    _CLAUDE,
    replace(
        _CLAUDE,
        name="bedrock",
        title="Claude on Amazon Bedrock",
        keys_at="https://console.aws.amazon.com/bedrock/home#/api-keys",
        prices_at="https://aws.amazon.com/bedrock/pricing",
        base_url="",
        own_hosts=BEDROCK_HOSTS,
        address_form="https://bedrock-runtime.REGION.amazonaws.com",
        key_variable="AWS_BEARER_TOKEN_BEDROCK",
        model="anthropic.claude-sonnet-5-5",
        keeps=Message("Amazon doesn't keep a history of messages. For other data it keeps, see its terms."),
        price=None,  # it depends on the region
    ),
    on_vertex("vertex-claude", "Claude on Vertex AI", _CLAUDE),
)
