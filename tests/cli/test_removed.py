"""What is gone is answered with what to use instead, and nothing else is taken for it."""

import pytest

from desktop_agent.cli.main import main
from desktop_agent.cli.removed import REMOVED


@pytest.mark.parametrize("name", REMOVED)
def test_the_command_says_in_one_line_what_to_use_instead(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    code = main([*name.split(), "something"])

    assert (2, ("", f"Error: “{name}” has been removed. {REMOVED[name]}\n")) == (code, capfd.readouterr())
