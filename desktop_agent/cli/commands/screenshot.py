"""`screenshot`: exactly the picture that the model would get."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import settings_from, takes
from desktop_agent.core.errors import ScreenError
from desktop_agent.core.texts.message import Message

_DEFAULT = Path("screenshot.png")


@takes("window", "monitor", "viewport", "region")
def command(
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help=Message("Where to save the file; its path is printed.")),
    ] = _DEFAULT,
    misplaced: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    **flags: object,
) -> None:
    """Save the exact screenshot the model would receive."""
    if misplaced:
        raise typer.BadParameter(Message("Specify the file with -o: -o {misplaced}", misplaced=misplaced[0]))
    from desktop_agent.record.journal import ENDINGS
    from desktop_agent.runtime.desktop.screen_access import screenshot

    frame = screenshot(settings_from(flags), os.environ, terminal.warn)
    if output == _DEFAULT:
        output = output.with_suffix(f".{ENDINGS[frame.media_type]}")
    try:
        output.write_bytes(frame.data)
    except OSError as error:
        raise ScreenError(
            Message("The screenshot can't be written to {output}: {strerror}.", output=output, strerror=error.strerror),
            Message("Choose another file with -o."),
        ) from error
    terminal.say(str(output))
