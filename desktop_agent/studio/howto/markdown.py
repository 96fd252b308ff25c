"""Writes a how-to as Markdown, with its pictures in a folder beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from desktop_agent.core.display_text import visible
from desktop_agent.core.translation import tr
from desktop_agent.studio.howto.layout import PageStep

# What would begin a link, a tag or a table, or make words stand out; and what would begin a heading or a list.
_SPECIAL, _AT_START = re.compile(r"([\\`*_\[\]<>&|~$])"), re.compile(r"^([#+\-=]|\d+(?=[.)]))")
_LONGEST = 4_000


def markdown_of(title: str, steps: Sequence[PageStep], folder: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the text, and the pictures by their names in a folder of that name."""
    pictures = {_name(step): step.picture.data for step in steps if step.picture}
    return "\n".join((f"# {_escaped(title)}", "", *_lines(steps, folder))).rstrip() + "\n", pictures


def _lines(steps: Sequence[PageStep], folder: str) -> Iterator[str]:
    for step in steps:
        if step.window:
            yield f"*{_escaped(tr(f'Window “{step.window}”'))}*"
            yield ""
        said = "".join(f"**{_escaped(part)}**" if out else _escaped(part) for part, out in step.pieces)
        yield f"{step.number}. {said}"
        yield ""
        if step.picture:
            yield f"{' ' * len(f'{step.number}. ')}![{_escaped(step.words)}]({quote(folder)}/{_name(step)})"
            yield ""


def _name(step: PageStep) -> str:
    return f"step-{step.number:02d}.png"


def _escaped(text: str) -> str:
    shown = _SPECIAL.sub(r"\\\1", visible(text, _LONGEST))
    return _AT_START.sub(lambda start: start[0] + "\\" if start[0][0].isdigit() else "\\" + start[0], shown)
