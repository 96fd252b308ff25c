"""What tests ask of windows: a search that ends half-way says nothing of the windows that it has not come to."""

import os
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.demo.private_display import PrivateDisplay
from tests.fakes.apps import windows

# As xdotool does when a window goes that it has just listed.
_BREAKS_OFF_ONCE = """#!/bin/sh
[ -e "$0.asked" ] && echo 42 && exit
touch "$0.asked"
echo "X Error of failed request:  BadWindow (invalid Window parameter)" >&2
exit 1
"""


class OtherPath(PrivateDisplay):
    """No display at all: an environment in which programs of a folder come first."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return that environment."""
        return {**base, "PATH": f"{self._folder}:{base['PATH']}"}


def test_a_search_that_broke_off_is_made_again(tmp_path: Path) -> None:
    fake = tmp_path / "xdotool"
    fake.write_text(_BREAKS_OFF_ONCE, encoding="utf-8")
    fake.chmod(0o755)

    assert windows(OtherPath(tmp_path), "^Mousepad$") == (42,)
