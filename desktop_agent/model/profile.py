"""A provider: its address, dialect, price, and what it stores; and the cost of a conversation. Pure.

Estimates err on the high side. A token of English is about four characters, one of Chinese about one character, of
three bytes. Vendors count a picture by its pixels, whatever its format: 784 to a token (Qwen's family), about 1,540
(OpenAI's tiles), 1,024 times a model's factor of up to two (OpenAI's patches).

All tries of one request carry the same Idempotency-Key, so it is billed once, however often it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.model.coordinates import Coordinates
from desktop_agent.model.picture import PicturePlaceholder

# The settings hold prices, and are loaded before anything of a run is.
if TYPE_CHECKING:
    from desktop_agent.core.runs.turn import Usage


OWN_KEY = "DESKTOP_AGENT_API_KEY"
KEPT_BY_GOOGLE = Message("Google doesn't keep a history of requests. For other data it keeps, see its terms.")
UNKNOWN_KEEPING = Message("We don't know what data this server keeps.")
# Each region is a host of its own.
_REGION = r"[a-z]+(?:-[a-z]+)+-\d"
BEDROCK_HOSTS = rf"bedrock-mantle\.{_REGION}\.api\.aws"
AWS_HOSTS = rf"aws-external-anthropic\.{_REGION}\.api\.aws"
FOUNDRY_HOSTS = r"[a-z0-9-]+\.services\.ai\.azure\.com"
GOOGLE_CLAUDE_HOSTS = r"claude\.googleapis\.com"
VERTEX_HOSTS = r"(?:[a-z0-9-]+-)?aiplatform(?:\.(?:us|eu)\.rep)?\.googleapis\.com"
PictureKind = Literal["png", "jpeg", "webp"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One provider."""

    name: str
    base_url: str  # empty: only the user knows it
    key_variable: str  # empty: needs none, or the user's own
    dialect: str
    model: str
    keeps: str  # a sentence about the data that the server stores
    coordinates: Coordinates | None = None  # of `model`; None: by the API or the model, or unknown
    coordinates_in: Mapping[str, Coordinates] = field(default_factory=dict)  # of any model in a dialect
    auth: str = "bearer"  # `bearer`, `none`, or the header that holds the key
    own_hosts: str = ""  # a pattern of the profile's own https hosts, independent of `base_url`
    address_form: str = ""  # how a `base_url` looks that only the user knows
    workspace: str | None = None  # sent with each request; empty: the user's own is needed; None: there is none
    key_kept_as: str = ""  # the profile under whose name the keyring has the key; empty: its own name
    picture: PictureKind = "png"
    chain: bool = True
    stream: bool = True
    window_tokens: int | None = None  # the model's context window; None: unknown
    price: Price | None = None  # of `model`
    aliases: tuple[str, ...] = ()  # other names of that model
    free_at_home: bool = False  # on this computer all of its models are free
    params: Mapping[str, object] = field(default_factory=dict)  # further fields of each request
    family: str = ""  # of its model, if the dialect has families; empty: any
    pictures_in_results: bool = False  # whether the server takes pictures in the results of functions
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

    def coordinates_for(self, dialect: str) -> Coordinates | None:
        """Return the coordinate space of this provider's answers in a dialect; None if it is unknown."""
        return self.coordinates_in.get(dialect, self.coordinates)

    def is_for(self, model: str | None) -> bool:
        """Return whether price and window are those of this model; None: the profile's own."""
        return model in {None, self.model, *self.aliases}

    @property
    def shown_name(self) -> str:
        """Return the name that people read."""
        return self.title or self.name

    def credentials(self, key: str | None) -> Mapping[str, str]:
        """Return the header fields that authenticate to this provider; empty without a key."""
        if not key or self.auth == "none":
            return {}
        workspace = {"anthropic-workspace-id": self.workspace} if self.workspace else {}
        return {**({"Authorization": f"Bearer {key}"} if self.auth == "bearer" else {self.auth: key}), **workspace}


def on_vertex(name: str, title: str, profile: Profile) -> Profile:
    """Return the profile of a vendor's models as Google's Vertex AI has them."""
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
        keeps=KEPT_BY_GOOGLE,
        auth="bearer",
        price=None,  # it depends on the region
    )


NO_SIZE = Size(0, 0)  # for items whose pictures are placeholders, which know their size
_BYTES_OF_TEXT = 3
_PIXELS = 500
_ROUND_A_MESSAGE = 8  # tokens around each message, call and picture
# No model reads or writes as much in one turn.
MOST_TOKENS = 10_000_000
ESTIMATED = Message(
    "The server reports no usable count of tokens for this response, so its cost is estimated on the high side."
)


def tokens_of_text(text: str) -> int:
    """Return an estimate of a text's tokens."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    return -(-size // _BYTES_OF_TEXT)


def tokens_of_picture(size: Size) -> int:
    """Return an estimate of a picture's tokens."""
    return -(-size.width * size.height // _PIXELS) + _ROUND_A_MESSAGE


def tokens_of_items(items: Sequence[object], picture: Size) -> int:
    """Return an estimate of the tokens of items; `picture` is the size of each picture in them."""
    return sum(_tokens_of(item, picture) + _ROUND_A_MESSAGE for item in items)


def _tokens_of(value: object, picture: Size) -> int:
    match value:
        case str():
            return tokens_of_picture(picture) if value.startswith("data:image/") else tokens_of_text(value)
        case list() | tuple():
            return sum([_tokens_of(part, picture) for part in value])
        case dict() | Mapping():
            return sum([tokens_of_text(str(key)) + _tokens_of(part, picture) for key, part in value.items()])
        case PicturePlaceholder():
            return tokens_of_picture(value.size)
        case _:  # a number, true, false or null, which JSON writes as long as Python does
            return tokens_of_text(str(value))


@dataclass(frozen=True, slots=True)
class Price:
    """USD for a million tokens; `cached` is for tokens read from the server's cache, `caching` for those written to it.

    Both are None if they cost the same as other tokens. `as_of` is the day on which `source` had this price; both are
    empty for a price set by the user.
    """

    read: float
    written: float
    cached: float | None = None
    as_of: str = ""
    source: str = ""
    caching: float | None = None

    def of(self, read: int, written: int, cached: int = 0, newly_cached: int = 0) -> float:
        """Return the cost in USD; `cached` of the tokens read were in the server's cache, `newly_cached` are now."""
        old = min(cached, read)
        new = min(newly_cached, read - old)
        cheap = self.read if self.cached is None else self.cached
        dear = self.read if self.caching is None else self.caching
        return ((read - old - new) * self.read + old * cheap + new * dear + written * self.written) / 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one answer in USD; `estimated` when the server's count was unusable."""

    usd: float
    estimated: bool


def cost_of(price: Price | None, usage: Usage | None, sent: int, received: Sequence[JsonItem]) -> Cost | None:
    """Return the cost of an answer, None without a price; `sent` is our estimate of the tokens that the server read.

    `received` are the items of the answer.
    """
    if price is None:
        return None
    read = _plausible_count(usage.input_tokens) if usage else None
    written = _plausible_count(usage.output_tokens) if usage else None
    cached = usage.cached_tokens if usage and read is not None else 0
    newly_cached = usage.newly_cached_tokens if usage and read is not None else 0
    estimated = read is None or written is None
    read = read or sent
    written = written or tokens_of_items(received, NO_SIZE)
    return Cost(price.of(read, written, cached, newly_cached), estimated)


def _plausible_count(tokens: int | None) -> int | None:
    """Return the server's count; None for a missing or impossible one."""
    return tokens if tokens is not None and 0 < tokens <= MOST_TOKENS else None
