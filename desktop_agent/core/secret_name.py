"""Which environment variables are called like a secret: no program that is not ours gets them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SECRET = re.compile(r"(?:^|_)(?:API_?)?(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)S?$", re.IGNORECASE)


def is_secret_name(name: str) -> bool:
    """Tell whether a variable is called like a key, a token or a password."""
    return _SECRET.search(name) is not None


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that are not called like a secret."""
    return {name: value for name, value in environment.items() if not is_secret_name(name)}
