"""Which hosts a person may name, and what their names cover."""

import threading

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.network.gateway import first_inside_host
from desktop_agent.desk.network.hosts import (
    UnreachableHostError,
    Zone,
    host_name,
    host_of_address,
    host_scope,
    inside_host_error,
    why_unreachable,
    zone_of,
)


@pytest.mark.parametrize(
    ("written", "covered", "not_covered"),
    [
        ("example.org", ["example.org:443", "example.org:80", "www.example.org:443"],
         ["a.example.org:443", "example.org:22", "example.org:8443", "example.org.evil.net:443", "xexample.org:443"]),
        ("example.org:8443", ["example.org:8443"], ["example.org:443", "example.org:80"]),
        ("*.example.org", ["www.example.org:443", "a.b.example.org:80"],
         ["example.org:443", "wwwexample.org:443", "example.org.net:443", "a.example.org:22"]),
        ("EXAMPLE.org.", ["example.org:443"], []),
        ("müller.example.org", ["xn--mller-kva.example.org:443"], ["muller.example.org:443"]),
        ("intranet", ["intranet:80"], ["intranet:8600"]),
        ("127.0.0.1:8600", ["127.0.0.1:8600"], ["127.0.0.1:8601", "127.0.0.2:8600", "localhost:8600"]),
        ("0x7f.1:8600", ["127.0.0.1:8600"], []),
        ("[::1]:8600", ["::1:8600"], ["127.0.0.1:8600"]),
        ("[fd00::1]", ["fd00::1:80"], []),
        ("xn--strae-oqa.example.org", ["xn--strae-oqa.example.org:443"], ["strasse.example.org:443"]),
        ("10.0.0.5", ["10.0.0.5:443"], ["10.0.0.6:443", "www.10.0.0.6:443"]),
    ],
)  # fmt: skip
def test_a_name_covers_itself_and_nothing_wider(written: str, covered: list[str], not_covered: list[str]) -> None:
    scope = host_scope([written])

    places = [place.rpartition(":") for place in (*covered, *not_covered)]
    assert covered == [f"{host}:{port}" for host, _, port in places if scope.covers(host, int(port))]


@pytest.mark.parametrize(
    ("site", "covered"),
    [
        ("https://example.org", True), ("http://www.example.org", True), ("https://example.org:8443", False),
        ("http://10.0.0.5:8600", True), ("https://10.0.0.5", False), ("https://other.example", False),
    ],
)  # fmt: skip
def test_a_site_is_covered_by_its_host_and_port(site: str, *, covered: bool) -> None:
    assert host_scope(["example.org", "10.0.0.5:8600"]).covers_site(site) is covered


@pytest.mark.parametrize(
    "site",
    [
        "file://", "file:///srv/form.html", "data:", "data:text/html,x", "about:blank", "ftp://example.net",
        "chrome-extension://abcdef", "https://foo-.example.net", "https://-a.example.net", "https://a..example.net",
        "https://example.net:99999", "https://", "http://[::1", "",
    ],
)  # fmt: skip
def test_a_site_that_no_desk_can_reach_is_nothing_new(site: str) -> None:
    assert host_scope(["example.org"]).covers_site(site)
    assert host_scope([]).covers_site(site)


@pytest.mark.parametrize("site", ["http://127.0.0.1:8600", "https://localhost", "http://[::1]:8600"])
def test_an_address_of_this_computer_is_the_desks_own_unless_one_was_named(site: str) -> None:
    assert host_scope(["example.org"]).covers_site(site)
    assert not host_scope(["example.org", "127.0.0.2:8600"]).covers_site(site)


@pytest.mark.parametrize(
    "written",
    [
        "", "*", "*.", "example.org/path", "example.org:0", "example.org:65979", "a b.org",
        "ex*mple.org", "example..org", "-a.org", "a" * 64 + ".org", ".".join(["a" * 60] * 5), "user@example.org",
        "example.org:", "[::1", "foo.7", "example.org:443x",
    ],
)  # fmt: skip
def test_what_is_no_host_is_refused_with_a_hint(written: str) -> None:
    with pytest.raises(SettingsError, match="isn't a valid host") as error:
        host_scope([written])

    assert "--desk-hosts example.org" in error.value.hint
    assert "--" not in error.value.window_text


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.org", "example.org"), ("http://192.0.2.2:8765/form", "192.0.2.2:8765"),
        ("https://[2001:db8::1]:8443/", "[2001:db8::1]:8443"), ("http://localhost:8600/a?b", "localhost:8600"),
    ],
)  # fmt: skip
def test_of_an_address_the_host_that_is_meant_is_named(address: str, host: str) -> None:
    with pytest.raises(SettingsError, match="isn't a valid host") as error:
        host_scope([address])

    assert error.value.hint == f"Give its host alone: {host}"
    assert host_scope([host])


@pytest.mark.parametrize(
    "written", ["*.corp", "*.local", "*.localhost", "*.10.0.0.5", "*.org", "*.fritz.box", "*.home.arpa", "*.nip.io"]
)
def test_hosts_of_the_own_network_are_named_one_by_one(written: str) -> None:
    with pytest.raises(SettingsError, match="one by one"):
        host_scope([written])


@pytest.mark.parametrize(
    ("host", "zone"),
    [
        ("example.org", Zone.INTERNET), ("8.8.8.8", Zone.INTERNET), ("intranet", Zone.NETWORK),
        ("nas.fritz.box", Zone.NETWORK),
        ("fritz.box", Zone.NETWORK), ("home.arpa", Zone.NETWORK),
         ("10.0.0.5", Zone.NETWORK), ("fe80::1", Zone.NETWORK),
        ("224.0.0.1", Zone.NETWORK), ("127.0.0.1.nip.io", Zone.NETWORK), ("localhost", Zone.COMPUTER),
        ("a.localhost", Zone.COMPUTER), ("127.0.0.1", Zone.COMPUTER),
        ("::1", Zone.COMPUTER), ("0.0.0.0", Zone.COMPUTER),
    ],
)  # fmt: skip
def test_a_host_lies_in_a_zone(host: str, zone: Zone) -> None:
    assert zone_of(host) is zone


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://example.org/", "and not ftp"), ("http://[::1", "isn't a valid"),
        ("http://exa mple.org", "isn't a valid"),
        ("http:///x", "isn't a valid"), ("example.org:99999", "isn't a valid"), ("C:\\form.html", "isn't a valid"),
        ("ex*mple.org", "isn't a valid"), ("example..org", "isn't a valid"), ("http://example.org:0/", "isn't a valid"),
    ],
)  # fmt: skip
def test_an_address_that_no_desk_reaches_has_a_reason(address: str, why: str) -> None:
    assert why in why_unreachable(address)
    with pytest.raises(UnreachableHostError):
        host_of_address(address)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("example.org", "example.org"), (" https://example.org/a?b=c ", "example.org"),
        ("example.org:443", "example.org"), ("https://example.org:80", "example.org"),
        ("http://user:pw@Example.org:80/", "example.org"), ("müller.example.org", "müller.example.org"),
        ("*.example.org", "*.example.org"), ("http://example.org:8600/", "example.org:8600"),
        ("http://127.0.0.1:8600/form?a=1", "127.0.0.1:8600"), ("HTTP://LOCALHOST/", "localhost"),
        ("https://intranet/members", "intranet"), ("http://[::1]:8600/x", "[::1]:8600"), ("::1", "[::1]"),
        ("http://192.168.1.4", "192.168.1.4"), ("https://8.8.8.8/", "8.8.8.8"),
        ("", None), ("file:///srv/form.html", None), ("/srv/form.html", None),
        ("~/form.html", None), ("about:blank", None), ("data:text/html,x", None), ("chrome://settings", None),
    ],
)  # fmt: skip
def test_the_host_of_an_address_is_what_a_desk_is_to_reach_and_a_page_on_this_computer_has_none(
    address: str, host: str | None
) -> None:
    assert why_unreachable(address) == ""
    assert host_of_address(address) == host
    if host is not None:
        host_scope([host])


@pytest.mark.parametrize(
    "written",
    [
        "stra\u00dfe.example.org", "STRA\u1e9eE.example.org", "*.stra\u00dfe.example.org", "\u03c2.example.org",
        "a\u200db.example.org", "a\u200cb.example.org", "stra%C3%9Fe.example.org", "stra\u00dfe.example.org:8443",
    ],
)  # fmt: skip
def test_a_name_in_which_programs_read_different_hosts_is_not_taken(written: str) -> None:
    with pytest.raises(SettingsError, match="begins with xn--"):
        host_scope([written])
    assert "begins with xn--" in why_unreachable(f"https://{written.removeprefix('*.')}/")


@pytest.mark.parametrize("written", ["fe80::1", "[fe80::1]", "[fe80::1]:8600"])
def test_an_address_of_a_single_link_is_not_taken(written: str) -> None:
    with pytest.raises(SettingsError, match="no desk can reach"):
        host_scope([written])


def test_a_router_is_reached_by_its_name_where_that_is_named() -> None:
    assert first_inside_host(host_scope(["fritz.box"]), lambda _: ["192.168.178.1"]) is None


def test_a_name_that_leads_nearer_than_it_says_is_found_before_a_desk_is_opened() -> None:
    known = {"wiki.example.org": ["10.0.0.7"], "example.org": ["93.184.216.34"], "both.example.org": ["8.8.8.8", "::1"]}

    def look_up(host: str) -> list[str]:
        if host not in known:
            raise OSError(host)
        return known[host]

    def first(*hosts: str) -> tuple[str, str] | None:
        return first_inside_host(host_scope(hosts), look_up)

    assert first("example.org", "gone.example.org", "wiki.example.org") == ("wiki.example.org", "10.0.0.7")
    assert first("both.example.org") == ("both.example.org", "::1")
    assert first("gone.example.org", "example.org", "*.wiki.example.org") is None
    assert first("wiki.example.org", "10.0.0.7") is None
    assert first("wiki.example.org", "10.0.0.7:443") is first("wiki.example.org", "10.0.0.7:80") is None
    assert first("wiki.example.org", "10.0.0.7:8600") == ("wiki.example.org", "10.0.0.7")
    assert first("wiki.example.org:8443", "10.0.0.7") == ("wiki.example.org", "10.0.0.7")
    error = inside_host_error("wiki.example.org", "10.0.0.7")
    assert "in your own network" in error.message
    assert "--desk-hosts 10.0.0.7" in error.hint
    assert "--" not in error.window_text


def test_a_name_that_is_not_looked_up_in_time_holds_nothing_up() -> None:
    waits = threading.Event()

    def look_up(_: str) -> list[str]:
        waits.wait()
        return ["127.0.0.1"]

    assert first_inside_host(host_scope(["slow.example.org"]), look_up, within_s=0.01) is None
    waits.set()


@pytest.mark.parametrize("written", ["exa\nmple.org", "example.org\t", "a/b", "a?b", "a#b", "a@b", "a\\b", "[a]"])
def test_a_character_that_ends_a_host_for_other_programs_is_no_part_of_a_host(written: str) -> None:
    assert host_name(written) is None
