"""OpenAI, at its own address and on Azure."""

from dataclasses import replace

from desktop_agent.core.texts.message import Message
from desktop_agent.model.profile import Price, Profile

_OPENAI = Profile(
    name="openai",
    title="OpenAI",
    keys_at="https://platform.openai.com/api-keys",
    prices_at="https://developers.openai.com/api/docs/pricing",
    base_url="https://api.openai.com/v1",
    key_variable="OPENAI_API_KEY",
    dialect="openai",
    model="gpt-5.4",
    keeps=Message("The server stores responses and their screenshots for a limited time."),
    # Requests of more than 272,000 tokens cost more.
    price=Price(
        read=2.5, written=15.0, cached=0.25, as_of="2026-06-21", source="developers.openai.com/api/docs/pricing"
    ),
)

PROFILES = (
    _OPENAI,
    replace(
        _OPENAI,
        name="azure",
        title="Azure OpenAI",
        keys_at="https://portal.azure.com",
        prices_at="https://azure.microsoft.com/pricing",
        base_url="",
        own_hosts=r".+\.openai\.azure\.com",
        address_form="https://RESOURCE.openai.azure.com/openai/v1",
        key_variable="AZURE_OPENAI_API_KEY",
        auth="api-key",
        price=None,  # it depends on the contract and the region
    ),
)
