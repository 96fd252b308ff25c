"""What the programs on a desk are told of the way out."""

import base64
import json
import ssl

from desktop_agent.desk.network.certificates import DeskAuthority
from desktop_agent.desk.network.hosts import host_scope
from desktop_agent.desk.network.programs import environment, etc_files

PEM = DeskAuthority(host_scope(["example.org"])).pem
SYSTEM = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"


def test_chromium_goes_by_the_proxy_trusts_the_desk_and_has_no_way_round() -> None:
    policy = json.loads(etc_files(PEM, SYSTEM)["chromium/policies/managed/desktop-agent-desk.json"])

    assert [base64.b64encode(ssl.PEM_cert_to_DER_cert(PEM)).decode()] == policy["CACertificates"]
    closed = {"QuicAllowed": False, "DnsOverHttpsMode": "off", "WebRtcIPHandling": "disable_non_proxied_udp"}
    assert (closed | {"ProxyServer": "http://127.0.0.1:3128"}).items() <= policy.items()


def test_other_programs_find_both_and_the_systems_authorities_stay() -> None:
    files = etc_files(PEM, SYSTEM)
    variables = environment()

    bundle = files[variables["SSL_CERT_FILE"].removeprefix("/etc/")]
    assert bundle == SYSTEM + b"\n" + PEM.encode()
    assert "http://127.0.0.1:3128" == variables["https_proxy"] == variables["HTTP_PROXY"]
    assert "ssl/cert.pem" in etc_files(PEM, SYSTEM, frozenset({"ssl/cert.pem"}))
    assert "ssl/cert.pem" not in files
