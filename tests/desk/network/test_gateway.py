"""What a desk's programs reach through its gateway; the oracle is what came to the hosts, and where was dialed."""

from __future__ import annotations

import contextlib
import errno
import select
import socket
import threading
from typing import Any

import pytest

from desktop_agent.desk.network import gateway
from tests.fakes.desks.desk_way_out import DeskWayOut, head_of, rest_of, status
from tests.fakes.servers.web_hosts import WebHosts
from tests.fakes.waiting import wait_until

NAMED = "shop.example.org"
BELOW = "cdn.pages.example"
OTHER = "other.example.net"
INSIDE = "10.0.0.7"


@pytest.mark.parametrize(
    ("target", "dialed"),
    [
        (f"{NAMED}:443", ("93.184.216.10", 443)), (f"{NAMED}:80", ("93.184.216.10", 80)),
        (f"{NAMED.upper()}:443", ("93.184.216.10", 443)), (f"{NAMED}.:443", ("93.184.216.10", 443)),
        (f"{BELOW}:443", ("93.184.216.11", 443)),
    ],
)  # fmt: skip
def test_a_tunnel_leads_to_a_named_host(out: DeskWayOut, target: str, dialed: tuple[str, int]) -> None:
    with out.plain() as connection:
        connection.sendall(f"CONNECT {target} HTTP/1.1\r\n\r\n".encode())

        assert status(head_of(connection)) == 200
        assert out.hosts.dialed == [dialed]


def test_bytes_pass_as_they_are_and_the_certificate_is_the_hosts(out: DeskWayOut) -> None:
    with out.tunnel(NAMED) as connection:
        connection.sendall(f"POST /order HTTP/1.1\r\nHost: {NAMED}\r\nContent-Length: 3\r\n".encode())
        connection.sendall(b"Connection: close\r\nX-Own: \xfc\r\n\r\na=1")
        answer = rest_of(connection)

    (came,) = out.hosts.arrived
    assert answer.endswith(b"hello")
    assert (came.first, came.body) == ("POST /order HTTP/1.1", b"a=1")
    assert b"X-Own: \xfc" in came.head


def test_what_was_sent_with_the_request_for_a_tunnel_goes_through_it(out: DeskWayOut) -> None:
    get = f"GET /a HTTP/1.1\r\nHost: {NAMED}\r\nConnection: close\r\n\r\n"
    answer = out.say_raw(f"CONNECT {NAMED}:80 HTTP/1.1\r\n\r\n{get}".encode())

    assert answer.count(b"HTTP/1.1 200") == 2
    assert [one.first for one in out.hosts.arrived] == ["GET /a HTTP/1.1"]


@pytest.mark.parametrize(
    ("target", "refused"),
    [
        (f"{OTHER}:443", 403), (f"sub.{NAMED}:443", 403), ("pages.example:443", 403), (f"x{NAMED}:443", 403),
        (f"{NAMED}.example.net:443", 403), (f"{NAMED}:22", 403), (f"{NAMED}:25", 403), (f"{NAMED}:8443", 403),
        ("93.184.216.10:443", 403), ("127.0.0.1:80", 403), ("localhost:80", 403), ("[::1]:443", 403),
        ("[::ffff:127.0.0.1]:80", 403), ("2130706433:80", 403), ("0x7f.1:80", 403), ("0177.0.0.1:80", 403),
        ("0.0.0.0:80", 403), ("169.254.169.254:80", 403), ("intranet:80", 403), ("printer.local:80", 403),
        (NAMED, 400), (f"{NAMED}:", 400), (f"{NAMED}:0", 400), (f"{NAMED}:0443", 400), (f"{NAMED}:65979", 400),
        (f"{NAMED}:443:80", 400), (f"{NAMED}@{OTHER}:443", 400), (f"{NAMED}#.{OTHER}:443", 400),
        (f"{NAMED}/:443", 400), (f"{NAMED}%00.{OTHER}:443", 400), (f"https://{NAMED}:443", 400), ("*:443", 400),
        (f"*.{NAMED}:443", 400), ("[::1:443", 400), (":443", 400),
    ],
)  # fmt: skip
def test_no_tunnel_leads_elsewhere(out: DeskWayOut, target: str, refused: int) -> None:
    answer = out.say_raw(f"CONNECT {target} HTTP/1.1\r\nHost: {NAMED}:443\r\n\r\n".encode())

    assert status(answer) == refused
    assert answer.endswith(b".\n")
    assert out.hosts.dialed == []


@pytest.mark.parametrize(
    ("address", "first", "host"),
    [
        (f"http://{NAMED}/list?page=2", "GET /list?page=2 HTTP/1.1", NAMED),
        (f"HTTP://{NAMED}", "GET / HTTP/1.1", NAMED),
        (f"http://{NAMED}:80?q", "GET /?q HTTP/1.1", NAMED),
        (f"http://{OTHER}@{NAMED}/", "GET / HTTP/1.1", NAMED),
        (f"http://{NAMED}//{OTHER}/", f"GET //{OTHER}/ HTTP/1.1", NAMED),
        (f"http://{NAMED}/http://{OTHER}/", f"GET /http://{OTHER}/ HTTP/1.1", NAMED),
    ],
)
def test_a_plain_request_goes_to_the_host_in_its_address_and_names_no_other(
    out: DeskWayOut, address: str, first: str, host: str
) -> None:
    answer = out.get(address, f"Host: {OTHER}", "Proxy-Connection: keep-alive", "Cookie: a=b")

    (came,) = out.hosts.arrived
    assert answer.endswith(b"hello")
    assert (came.host, came.first, came.value("host")) == (host, first, [host])
    assert (came.value("connection"), came.value("proxy-connection")) == (["close"], [])
    assert came.value("cookie") == ["a=b"]


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        (f"http://{OTHER}/", 403), (f"http://{NAMED}:8080/", 403), (f"http://{NAMED}@{OTHER}/", 403),
        (f"http://{NAMED}\\@{OTHER}/", 403), ("http://127.0.0.1/", 403), ("http://[::1]/", 403),
        ("http://2130706433/", 403), ("http://169.254.169.254/latest/meta-data", 403), (f"http://{OTHER}:80/", 403),
        (f"https://{NAMED}/", 400), (f"ftp://{NAMED}/", 400), (f"ws://{NAMED}/", 400), ("/", 400), ("*", 400),
        (f"{NAMED}/", 400), (f"//{NAMED}/", 400), ("http:///", 400), (f"http://{NAMED}:0x50/", 400),
        (f"http://{NAMED}%2f.{OTHER}/", 400), (f"file://{NAMED}/etc/passwd", 400),
    ],
)  # fmt: skip
def test_no_plain_request_leads_elsewhere(out: DeskWayOut, address: str, refused: int) -> None:
    answer = out.get(address)

    assert status(answer) == refused
    assert out.hosts.dialed == []


@pytest.mark.parametrize(
    "head",
    [
        b"PRI * HTTP/2.0", b"GET http://{named}/ HTTP/1.2", b"GET http://{named}/", b"\x16\x03\x01\x02\x00",
        b"GET http://{named}/ HTTP/1.1\r\n Host: {named}", b"GET  http://{named}/ HTTP/1.1", b"SSH-2.0-OpenSSH_9",
        b"POST http://{named}/ HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 5",
        b"POST http://{named}/ HTTP/1.1\r\nContent-Length: +4", b"GET http://{named}/\x80 HTTP/1.1",
    ],
)  # fmt: skip
def test_what_is_no_request_to_a_proxy_is_refused_with_a_sentence(out: DeskWayOut, head: bytes) -> None:
    answer = out.say_raw(head.replace(b"{named}", NAMED.encode()) + b"\r\n\r\n")

    assert status(answer) == 400
    assert answer.endswith(b"takes only CONNECT and requests to http addresses.\n")
    assert out.hosts.dialed == []


def test_a_body_of_any_size_arrives_whole_and_nothing_behind_it(out: DeskWayOut) -> None:
    body = b"x" * 300_000
    head = f"POST http://{NAMED}/up HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    behind = f"GET http://{OTHER}/spy HTTP/1.1\r\n\r\n".encode()

    answer = out.say_raw(head + body + behind)

    assert status(answer) == 200
    assert [(one.first, one.body == body) for one in out.hosts.arrived] == [("POST /up HTTP/1.1", True)]


def test_a_chunked_body_and_another_protocol_pass_to_the_named_host(out: DeskWayOut) -> None:
    chunked = f"POST http://{NAMED}/up HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    out.say_raw(chunked.encode())
    out.get(f"http://{NAMED}/socket", "Upgrade: websocket", "Sec-WebSocket-Version: 13")

    assert [one.body for one in out.hosts.arrived] == [b"abc", b""]
    assert out.hosts.arrived[1].value("upgrade") == ["websocket"]


def test_a_redirect_elsewhere_is_a_request_of_its_own(out: DeskWayOut) -> None:
    out.hosts.answer = lambda _: (
        f"HTTP/1.1 302 Found\r\nLocation: http://{OTHER}/\r\nContent-Length: 0\r\n\r\n".encode()
    )

    assert status(out.get(f"http://{NAMED}/")) == 302
    assert status(out.get(f"http://{OTHER}/")) == 403
    assert {one.host for one in out.hosts.arrived} == {NAMED}


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", INSIDE, "169.254.169.254", "::1", "fe80::1%2", "::ffff:192.168.0.1", "64:ff9b::7f00:1",
        "100.64.0.1", "0.0.0.0", "224.0.0.1", "fd00::1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused_with_the_address(out: DeskWayOut, number: str) -> None:
    out.hosts.numbers[NAMED] = ["93.184.216.10", number]

    answer = out.get(f"http://{NAMED}/")

    assert status(answer) == 403
    assert number.encode() in answer
    assert out.hosts.dialed == []


def test_the_address_that_was_checked_is_the_one_that_is_dialed(out: DeskWayOut) -> None:
    out.hosts.rebound = {NAMED: ["127.0.0.1"]}  # from the second look on

    assert status(out.get(f"http://{NAMED}/")) == 200
    assert status(out.get(f"http://{NAMED}/")) == 403
    assert out.hosts.dialed == [("93.184.216.10", 80)]


@pytest.mark.parametrize(
    ("named", "address", "reached"),
    [
        # What lies inside is reached where it is named by itself.
        ((f"{INSIDE}:8600",), f"http://{INSIDE}:8600/", True),
        (("127.0.0.1:8600",), "http://127.0.0.1:8600/", True),
        (("localhost:8600",), "http://localhost:8600/", True),
        (("intranet:8600",), "http://intranet:8600/", True),
        (("wiki.example.org:8600", f"{INSIDE}:8600"), "http://wiki.example.org:8600/", True),
        # At its port alone, under its name alone, and no nearer than it says.
        ((f"{INSIDE}:8600",), f"http://{INSIDE}:8601/", False),
        ((INSIDE,), f"http://{INSIDE}:8600/", False),
        (("127.0.0.1:8600",), "http://localhost:8600/", False),
        (("wiki.example.org:8600",), "http://wiki.example.org:8600/", False),
        (("wiki.example.org:8600", INSIDE), "http://wiki.example.org:8600/", False),
        (("intranet:8601",), "http://intranet:8601/", False),
        (("printer.local:8600",), "http://printer.local:8600/", False),
        (("127.0.0.1.nip.io:8600",), "http://127.0.0.1.nip.io:8600/", False),
    ],
)
def test_what_lies_inside_is_reached_where_it_is_named_by_itself(
    named: tuple[str, ...], address: str, *, reached: bool
) -> None:
    hosts = WebHosts(("form.example.org",))
    for at in (INSIDE, "127.0.0.1"):
        for port in (8600, 8601):
            hosts.also_at("form.example.org", at, port)
    hosts.numbers |= {
        "localhost": ["127.0.0.1"], "intranet": [INSIDE], "wiki.example.org": [INSIDE], "printer.local": ["127.0.0.1"],
        "127.0.0.1.nip.io": ["127.0.0.1"],
    }  # fmt: skip
    if named == ("intranet:8601",):
        hosts.numbers["intranet"] = ["127.0.0.1"]
    with DeskWayOut(named, hosts) as out:
        answer = out.get(address)

    assert status(answer) == (200 if reached else 403)
    assert bool(hosts.arrived) == reached


def test_an_own_address_of_this_computer_is_this_computer() -> None:
    hosts = WebHosts((NAMED,))
    with DeskWayOut((NAMED,), hosts) as out:
        object.__setattr__(out.gateway, "_outside", type(hosts.way_out())(hosts.look_up, hosts.dial, lambda _: True))
        answer = out.get(f"http://{NAMED}/")

    assert status(answer) == 403
    assert b"which is this computer" in answer
    assert hosts.arrived == []


def test_a_host_is_let_in_later_and_an_invalid_one_changes_nothing(out: DeskWayOut) -> None:
    before = status(out.get(f"http://{OTHER}/"))
    for host in ("", "*", "http://x", OTHER):
        out.gateway.admit(host)

    assert (before, status(out.get(f"http://{OTHER}/"))) == (403, 200)


def test_a_host_that_is_gone_or_unknown_is_told_at_once(out: DeskWayOut) -> None:
    out.gateway.admit("gone.example.com")
    out.gateway.admit("unknown.example.com")
    out.hosts.numbers["gone.example.com"] = ["93.184.216.99"]

    assert b"does not answer" in out.get("http://gone.example.com/")
    assert b"has no address" in out.get("http://unknown.example.com/")


def test_both_ends_may_stop_sending_by_themselves_and_an_end_that_goes_takes_the_other_along(out: DeskWayOut) -> None:
    met = threading.Event()

    def when_asked(_: object) -> bytes:
        met.set()
        return b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

    out.hosts.answer = when_asked
    with out.plain() as connection:
        connection.sendall(f"CONNECT {NAMED}:80 HTTP/1.1\r\n\r\n".encode())
        head_of(connection)
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {NAMED}\r\n\r\n".encode())
        connection.shutdown(socket.SHUT_WR)
        answer = rest_of(connection)

    assert answer.endswith(b"hello")
    assert wait_until(met.is_set)


class SilentHost(WebHosts):
    """A host that takes connections and doesn't answer; `taken` are its ends of them."""

    def __init__(self) -> None:
        super().__init__((NAMED,))
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    def dial(self, address: str, port: int) -> socket.socket:
        self.dialed.append((address, port))
        return socket.create_connection(self._listener.getsockname(), 60)

    def fileno(self) -> int:
        return self._listener.fileno()

    def taken(self) -> socket.socket:
        self._listener.settimeout(60)
        connection, _ = self._listener.accept()
        connection.settimeout(60)
        return connection

    def close(self) -> None:
        super().close()
        self._listener.close()


@pytest.fixture
def silent() -> SilentHost:
    return SilentHost()


@pytest.mark.parametrize(
    "request_text",
    [
        f"GET http://{NAMED}/slow HTTP/1.1\r\n\r\n",
        f"POST http://{NAMED}/up HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
        f"POST http://{NAMED}/up HTTP/1.1\r\nContent-Length: 300\r\n\r\nabc",
        f"GET http://{NAMED}/slow HTTP/1.1\r\n\r\nand more",
        f"POST http://{NAMED}/up HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        f"CONNECT {NAMED}:443 HTTP/1.1\r\n\r\n",
    ],
    ids=["no answer yet", "a body that has come", "a body that stops short", "more than a body", "pieces", "a tunnel"],
)
def test_a_host_is_told_at_once_that_a_program_has_hung_up(silent: SilentHost, request_text: str) -> None:
    with DeskWayOut((NAMED,), silent) as out:
        with out.plain() as connection:
            connection.sendall(request_text.encode())
            host = silent.taken()
        with host:
            rest_of(host)  # to its end


def test_a_tunnel_whose_host_does_not_close_ends_when_it_stays_idle(
    silent: SilentHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "_HALF_CLOSED_S", 0.05)
    with DeskWayOut((NAMED,), silent) as out, out.plain() as connection:
        connection.sendall(f"CONNECT {NAMED}:443 HTTP/1.1\r\n\r\n".encode())
        head_of(connection)
        connection.shutdown(socket.SHUT_WR)
        with silent.taken():
            assert rest_of(connection) == b""


def test_requests_that_were_given_up_leave_room_for_others(silent: SilentHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "_MOST_CONNECTIONS", 2)
    monkeypatch.setattr(gateway, "_MOST_REFUSED", 1)
    with DeskWayOut((NAMED,), silent) as out, contextlib.ExitStack() as kept:

        def has_given_up() -> bool:
            with out.plain() as connection:
                connection.sendall(f"GET http://{NAMED}/slow HTTP/1.1\r\n\r\n".encode())
                either = [connection.fileno(), silent.fileno()]
                ready, _, _ = select.select(either, [], [], 60)
                if silent.fileno() not in ready:  # the one before hasn't quite ended
                    return False
                host = kept.enter_context(silent.taken())
            rest_of(host)
            return True

        def has_room() -> bool:
            return status(out.get(f"http://{OTHER}/")) == 403

        for _ in range(8):
            assert wait_until(has_given_up)
            assert wait_until(has_room)


def test_an_upload_to_a_host_that_takes_nothing_ends_with_its_program(
    silent: SilentHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "_HALF_CLOSED_S", 0.05)
    with DeskWayOut((NAMED,), silent) as out, contextlib.ExitStack() as kept:
        with out.plain() as connection:
            connection.sendall(f"CONNECT {NAMED}:443 HTTP/1.1\r\n\r\n".encode())
            head_of(connection)
            host = kept.enter_context(silent.taken())
            connection.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                for _ in range(1_000):
                    connection.send(b"x" * 65_536)
        assert rest_of(host)


class FailingListener(socket.socket):
    """A listener that can't accept at first."""

    def __init__(self, listener: socket.socket, numbers: list[int]) -> None:
        super().__init__(fileno=listener.detach())
        self._numbers = numbers

    def accept(self) -> tuple[socket.socket, Any]:
        if self._numbers:
            raise OSError(self._numbers.pop(0), "not now")
        return super().accept()


def test_the_network_goes_on_after_a_failure_that_passes_and_ends_with_its_listener(
    out: DeskWayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "_ACCEPT_AGAIN_S", 0.0)
    numbers = [errno.EMFILE, errno.ECONNABORTED, errno.ENOBUFS]
    listener = FailingListener(socket.create_server(("127.0.0.1", 0)), numbers)
    serving = threading.Thread(target=out.gateway.serve, args=(listener,), daemon=True)
    serving.start()

    with socket.create_connection(listener.getsockname(), 60) as connection:
        connection.sendall(f"GET http://{NAMED}/ HTTP/1.1\r\n\r\n".encode())
        assert status(rest_of(connection)) == 200
    listener.shutdown(socket.SHUT_RDWR)
    serving.join(60)
    listener.close()

    assert not serving.is_alive()
    assert numbers == []
