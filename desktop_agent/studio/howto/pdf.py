"""Writes a how-to as a PDF, printed by Qt in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import RecordError
from desktop_agent.core.translation import tr
from desktop_agent.lib.child_process import screenless_environment
from desktop_agent.record.wording import counted
from desktop_agent.studio.howto.layout import PageStep

_LONGEST = 4_000
_WITHIN_S = 300


def write_pdf(title: str, steps: Sequence[PageStep], target: Path) -> None:
    """Write the file; RecordError where it cannot be drawn."""
    count = counted(len(steps), "step")
    work = {
        "title": visible(title, _LONGEST),
        "count": tr(count),
        "steps": [_step(step) for step in steps],
    }
    command = [sys.executable, "-m", "desktop_agent.studio.howto.print_pdf", str(target)]
    try:
        done = subprocess.run(
            command, input=json.dumps(work).encode(), capture_output=True, timeout=_WITHIN_S, check=False,
            env=screenless_environment(),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RecordError("The PDF could not be drawn.", "Write the guide as HTML instead, and print that.") from error
    if done.returncode or not target.is_file() or not target.stat().st_size:
        raise RecordError("The PDF could not be drawn.", "Write the guide as HTML instead, and print that.")


def _step(step: PageStep) -> dict[str, object]:
    said = "".join(f"<b>{_shown(part)}</b>" if out else _shown(part) for part, out in step.pieces)
    window = f'<p style="color:#626b78">{_shown(tr(f"Window “{step.window}”"))}</p>' if step.window else ""
    picture = b64encode(step.picture.data).decode() if step.picture else ""
    return {"number": step.number, "window": step.window, "html": f"{window}<p>{said}</p>", "picture": picture}


def _shown(text: str) -> str:
    return escape(visible(text, _LONGEST))
