"""Arguments that commands share and that are no settings; those that set one are in `flags.py`."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop_agent.core.texts.message import Message

OneRun = Annotated[str, typer.Argument(metavar="RUN", help=Message("An id, an id prefix, a folder, or “last”."))]
AsJson = Annotated[bool, typer.Option("--json", help=Message("Print a single JSON document."))]
