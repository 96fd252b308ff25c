"""Six secrets that nobody may ever read again, and a search for them in everything that is written or said."""

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

KEY = "sk-canary+k3y/7QzW=x9Vt2"
PASSWORD = "canary-Tr0ub4dor&3-password"
COOKIE = "canary-cookie-5f2c81d04b"
CANARIES: Mapping[str, bytes] = {
    "key": KEY.encode(),
    "bearer": f"Bearer {KEY}".encode(),
    "key in base64": base64.b64encode(KEY.encode()).rstrip(b"="),
    "key in a URL": quote(KEY, safe="").encode(),
    "typed password": PASSWORD.encode(),
    "cookie": COOKIE.encode(),
}


def found_in(*said: bytes | str) -> set[str]:
    """Return the names of the canaries that stand in any of these."""
    whole = b"\0".join(each if isinstance(each, bytes) else each.encode("utf-8", "surrogatepass") for each in said)
    # JSON and `repr` may write a sign in another way.
    whole += whole.replace(b"\\/", b"/").replace(b"\\u002b", b"+")
    return {name for name, canary in CANARIES.items() if canary in whole}


def found_under(folders: Iterable[Path]) -> set[str]:
    """Return the names of the canaries that stand in any file below these folders, or in a file's name."""
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    return found_in(*(str(path) for path in paths), *(path.read_bytes() for path in paths if path.is_file()))
