"""The variables that a function gets: a few that every program needs, and those that the user names; never a key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop_agent.core.secret_name import without_secrets

_USUAL = frozenset({
    *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"),
    # Without these no program starts on Windows.
    *("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
})  # fmt: skip


def scrubbed(environment: Mapping[str, str], let_through: Iterable[str]) -> dict[str, str]:
    """Return the variables that a function gets; whatever is called like a secret is left out even if it is named."""
    wanted = _USUAL | {*let_through}
    return {name: value for name, value in without_secrets(environment).items() if name in wanted}
