"""What is gone is told in one table, with what to use instead, and nowhere else."""

import re

import pytest

from desktop_agent.cli import removed as calls
from desktop_agent.guide import TOPICS, page
from desktop_agent.settings import removed as settings
from tests.fakes.source import ROOT

_HEADING = "\n## Removed\n"
_GONE = {**calls.REMOVED, **{f"DESKTOP_AGENT_{key.upper()}" if "." not in key else key: instead
                             for key, instead in settings.REMOVED.items()}}  # fmt: skip
# What only a removed call or setting is called, as a person would read it: in backticks, or after the program's name.
_TOLD = re.compile("|".join(rf"`{re.escape(name)}[` ]|desktop-agent {re.escape(name)}\b" for name in _GONE))


def test_the_contract_lists_all_that_is_gone_with_what_to_use_instead() -> None:
    lines = page("contract").partition(_HEADING)[2].splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]

    told = [(name, instead) for names, instead in cells for name in re.findall(r"`([^`]+)`", names)]
    assert sorted(told) == sorted((name, str(instead)) for name, instead in _GONE.items())


@pytest.mark.parametrize("text", ["README.md", *TOPICS])
def test_nothing_else_tells_of_it(text: str) -> None:
    written = (ROOT / text).read_text("utf-8") if text == "README.md" else page(text).partition(_HEADING)[0]

    assert _TOLD.findall(written) == []
