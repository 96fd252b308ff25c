"""The host of an address, as a browser reads it: on the internet, or on this computer and its network."""

import pytest

from desktop_agent.core.address import host_of, is_private

PRIVATE = (
    *("http://localhost", "http://LOCALHOST:8000/x", "https://localhost./", "http://a.localhost/", "http://printer.local"),
    *("http://127.0.0.1", "http://127.1", "http://0x7f.1", "http://0x7f000001", "http://2130706433", "http://017700000001"),
    *("http://0177.0.0.1", "http://127.0.0.1.", "http://[::1]/", "http://[::ffff:127.0.0.1]", "http://[0:0:0:0:0:0:0:1]"),
    *("http://10.0.0.1", "http://192.168.1.1:8080", "http://172.16.5.4", "http://169.254.169.254/latest/meta-data"),
    *("http://[fe80::1]", "http://[fd00::1]", "http://0.0.0.0", "http://0", "http://100.64.0.1", "http://224.0.0.1"),
    *("http://router/", "http://nas", "http://wiki.corp/", "http://metadata.google.internal/", "http://x.home.arpa"),
    *("http://127.0.0.1.nip.io/", "http://app.localtest.me", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/"),
    *("http://%31%32%37.0.0.1/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://0x7f.0.0.0x1"),
)  # fmt: skip
PLAIN = (
    *("https://example.org", "http://EXAMPLE.org:8080/a?b#c", "http://8.8.8.8/", "https://example.org."),
    *("http://[2606:4700:4700::1111]/", "https://sub.example.co.uk/x", "http://localhost.example.org", "http://10.example.org"),
    *("https://xn--80ak6aa92e.com", "https://пример.рф", "http://010.8.8.8", "http://134744072", "http://256.1.1.1", "http://09.1.1.1"),
    "http://127.0.0.256",
)  # fmt: skip


@pytest.mark.parametrize("url", PRIVATE)
def test_a_host_on_this_computer_or_network_is_private(url: str) -> None:
    assert is_private(url)


@pytest.mark.parametrize("url", [*PLAIN, "", "mailto:x"])
def test_any_other_host_is_public(url: str) -> None:
    assert not is_private(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://аррӏе.com", "xn--80ak6aa92e.com"),
        # What browsers keep apart: https://www.unicode.org/reports/tr46/#Table_Deviation_Characters
        ("https://faß.de", "xn--fa-hia.de"),
        ("https://FAẞ.de", "xn--fa-hia.de"),
        ("https://fass.de", "fass.de"),
        ("https://βόλος.com", "xn--nxasmm1c.com"),
        ("http://0x7f.1", "127.0.0.1"),
        ("https://EXAMPLE.org.", "example.org"),
        ("https://" + "é" * 70 + ".com", "\\u{e9}" * 70 + ".com"),
        ("http://1.2.3.4.5", "1.2.3.4.5"),
        ("http://256.1.1.1", "256.1.1.1"),
        ("http://09.1.1.1", "09.1.1.1"),
        ("http://0x.1", "0.0.0.1"),
    ],
)
def test_a_host_is_shown_as_the_machine_writes_it(url: str, shown: str) -> None:
    host = host_of(url)

    assert host is not None
    assert host.shown == shown


@pytest.mark.parametrize("url", ["http://", "http://[::1", "mailto:x", ""])
def test_an_address_without_a_host_leads_nowhere(url: str) -> None:
    assert host_of(url) is None
