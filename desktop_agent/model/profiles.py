"""The built-in providers as data: their address, dialect, price, and what they store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message, sentences
from desktop_agent.model.money import Price
from desktop_agent.model.nearest import guess
from desktop_agent.model.space import Coordinates

OWN_KEY = "DESKTOP_AGENT_API_KEY"
UNKNOWN_KEEPING = Message("It isn't known what this server keeps.")
# Each region is a host of its own. Not every name below amazonaws.com is Amazon's: a bucket's owner chooses its own.
BEDROCK_HOSTS = r"bedrock-runtime(?:-fips)?\.[a-z]+(?:-[a-z]+)+-\d\.amazonaws\.com"
VERTEX_HOSTS = r"(?:[a-z0-9-]+-)?aiplatform(?:\.(?:us|eu)\.rep)?\.googleapis\.com"
Auth = Literal["bearer", "api-key", "x-goog-api-key", "none"]
PictureKind = Literal["png", "jpeg", "webp"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One provider."""

    name: str
    base_url: str  # empty: only the user knows it
    key_variable: str  # empty: needs none, or the user's own
    dialect: str
    model: str
    keeps: str  # what the server keeps, in a sentence
    coordinates: Coordinates = "viewport"
    coordinates_in: Mapping[str, Coordinates] = field(default_factory=dict)  # in another dialect than its own
    auth: Auth = "bearer"
    own_hosts: str = ""  # every https host that this pattern fits is the profile's own, whatever `base_url` says
    address_form: str = ""  # how a `base_url` looks that only the user knows
    key_kept_as: str = ""  # the profile under whose name the keyring has the key; empty: its own name
    picture: PictureKind = "png"
    chain: bool = True
    stream: bool = True
    offers_done: bool = True
    window_tokens: int | None = None  # how much the model can hold; None where nobody says
    price: Price | None = None  # of `model`
    free_at_home: bool = False  # on this computer nobody is paid for any of its models
    params: Mapping[str, object] = field(default_factory=dict)  # further fields of each request, checked
    extra_body: Mapping[str, object] = field(default_factory=dict)  # and such as nobody checks
    family: str = ""  # of its model, where the dialect has families; empty: what suits any
    pictures_in_results: bool = False  # whether the server takes pictures in the results of functions
    one_tool: bool | None = None  # the computer as one function with an `action`, or one for each; None: as the family
    started_by: str = ""  # the command that starts a server on this computer
    title: str = ""  # its name for people; empty: its own name
    keys_at: str = ""  # the page where a key is made
    prices_at: str = ""

    @property
    def variable(self) -> str:
        """Return the environment variable for this profile's key."""
        return self.key_variable or OWN_KEY

    @property
    def kept_as(self) -> str:
        """Return the name of this profile's key in the keyring."""
        return self.key_kept_as or self.name

    def coordinates_for(self, dialect: str) -> Coordinates:
        """Return the coordinate space of this provider's answers in a dialect."""
        return self.coordinates_in.get(dialect, self.coordinates)

    @property
    def shown_name(self) -> str:
        """Return the name that people read."""
        return self.title or self.name

    def credentials(self, key: str | None) -> Mapping[str, str]:
        """Return the authentication header for this provider; empty without a key."""
        if not key or self.auth == "none":
            return {}
        return {"Authorization": f"Bearer {key}"} if self.auth == "bearer" else {self.auth: key}


_LIGHTCONE = Profile(
    name="lightcone",
    title="Lightcone",
    keys_at="https://lightcone.ai",
    prices_at="https://docs.lightcone.ai/guides/pricing",
    base_url="https://api.tzafon.ai",
    key_variable="TZAFON_API_KEY",
    dialect="lightcone",
    model="tzafon.northstar-cua-fast",
    keeps=Message("The server stores each response with its pictures until it is deleted."),
    # The newer API at this host most likely answers in the raw grid; the reference pages disagree.
    coordinates_in={"preview": "grid1000"},
    window_tokens=64_000,
    price=Price(read=0.5, written=1.5, as_of="2026-10-07", source="docs.lightcone.ai/guides/pricing"),
)
_OPENAI = Profile(
    name="openai",
    title="OpenAI",
    keys_at="https://platform.openai.com/api-keys",
    prices_at="https://developers.openai.com/api/docs/pricing",
    base_url="https://api.openai.com/v1",
    key_variable="OPENAI_API_KEY",
    dialect="openai",
    model="gpt-5.4",
    keeps=Message("The server stores responses with their pictures for a time; not with --no-chain."),
    # Requests of more than 272,000 tokens cost more.
    price=Price(
        read=2.5, written=15.0, cached=0.25, as_of="2026-06-21", source="developers.openai.com/api/docs/pricing"
    ),
)
_BY_FUNCTIONS = Profile(
    name="ollama",
    base_url="",
    key_variable="",
    dialect="functions",
    model="qwen3-vl:8b",
    keeps=Message("By default nothing: this server doesn't store responses; history is kept here."),
    chain=False,
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
    keeps=Message("Anthropic keeps no history of messages; its terms say what else it keeps."),
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
_GEMINI = Profile(
    name="gemini",
    title="Gemini",
    keys_at="https://aistudio.google.com/apikey",
    prices_at="https://ai.google.dev/pricing",
    base_url="https://generativelanguage.googleapis.com",
    key_variable="GEMINI_API_KEY",
    dialect="gemini",
    model="gemini-3.8-flash",
    keeps=Message("Google keeps no history of requests; its terms say what else it keeps."),
    coordinates="grid1000",
    auth="x-goog-api-key",
    chain=False,
    window_tokens=200_000,
    # From 2027 on; half of it until then. The cache by LiteLLM's table, the others as quoted by API Evangelist.
    price=Price(read=1.5, written=7.5, cached=0.15, as_of="2026-10-07", source="ai.google.dev/gemini-api/docs/pricing"),
)


def _on_vertex(name: str, title: str, profile: Profile) -> Profile:
    return replace(
        profile,
        name=name,
        title=title,
        keys_at="",  # `gcloud auth print-access-token` prints one that holds for an hour
        prices_at="https://cloud.google.com/vertex-ai/generative-ai/pricing",
        base_url="",
        own_hosts=VERTEX_HOSTS,
        address_form="https://aiplatform.googleapis.com/v1/projects/PROJECT/locations/global",
        key_variable="GOOGLE_OAUTH_ACCESS_TOKEN",
        key_kept_as="vertex",
        keeps=_GEMINI.keeps,
        auth="bearer",
        price=None,  # it depends on the region
    )


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        _LIGHTCONE,
        replace(
            _LIGHTCONE,
            name="lightcone-preview",
            title="Lightcone (preview)",
            dialect="preview",
            coordinates="grid1000",
            coordinates_in={},
            key_kept_as="lightcone",
        ),
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
            keeps=Message("Amazon keeps no history of messages; its terms say what else it keeps."),
            price=None,  # it depends on the region
        ),
        _on_vertex("vertex-claude", "Claude on Vertex AI", _CLAUDE),
        _GEMINI,
        _on_vertex("vertex-gemini", "Gemini on Vertex AI", _GEMINI),
        Profile(
            name="vllm",
            title="vLLM with Northstar",
            base_url="http://127.0.0.1:8000/v1",
            key_variable="",
            dialect="preview",
            model="Tzafon/Northstar-CUA-Fast",
            keeps=Message("By default nothing: vLLM doesn't store responses; history is kept here."),
            coordinates="grid1000",
            chain=False,
            window_tokens=64_000,
            started_by="vllm serve Tzafon/Northstar-CUA-Fast",
            free_at_home=True,
        ),
        replace(
            _BY_FUNCTIONS,
            name="ollama",
            title="Ollama",
            free_at_home=True,
            base_url="http://127.0.0.1:11434/v1",
            started_by="ollama serve",
        ),
        replace(
            _BY_FUNCTIONS,
            name="lmstudio",
            title="LM Studio",
            free_at_home=True,
            base_url="http://127.0.0.1:1234/v1",
            model="qwen/qwen3-vl-8b",
            keeps=Message("LM Studio stores responses on this computer for a time; not with --no-chain."),
            chain=True,
            started_by="lms server start",
        ),
        replace(
            _BY_FUNCTIONS,
            name="vllm-functions",
            title="vLLM",
            free_at_home=True,
            base_url="http://127.0.0.1:8000/v1",
            model="Qwen/Qwen3-VL-8B-Instruct",
            started_by="vllm serve Qwen/Qwen3-VL-8B-Instruct --enable-auto-tool-choice --tool-call-parser hermes",
        ),
        replace(
            _BY_FUNCTIONS,
            name="llama-cpp",
            title="llama.cpp",
            free_at_home=True,
            base_url="http://127.0.0.1:8080/v1",
            model="qwen3-vl",
            started_by="llama-server -hf Qwen/Qwen3-VL-8B-Instruct-GGUF --jinja",
        ),
        replace(
            _BY_FUNCTIONS,
            name="litellm",
            title="LiteLLM",
            base_url="http://127.0.0.1:4000/v1",
            keeps=Message(
                "LiteLLM's settings say what it stores; the terms of the server behind it say what that server keeps."
            ),
            started_by="LITELLM_MASTER_KEY=sk-… litellm --config config.yaml",
        ),
        replace(
            _BY_FUNCTIONS,
            name="openrouter",
            title="OpenRouter",
            keys_at="https://openrouter.ai/settings/keys",
            prices_at="https://openrouter.ai/models",
            base_url="https://openrouter.ai/api/v1",
            key_variable="OPENROUTER_API_KEY",
            model="qwen/qwen3-vl-235b-a22b-instruct",
            keeps=Message(
                "OpenRouter doesn't store responses; the terms of the host behind it say what that host keeps."
            ),
        ),
        replace(
            _BY_FUNCTIONS,
            name="mistral",
            title="Mistral",
            keys_at="https://console.mistral.ai/api-keys",
            prices_at="https://mistral.ai/pricing",
            base_url="https://api.mistral.ai/v1",
            key_variable="MISTRAL_API_KEY",
            model="mistral-medium-latest",
            keeps=Message("Mistral keeps no history of responses; its terms say what else it keeps."),
            pictures_in_results=True,
        ),
        replace(
            _BY_FUNCTIONS,
            # Its reference knows chat completions alone: until it has responses, LiteLLM stands before it.
            name="hcompany",
            title="H Company",
            base_url="https://api.hcompany.ai/v1",
            key_variable="HAI_API_KEY",
            model="holo3-1-35b-a3b",
            keeps=UNKNOWN_KEEPING,
            window_tokens=65_536,
            price=Price(read=0.25, written=1.8, as_of="2026-10-07", source="hcompany.ai/models-api"),
        ),
        Profile(
            name="local",
            title=Message("Built-in model"),
            free_at_home=True,
            base_url="http://127.0.0.1:8017/v1",
            key_variable="",
            dialect="preview",
            model="local",
            keeps=Message("Nothing leaves this computer; the local model forgets everything when it ends."),
        ),
    )
}


def profile_named(name: str, known: Mapping[str, Profile] = PROFILES) -> Profile:
    """Return a profile; SettingsError for an unknown name."""
    try:
        return known[name]
    except KeyError:
        guessed = guess(name, known)
        hint = sentences(guessed, Message("Use one of: {known}.", known=", ".join(known)))
        raise SettingsError(Message("There is no provider called “{name}”.", name=name), hint) from None


def profile_of_dialect(dialect: str, known: Mapping[str, Profile] = PROFILES) -> Profile:
    """Return the profile that is meant when only a dialect is named."""
    from desktop_agent.model.dialects import dialect_named

    return known[dialect_named(dialect).profile]
