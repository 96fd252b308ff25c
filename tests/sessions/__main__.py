"""Run these tests as an ordinary user: `python -m tests.sessions [ARGUMENTS OF PYTEST]`.

Where root runs it, they run as `nobody`, who finds this checkout and Python where they are, and of root's home nothing
else. What pytest writes (`--junitxml`) goes to a folder that everybody may write to.
"""

import os
import pwd
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.fakes.source import ROOT

_USER = "nobody"


def main(words: list[str]) -> None:
    usual = ["tests/sessions", "--ignore=tests/sessions/wayland"]  # those have a system of their own
    tests = [] if any(word.startswith("tests/") for word in words) else usual
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", "desktop", *tests, *words]
    command = [*_as_user(), *pytest] if os.geteuid() == 0 else pytest
    os.chdir(ROOT)
    os.execvp(command[0], command)


def _as_user() -> list[str]:
    """Return what makes a command run as a user without rights, from anywhere."""
    account = pwd.getpwnam(_USER)
    home = str(Path.home())
    places = [word for place in {sys.base_prefix, str(ROOT)} for word in _reachable(Path(place))]
    rights = [one for right in ("SETUID", "SETGID") for one in ("--cap-add", f"CAP_{right}")]
    walls = ["bwrap", "--die-with-parent", "--dev-bind", "/", "/", "--perms", "0755", "--tmpfs", home, *places, *rights]
    return [*walls, "setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


def _reachable(place: Path) -> Iterator[str]:
    for above in reversed(place.parents):
        if above.is_relative_to(Path.home()) and above != Path.home():
            yield from ("--perms", "0755", "--dir", str(above))
    yield from ("--ro-bind", str(place), str(place))


if __name__ == "__main__":
    main(sys.argv[1:])
