"""Computers on which a desk cannot be had, or breaks in the middle: what a person is told, and that nothing is torn."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_agent.desk.sandbox import side_desk
from tests.fakes.desks.desks import why_none
from tests.fakes.source import ROOT

WITHOUT_NAMESPACES = """
echo 0 > /proc/sys/user/max_user_namespaces && cd "$1" && exec "$2" -c "
from tests.fakes.desks.desks import why_none
print(why_none())"
"""


def _unshared(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["unshare", "-Urm", "sh", "-euc", script, "sh", str(ROOT), sys.executable, *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)


@pytest.mark.program
def test_where_there_are_no_user_namespaces_the_way_to_allow_them_is_told() -> None:
    if reason := why_none():
        pytest.skip(reason)

    reported = _unshared(WITHOUT_NAMESPACES).stdout

    assert "This computer doesn't allow user namespaces" in reported
    assert "sudo sysctl user.max_user_namespaces=10000" in reported


def test_the_restriction_of_apparmor_is_told_with_its_own_switch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch = tmp_path / "restrict"
    switch.write_text("1\n")
    monkeypatch.setattr(side_desk, "_APPARMOR", switch)

    reported = [
        str(side_desk.start_error("namespace", errno.EPERM, "")),
        str(side_desk.start_error("walls", 0, "bwrap: denied")),
    ]

    assert all("sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0" in one for one in reported)
