"""`update --check`: asks the address that is set, and installs nothing."""

import subprocess
from pathlib import Path

import pytest

from desktop_agent.core.version import __version__
from desktop_agent.installation import this_installation
from tests.cli.test_command_line import call
from tests.fakes.release_page import ReleasePage

GITHUB = {"tag_name": "v99.1.0", "html_url": "https://forge.example/releases/v99.1.0", "draft": False}
GITLAB = {"tag_name": "99.1", "_links": {"self": "https://lab.example/-/releases/99.1"}, "assets": {"count": 4}}


def checked(home: Path, page: ReleasePage, *words: str) -> subprocess.CompletedProcess[bytes]:
    return call(home, "update", "--check", *words, DESKTOP_AGENT_UPDATE__ADDRESS=page.address)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            GITHUB,
            f"Version 99.1.0 is available: https://forge.example/releases/v99.1.0\n{this_installation().update()}\n",
        ),
        (GITLAB, f"Version 99.1 is available: https://lab.example/-/releases/99.1\n{this_installation().update()}\n"),
        ({"tag_name": f"v{__version__}"}, f"{__version__} is the latest version.\n"),
    ],
)
def test_it_says_whether_there_is_a_newer_version(tmp_path: Path, told: object, said: str) -> None:
    with ReleasePage(told) as page:
        done = checked(tmp_path, page)

    assert (0, said, ["/latest"]) == (done.returncode, done.stdout.decode(), page.asked)


@pytest.mark.parametrize(
    ("answer", "status", "headers"),
    [
        (b"<html>moved</html>", 200, {}),
        ({"message": "Not Found"}, 404, {}),
        (b"", 302, {"Location": "file:///etc/hostname"}),
    ],
)
def test_what_tells_no_release_is_one_sentence(
    tmp_path: Path, answer: object, status: int, headers: dict[str, str]
) -> None:
    with ReleasePage(answer, status, headers) as page:
        done = checked(tmp_path, page)

    assert 1 == done.returncode
    assert 1 == done.stderr.count(b"\n")
    assert b"doesn't list a release" in done.stderr


@pytest.mark.parametrize(
    ("words", "address", "says"),
    [
        (("--check",), "", b"No address is set for update checks."),
        (("--check",), "http://forge.example/latest", b"The release address doesn't use https: http://forge.example/"),
        ((), "", b"add --check"),
    ],
)
def test_what_cannot_be_asked_is_a_mistake_of_use(
    tmp_path: Path, words: tuple[str, ...], address: str, says: bytes
) -> None:
    done = call(tmp_path, "update", *words, DESKTOP_AGENT_UPDATE__ADDRESS=address)

    assert 2 == done.returncode
    assert says in done.stderr
    assert 1 == done.stderr.count(b"\n")
