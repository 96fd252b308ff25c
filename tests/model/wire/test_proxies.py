"""Which proxy a request goes through: the variables and their exceptions, as curl reads them."""

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.wire.proxies import Proxy, is_direct, proxy_for

GOOD = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("variables", "url", "proxy"),
    [
        ({}, "https://api.example", None),
        ({"HTTPS_PROXY": GOOD}, "https://api.example", Proxy(GOOD, "HTTPS_PROXY")),
        ({"https_proxy": GOOD, "HTTPS_PROXY": "x://"}, "https://api.example", Proxy(GOOD, "https_proxy")),
        ({"ALL_PROXY": GOOD}, "https://api.example", Proxy(GOOD, "ALL_PROXY")),
        ({"HTTP_PROXY": GOOD}, "https://api.example", None),
        ({"HTTP_PROXY": GOOD}, "http://api.example", Proxy(GOOD, "HTTP_PROXY")),
        ({"HTTPS_PROXY": "", "ALL_PROXY": GOOD}, "https://api.example", None),
        ({"HTTPS_PROXY": "proxy.example:3128"}, "https://api.example", Proxy(GOOD, "HTTPS_PROXY")),
        ({"ALL_PROXY": "socks://p:1080/"}, "https://api.example", Proxy("socks5://p:1080/", "ALL_PROXY")),
        ({"ALL_PROXY": "socks5h://u:%40@p:1080"}, "https://a.example", Proxy("socks5h://u:%40@p:1080", "ALL_PROXY")),
        ({"HTTPS_PROXY": "socks4://p:1", "HTTP_PROXY": GOOD}, "http://a.example", Proxy(GOOD, "HTTP_PROXY")),
        ({"HTTPS_PROXY": "socks4://p:1", "NO_PROXY": "api.example"}, "https://api.example", None),
        ({"HTTPS_PROXY": GOOD, "no_proxy": "api.example", "NO_PROXY": "b"}, "https://api.example:8443/v1", None),
    ],
)
def test_the_proxy_is_that_of_the_scheme_unless_the_host_is_an_exception(
    variables: dict[str, str], url: str, proxy: Proxy | None
) -> None:
    assert proxy_for(url, variables) == proxy


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("socks4://127.0.0.1:1080", "it begins with socks4://, which isn't supported"),
        ("ftp://proxy", "it begins with ftp://, which isn't supported"),
        ("http://", "its host or port can't be read"),
        ("http://proxy:port", "its host or port can't be read"),
        ("http://proxy:99999", "its host or port can't be read"),
        ("http://[::1", "its host or port can't be read"),
        ("http://pro xy:1", "its host or port can't be read"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_named_by_its_variable_and_never_by_its_value(value: str, why: str) -> None:
    with pytest.raises(SettingsError) as error:
        proxy_for("https://api.example", {"ALL_PROXY": value})

    assert error.value.message == f"The proxy in ALL_PROXY can't be used: {why}."
    assert "unset it" in error.value.hint


@pytest.mark.parametrize(
    ("listed", "host", "port", "direct"),
    [
        ("", "a.example", 443, False),
        ("*", "a.example", 443, True),
        ("b.example, *", "192.0.2.1", 443, True),
        ("example", "a.example", 443, True),
        (".example", "a.example", 443, True),
        (".a.example", "a.example", 443, True),
        ("*.example", "a.example", 443, True),
        ("a.example.", "A.Example", 443, True),
        ("xample", "a.example", 443, False),
        ("b.a.example", "a.example", 443, False),
        ("one two\ta.example", "a.example", 443, True),
        ("one,,a.example ,", "a.example", 443, True),
        ("a.example:443", "a.example", 443, True),
        ("a.example:8443", "a.example", 443, False),
        ("192.0.2.0/24", "192.0.2.2", 443, True),
        ("192.0.2.7/24", "192.0.2.2", 443, True),
        ("192.0.2.0/24", "192.0.3.2", 443, False),
        ("192.0.2.2", "192.0.2.2", 443, True),
        ("192.0.2.2:8443", "192.0.2.2", 443, False),
        ("192.0.2", "192.0.2.2", 443, False),
        ("2.2", "192.0.2.2", 443, False),
        ("0.0.0.0/0", "2001:db8::1", 443, False),
        ("2001:db8::/32", "2001:db8::1", 443, True),
        ("[2001:db8::]/32", "2001:db8::1", 443, True),
        ("::1/128", "2001:db8::1", 443, False),
        ("[2001:db8::1]", "2001:db8::1", 443, True),
        ("[2001:db8::1]:8443", "2001:db8::1", 443, False),
        ("2001:DB8:0::1", "2001:db8::1", 443, True),
        ("192.0.2.0/24", "::ffff:192.0.2.2", 443, True),
        ("fe80::/10", "fe80::1%eth0", 443, True),
        ("192.0.2.0/99", "192.0.2.2", 443, False),
        ("192.0.2.0/24", "a.example", 443, False),
    ],
)
def test_exceptions_are_names_and_what_is_below_addresses_networks_and_ports(
    listed: str, host: str, port: int, direct: bool
) -> None:
    assert is_direct(host, port, listed) is direct
