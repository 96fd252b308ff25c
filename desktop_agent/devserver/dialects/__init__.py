"""The server's side of each dialect, one file each, and the one list of them.

To add one, write its file and name it in DIALECTS; the client's side is `model/dialects/`.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.devserver.dialect import ServedDialect
from desktop_agent.devserver.dialects import lightcone, openai, preview

DIALECTS: Mapping[str, ServedDialect] = {
    dialect.name: dialect for dialect in (lightcone.LIGHTCONE, preview.PREVIEW, openai.OPENAI)
}
DEFAULT = openai.OPENAI  # where neither the request nor the one before it offers a computer
