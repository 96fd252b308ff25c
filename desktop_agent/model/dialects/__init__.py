"""The dialects of the Responses API, one file each, and the one list of them.

To add one, write its file and name it in DIALECTS. Flags, settings, Preferences, the check of parameters and the hints
read that list. The server's side is `devserver/dialects/`, with a list of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.dialects import lightcone, openai, preview

DIALECTS: Mapping[str, Dialect] = {
    dialect.name: dialect for dialect in (lightcone.LIGHTCONE, preview.PREVIEW, openai.OPENAI)
}


def dialect_named(name: str) -> Dialect:
    """Return a dialect; SettingsError for an unknown name."""
    try:
        return DIALECTS[name]
    except KeyError:
        raise SettingsError(f"There is no dialect called “{name}”.", f"Use one of: {', '.join(DIALECTS)}.") from None
