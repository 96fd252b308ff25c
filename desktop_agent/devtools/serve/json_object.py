"""The type of a JSON object on the server's side."""

from __future__ import annotations

Json = dict[str, object]
