"""The latest release is asked for at the address that is set, and what is none is one sentence."""

import pytest

from desktop_agent.core.errors import DesktopAgentError, ModelError, SettingsError, UnreachableError
from desktop_agent.core.version import __version__
from desktop_agent.runtime.releases import Release, latest_release
from tests.fakes.servers.release_page import ReleasePage

GITHUB = {"tag_name": "v99.1.0", "html_url": "https://forge.example/releases/v99.1.0", "draft": False}
GITLAB = {"tag_name": "99.1", "_links": {"self": "https://lab.example/-/releases/99.1"}, "assets": {"count": 4}}


@pytest.mark.parametrize(
    ("told", "release", "is_newer"),
    [
        (GITHUB, Release("99.1.0", "https://forge.example/releases/v99.1.0"), True),
        (GITLAB, Release("99.1", "https://lab.example/-/releases/99.1"), True),
        ({"tag_name": f"v{__version__}"}, Release(__version__, ""), False),
        ({"tag_name": "v0.0.1"}, Release("0.0.1", ""), False),
    ],
)
def test_it_is_known_whether_there_is_a_newer_version(told: object, release: Release, is_newer: bool) -> None:
    with ReleasePage(told) as page:
        found = latest_release(page.address)

    assert (found, found.is_newer, page.asked) == (release, is_newer, ["/latest"])


@pytest.mark.parametrize(
    ("answer", "status", "headers"),
    [
        (b"<html>moved</html>", 200, {}),
        ({"message": "Not Found"}, 404, {}),
        (b"", 302, {"Location": "file:///etc/hostname"}),
    ],
)
def test_an_answer_that_names_no_release_is_reported_in_one_sentence(
    answer: object, status: int, headers: dict[str, str]
) -> None:
    with ReleasePage(answer, status, headers) as page, pytest.raises(ModelError, match="doesn't list a release"):
        latest_release(page.address)


@pytest.mark.parametrize(
    ("address", "error", "says"),
    [
        ("http://forge.example/latest", SettingsError, "The release address doesn't use https: http://forge.example/"),
        (
            "http://127.0.0.1:1/latest",
            UnreachableError,
            "Nothing could be read from 127.0.0.1:1: [Errno 111] Connection refused.",
        ),
    ],
)
def test_an_unreachable_release_address_is_reported_in_one_sentence(
    address: str, error: type[DesktopAgentError], says: str
) -> None:
    with pytest.raises(error) as caught:
        latest_release(address)

    assert says in caught.value.message
