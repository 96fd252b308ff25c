"""Which hosts a person may name, and what their names cover."""

import threading

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.network.hosts import (
    UnreachableHostError,
    authority,
    host_name,
    host_scope,
    in_own_network,
    reached_host,
    why_unreachable,
)
from desktop_agent.desk.network.resolve import first_in_own_network


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
        "", "*", "*.", "*.org", "https://example.org", "example.org/path", "example.org:443", "a b.org",
        "ex*mple.org", "example..org", "-a.org", "a" * 64 + ".org", ".".join(["a" * 60] * 5), "user@example.org",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_with_a_hint(written: str) -> None:
    with pytest.raises(SettingsError, match="isn't a valid") as error:
        host_scope([written])

    assert "--desk-hosts example.org" in error.value.hint


THIS = "can't reach this computer"
NETWORK = "can't reach your own network"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("localhost", THIS), ("app.localhost", THIS), ("127.0.0.1", THIS), ("127.0.0.1:8600", THIS),
        ("0x7f.0.0.1", THIS), ("[::1]", THIS), ("::1", THIS), ("org", NETWORK), ("intranet", NETWORK),
        ("printer.local", NETWORK),
        ("nas.fritz.box", NETWORK), ("10.0.0.5", NETWORK), ("fe80::1", NETWORK), ("127.0.0.1.nip.io", NETWORK),
        ("8.8.8.8", "by their names"), ("1.2.3", "by their names"), ("example.org:8600", "at their usual port"),
    ],
)  # fmt: skip
def test_a_host_that_no_desk_reaches_is_refused_with_its_own_reason_and_the_way_out(written: str, why: str) -> None:
    with pytest.raises(UnreachableHostError, match=why) as error:
        host_scope([written])

    assert "your own screen" in error.value.hint
    assert "--" not in error.value.window_text


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1:8600/form?a=1", THIS), ("HTTP://LOCALHOST/", THIS), ("2130706433", THIS),
        ("１２７.0.0.1", THIS),
        ("http://[::1]:80/", THIS), ("0.0.0.0", THIS), ("https://intranet/members", NETWORK), ("wiki.corp", NETWORK),
        ("http://192.168.1.4", NETWORK), ("169.254.1.1", NETWORK), ("http://user:pw@nas.local./x", NETWORK),
        ("https://8.8.8.8/", "by their names"), ("http://0x08080808/", "by their names"),
        ("http://example.org:8600/", "and not at 8600"), ("https://example.org:80", "and not at 80"),
        ("ftp://example.org/", "and not ftp"), ("http://[::1", "isn't a valid"),
        ("http://exa mple.org", "isn't a valid"),
        ("http:///x", "isn't a valid"), ("example.org:99999", "isn't a valid"), ("C:\\form.html", "isn't a valid"),
        ("ex*mple.org", "isn't a valid"), ("example..org", "isn't a valid"),
    ],
)  # fmt: skip
def test_an_address_that_no_desk_reaches_has_a_reason(address: str, why: str) -> None:
    assert why in why_unreachable(address)
    with pytest.raises(UnreachableHostError):
        reached_host(address)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("example.org", "example.org"), (" https://example.org/a?b=c ", "example.org"),
        ("example.org:443", "example.org"),
        ("http://user:pw@Example.org:80/", "example.org"), ("müller.example.org", "müller.example.org"),
        ("*.example.org", "*.example.org"), ("", None), ("file:///srv/form.html", None), ("/srv/form.html", None),
        ("~/form.html", None), ("about:blank", None), ("data:text/html,x", None), ("chrome://settings", None),
    ],
)  # fmt: skip
def test_the_host_of_an_address_is_what_a_desk_is_to_reach_and_a_page_on_this_computer_has_none(
    address: str, host: str | None
) -> None:
    assert why_unreachable(address) == ""
    assert reached_host(address) == host


def test_a_name_that_leads_into_the_own_network_is_found_before_a_desk_is_opened() -> None:
    known = {"wiki.example.org": ["10.0.0.7"], "example.org": ["93.184.216.34"], "both.example.org": ["8.8.8.8", "::1"]}

    def look_up(host: str) -> list[str]:
        if host not in known:
            raise OSError(host)
        return known[host]

    assert first_in_own_network(["example.org", "gone.example.org", "wiki.example.org"], look_up) == "wiki.example.org"
    assert first_in_own_network(["both.example.org"], look_up) == "both.example.org"
    assert first_in_own_network(["gone.example.org", "example.org"], look_up) == ""
    assert NETWORK in in_own_network("wiki.example.org").message


def test_a_name_that_is_not_looked_up_in_time_holds_nothing_up() -> None:
    waits = threading.Event()

    def look_up(_: str) -> list[str]:
        waits.wait()
        return ["127.0.0.1"]

    assert first_in_own_network(["slow.example.org"], look_up, within_s=0.01) == ""
    waits.set()


def test_a_host_is_compared_in_lower_case_and_a_port_has_one_spelling() -> None:
    assert "example.org" == host_name("Example.ORG")
    assert "example.org" == authority("example.org:443", 443) == authority("example.org", 443)
    assert [None] * 4 == [authority(f"example.org:{port}", 443) for port in ("", "0443", "80", "443 ")]
