"""Returns the site of a page's address."""

from __future__ import annotations

from urllib.parse import urlsplit

# A page inside of another page that has no address of its own belongs to the outer one.
_INHERITED = frozenset({"about", "blob", "javascript", ""})


def site_of(address: str, outer: str = "") -> str:
    """Return scheme and host of an address, with the port where it names one; `outer` where it has none of its own."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme == "blob":
        return site_of(address.strip()[len("blob:") :], outer)
    if parts.scheme in _INHERITED:
        return outer
    if ":" in host:
        host = f"[{host}]"
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")
