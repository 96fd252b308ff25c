"""What tests ask of windows: a search that ends half-way says nothing of the windows that it has not come to."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import windows

# As xdotool does when a window goes that it has just listed.
_BREAKS_OFF_ONCE = """#!/bin/sh
[ -e "$0.asked" ] && echo 42 && exit
touch "$0.asked"
echo "X Error of failed request:  BadWindow (invalid Window parameter)" >&2
exit 1
"""


@dataclass(frozen=True, slots=True)
class OtherPath:
    """No display at all: an environment in which programs of a folder come first."""

    folder: Path

    def environment(self) -> dict[str, str]:
        """Return that environment."""
        return {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"}


def test_a_search_that_broke_off_is_made_again(tmp_path: Path) -> None:
    fake = tmp_path / "xdotool"
    fake.write_text(_BREAKS_OFF_ONCE, encoding="utf-8")
    fake.chmod(0o755)

    assert windows(cast("PrivateDisplay", OtherPath(tmp_path)), "^Mousepad$") == (42,)
