"""Which hosts a person may name, and what their names cover."""

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.network.hosts import authority, host_name, host_scope


@pytest.mark.parametrize(
    ("written", "covered", "not_covered"),
    [
        ("example.org", ["example.org"], ["www.example.org", "example.org.evil.net", "xexample.org", "org"]),
        ("*.example.org", ["www.example.org", "a.b.example.org"], ["example.org", "wwwexample.org", "example.org.net"]),
        ("EXAMPLE.org.", ["example.org"], []),
        ("müller.example.org", ["xn--mller-kva.example.org"], ["muller.example.org"]),
    ],
)
def test_a_name_covers_itself_and_nothing_wider(written: str, covered: list[str], not_covered: list[str]) -> None:
    scope = host_scope([written])

    assert covered == [host for host in (*covered, *not_covered) if scope.covers(host)]


@pytest.mark.parametrize(
    "written",
    [
        "", "*", "*.", "*.org", "org", "localhost", "printer.local", "nas.fritz.box", "127.0.0.1", "8.8.8.8", "[::1]",
        "::1", "0x7f.0.0.1", "1.2.3", "https://example.org", "example.org/path", "example.org:443", "a b.org",
        "ex*mple.org", "127.0.0.1.nip.io", "example..org", "-a.org", "a" * 64 + ".org",
        ".".join(["a" * 60] * 5), "user@example.org",
    ],
)  # fmt: skip
def test_what_is_no_public_name_is_refused_with_a_hint(written: str) -> None:
    with pytest.raises(SettingsError, match="isn't a valid") as error:
        host_scope([written])

    assert "--desk-hosts example.org" in error.value.hint


def test_a_host_is_compared_in_lower_case_and_a_port_has_one_spelling() -> None:
    assert "example.org" == host_name("Example.ORG")
    assert "example.org" == authority("example.org:443", 443) == authority("example.org", 443)
    assert [None] * 4 == [authority(f"example.org:{port}", 443) for port in ("", "0443", "80", "443 ")]
