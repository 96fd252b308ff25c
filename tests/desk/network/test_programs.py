"""What the programs on a desk are told of the way out."""

import json

import pytest

from desktop_agent.desk.network.start import environment, etc_files


def test_browsers_go_by_the_gateway_trust_nobody_more_and_have_no_way_round() -> None:
    files = etc_files(("example.org",))
    chromium = json.loads(files["chromium/policies/managed/desktop-agent-desk.json"])
    firefox = json.loads(files["firefox/policies/policies.json"])["policies"]

    closed = {"QuicAllowed": False, "DnsOverHttpsMode": "off", "WebRtcIPHandling": "disable_non_proxied_udp"}
    assert (closed | {"ProxyServer": "http://127.0.0.1:3128"}).items() <= chromium.items()
    assert firefox["Proxy"]["HTTPProxy"] == "127.0.0.1:3128"
    assert not [key for key in (*chromium, *firefox) if "Certificate" in key]


@pytest.mark.parametrize(
    ("hosts", "direct"),
    [
        ((), True), (("example.org", "intranet", "10.0.0.5"), True), (("127.0.0.1:8600",), False),
        (("localhost",), False), (("[::1]:8600",), False),
    ],
)  # fmt: skip
def test_this_computers_addresses_are_the_desks_own_unless_one_was_named(hosts: tuple[str, ...], direct: bool) -> None:
    files = etc_files(hosts)
    variables = environment(hosts)
    chromium = json.loads(files["chromium/policies/managed/desktop-agent-desk.json"])
    firefox = json.loads(files["firefox/policies/policies.json"])["policies"]

    assert variables["https_proxy"] == variables["HTTP_PROXY"] == "http://127.0.0.1:3128"
    assert ("127.0.0.1" in variables["no_proxy"]) is direct
    for name in ("localhost", ".localhost", "ip6-localhost", "0.0.0.0"):
        assert (name in chromium["ProxyBypassList"].split(";")) is direct
        assert (name in firefox["Proxy"]["Passthrough"].split(",")) is direct
        assert (name in variables["no_proxy"].split(",")) is direct
    assert ("127.0.0.1" in firefox["Proxy"]["Passthrough"]) is direct
