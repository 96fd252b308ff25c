"""A provider: its address, dialect, price, and what it stores. The built-in ones are in `profiles/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from desktop_agent.core.texts.message import Message
from desktop_agent.model.cost import Price
from desktop_agent.model.space import Coordinates

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
