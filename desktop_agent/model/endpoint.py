"""Where requests go: the rule for base URLs, and which key may go there. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.dialect import RESPONSES, Api
from desktop_agent.model.profile import OWN_KEY, VERTEX_HOSTS, Profile

_HINT = Message("Specify a URL such as https://host/v1.")
_HTTP = 80
_HTTPS = 443
LOGIN = re.compile(r"//[^/\s]*@")  # before the host of an address; it may be a password
_USABLE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:=-]{0,511}")
_VERSION = re.compile(r"/v\d+(?:beta\d*|alpha\d*)?$")
_ODD = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
# Below a workspace is the API of Anthropic itself.
_OF_A_PROJECT = re.compile(r"/projects/[^/]+/locations/[^/]+(?!/workspaces/)(?:/|$)")
# The placeholders in the example addresses of profiles.
_FROM_EXAMPLE = re.compile(r"(?<=[/.])(RESOURCE|REGION|PROJECT|WORKSPACE)(?=[/.])")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The URL of requests, without a trailing slash, and whether it is on this computer."""

    url: str
    loopback: bool


def endpoint(base_url: str, allow_http: Collection[str] = (), api: Api = RESPONSES) -> Endpoint:
    """Return the endpoint of a base URL.

    Trailing slashes are dropped; without a path it gets the API's route, as `/v1/responses`; one that ends in the
    route's last part, `/responses`, is left unchanged; one that ends in a version gets that part, and any other the
    API's `ending`, else that part, as the vendors' SDKs have it. Raises SettingsError for an invalid URL, and for
    `http` to another computer unless its name is in `allow_http`: key and pictures would travel unencrypted.
    """
    parts = _checked_url_parts(base_url)
    if example := _FROM_EXAMPLE.search(base_url):
        raise SettingsError(
            Message("The base URL still contains {word} from the example.", word=example[1]),
            Message("Replace it with your own."),
        )
    loopback = is_loopback(parts.hostname or "")
    host = parts.hostname or ""
    if parts.scheme == "http" and not loopback and host not in {name.lower() for name in allow_http}:
        raise SettingsError(
            Message(
                "The base URL uses http to connect to another computer, so the key and screenshots could "
                "be read in transit."
            ),
            Message(
                "Use https or, on a network you trust, run: desktop-agent config set network.allow_http {host}.",
                host=host,
            ),
        )
    # A copied address of the server's other API means the server.
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    last = f"/{api.route.rpartition('/')[2]}"
    if not path:
        path = api.route
    elif not path.endswith(last):
        path += last if _VERSION.search(path) else api.ending or last
    return Endpoint(f"{parts.scheme}://{parts.netloc}{path}", loopback)


def without_login(address: str) -> str:
    """Return a server's address; ValueError for one that contains a user name or a password."""
    if LOGIN.search(address):
        raise ValueError(Message("user names and passwords don't belong in an address; keys come from the environment"))
    return address


def is_on_vertex(base_url: str) -> bool:
    """Return whether a base URL has the addresses of Vertex AI, on its host or through a proxy.

    Vertex AI has its models under a project and a location.
    """
    parts = urlsplit(base_url.strip())
    return bool(re.fullmatch(VERTEX_HOSTS, parts.hostname or "") or _OF_A_PROJECT.search(parts.path))


def key_variables(profile: Profile, base_url: str) -> tuple[str, ...]:
    """Return the environment variables that may hold a key for this URL, best first.

    A profile's own key goes only to that profile's own host; anywhere else only the user's own key does.
    """
    if profile.key_variable and is_own_host(profile, base_url):
        return (profile.key_variable,)
    return (OWN_KEY,)


def is_own_host(profile: Profile, base_url: str) -> bool:
    """Return whether a URL is on a profile's own host, to which its key may be sent."""
    parts = _checked_url_parts(base_url)
    if profile.own_hosts and _origin(parts)[::2] == ("https", _HTTPS):
        return re.fullmatch(profile.own_hosts, parts.hostname or "") is not None
    return bool(profile.base_url) and _origin(_checked_url_parts(profile.base_url)) == _origin(parts)


def is_own_address(profile: Profile, base_url: str) -> bool:
    """Return whether a URL leads to a profile's own server, by whatever name this computer is called in it."""
    if needs_key(base_url) or not profile.base_url or needs_key(profile.base_url):
        return is_own_host(profile, base_url)
    return _origin(_checked_url_parts(profile.base_url))[::2] == _origin(_checked_url_parts(base_url))[::2]


def origin(base_url: str) -> str:
    """Return scheme, host and port of a URL, as people write them."""
    scheme, host, port = _origin(_checked_url_parts(base_url))
    return f"{scheme}://{host}:{port}"


def needs_key(base_url: str) -> bool:
    """Return whether the server at this URL needs a key."""
    return not is_loopback(_checked_url_parts(base_url).hostname or "")


def is_usable_id(response_id: str) -> bool:
    """Return whether a response's id can be part of a URL without changing where it leads."""
    return _USABLE_ID.fullmatch(response_id) is not None


def takes_key(profile: Profile) -> bool:
    """Return whether a profile's server gets a key; on this computer only if the user names a variable for it."""
    if profile.auth == "none":
        return False
    return bool(profile.key_variable) or not profile.base_url or needs_key(profile.base_url)


def checked_key(key: str | None) -> str | None:
    """Return the key without surrounding white space; SettingsError, which never shows it, for an unusable one."""
    plain = (key or "").strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isprintable()) or " " in plain or plain[0] in "\"'" or len(plain) > 4096:  # noqa: PLR2004
        raise SettingsError(
            Message(
                "The API key is too long, or contains something that isn't allowed in a key (quotes, white space, "
                "“Bearer” or other symbols)."
            ),
            Message("Use only the key, exactly as the provider shows it."),
        )
    return plain


def _checked_url_parts(base_url: str) -> SplitResult:
    try:
        parts = urlsplit(base_url.strip())
        port = parts.port
    except ValueError as error:
        raise SettingsError(Message("The base URL can't be read."), _HINT) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or _ODD.search(base_url.strip()):
        raise SettingsError(Message("The base URL isn't an http or https address."), _HINT)
    if parts.username is not None or parts.password is not None:
        raise SettingsError(
            Message("The base URL contains a user name or password."),
            Message("Keys come from the environment, never from a URL."),
        )
    if parts.query or parts.fragment:
        raise SettingsError(Message("The base URL contains a ? or #."), _HINT)
    return parts


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme, parts.hostname or "", parts.port or (_HTTPS if parts.scheme == "https" else _HTTP)


def is_loopback(host: str) -> bool:
    """Return whether a host is this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
