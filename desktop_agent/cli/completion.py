"""Completion in bash, zsh and fish: the shells' scripts, and the parsing of their requests.

The scripts and the answers are typer's. Its own `--install-completion` is not used, since it changes the files with
which a shell starts.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Final, Literal

Shell = Literal["bash", "zsh", "fish"]
SHELLS: Final[tuple[Shell, ...]] = ("bash", "zsh", "fish")
VARIABLE = "_DESKTOP_AGENT_COMPLETE"
_TYPED = ("COMP_WORDS", "_TYPER_COMPLETE_ARGS")
# zsh takes the file for the function itself: the first Tab would only define what the second calls.
_FIRST_CALL = """

if [ "${funcstack[1]}" = _desktop-agent ]; then
  _desktop_agent_completion "$@"
fi"""


def script(shell: Shell) -> str:
    """Return the completion script for a shell."""
    from typer._completion_shared import get_completion_script

    text = get_completion_script(prog_name="desktop-agent", complete_var=VARIABLE, shell=shell)
    return f"{text}{_FIRST_CALL if shell == 'zsh' else ''}\n"


def typed_so_far(environment: Mapping[str, str]) -> list[str]:
    """Return the words on the line of a shell that requests completion, and prepare typer to answer."""
    from typer._completion_classes import completion_init

    completion_init()
    line = next(filter(None, map(environment.get, _TYPED)), "")
    try:
        words = shlex.split(line)
    except ValueError:  # a quote that is still open
        words = line.split()
    return words[1:] or ["--help"]
