"""The server's side of the dialects that have a tool for the computer: one file each, named as on the client's side.

`preview.py` and `lightcone.py` are the older and the newer API of one vendor, `openai.py` is the other's current one.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.serve.dialect import ServedDialect
from desktop_agent.serve.dialects.lightcone import DIALECT as LIGHTCONE
from desktop_agent.serve.dialects.openai import DIALECT as OPENAI
from desktop_agent.serve.dialects.preview import DIALECT as PREVIEW

DIALECTS: Mapping[str, ServedDialect] = {dialect.name: dialect for dialect in (LIGHTCONE, OPENAI, PREVIEW)}
