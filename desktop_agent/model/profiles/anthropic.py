"""Claude, at Anthropic's address and on the platforms of Amazon, Microsoft and Google."""

from dataclasses import replace

from desktop_agent.core.texts.message import Message
from desktop_agent.model.profile import (
    AWS_HOSTS,
    BEDROCK_HOSTS,
    FOUNDRY_HOSTS,
    GOOGLE_CLAUDE_HOSTS,
    UNKNOWN_KEEPING,
    Price,
    Profile,
    on_vertex,
)

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

# The vendor's own API elsewhere. Addresses, header fields and variables are those of its SDK: `lib/bedrock/_mantle`,
# `lib/aws`, `lib/foundry` and `lib/google_cloud` of `anthropic` 2.14.0. The price depends on the contract or region.
_ELSEWHERE = replace(_CLAUDE, base_url="", keys_at="", price=None)

PROFILES = (
    _CLAUDE,
    replace(
        _ELSEWHERE,
        name="bedrock",
        title="Claude on Amazon Bedrock",
        keys_at="https://console.aws.amazon.com/bedrock/home#/api-keys",
        prices_at="https://aws.amazon.com/bedrock/pricing",
        own_hosts=BEDROCK_HOSTS,
        address_form="https://bedrock-mantle.REGION.api.aws/anthropic",
        key_variable="AWS_BEARER_TOKEN_BEDROCK",
        model="anthropic.claude-sonnet-5-5",
        keeps=Message("Amazon doesn't keep a history of messages. For other data it keeps, see its terms."),
    ),
    replace(
        _ELSEWHERE,
        name="aws-claude",
        title="Claude Platform on AWS",
        own_hosts=AWS_HOSTS,
        address_form="https://aws-external-anthropic.REGION.api.aws",
        key_variable="ANTHROPIC_AWS_API_KEY",
        workspace="",
    ),
    replace(
        _ELSEWHERE,
        name="foundry-claude",
        title="Claude on Microsoft Foundry",
        keys_at="https://ai.azure.com",
        prices_at="https://azure.microsoft.com/pricing",
        own_hosts=FOUNDRY_HOSTS,
        address_form="https://RESOURCE.services.ai.azure.com/anthropic",
        key_variable="ANTHROPIC_FOUNDRY_API_KEY",
        auth="x-api-key",
        keeps=UNKNOWN_KEEPING,
    ),
    replace(
        _ELSEWHERE,
        name="google-claude",
        title="Claude on Google Cloud",
        own_hosts=GOOGLE_CLAUDE_HOSTS,
        address_form="https://claude.googleapis.com/v1/projects/PROJECT/locations/global/workspaces/WORKSPACE/invoke",
        key_variable="GOOGLE_OAUTH_ACCESS_TOKEN",
        key_kept_as="vertex",  # the same token, which holds for an hour
    ),
    on_vertex("vertex-claude", "Claude on Vertex AI", _CLAUDE),
)
