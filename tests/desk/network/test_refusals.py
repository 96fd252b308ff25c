"""What a desk's programs may not send: to other hosts, in two readings, as another protocol, too much."""

import ssl

import pytest

from tests.fakes.desk_way_out import DeskWayOut, status

NAMED = "shop.example.org"
OTHER = "other.example.net"


@pytest.mark.parametrize(
    "target",
    [
        f"{OTHER}:443", f"sub.{NAMED}:443", "pages.example:443", f"{NAMED}:80", f"{NAMED}:8443", f"{NAMED}:0443",
        "93.184.216.10:443", "127.0.0.1:443", "localhost:443", "[::1]:443", "2130706433:443", "0x7f.1:443",
        f"{NAMED}.:443", f"{NAMED}@{OTHER}:443", f"{NAMED}#.{OTHER}:443", f"{NAMED}%00.{OTHER}:443",
        f"http://{OTHER}/", f"https://{NAMED}/", f"http://{NAMED}:8080/", "/", "http://127.0.0.1/", f"ftp://{NAMED}/",
        f"http://{NAMED}",
    ],
)  # fmt: skip
def test_no_tunnel_and_no_plain_request_leads_elsewhere(out: DeskWayOut, target: str) -> None:
    verb, host = ("GET", OTHER) if "/" in target else ("CONNECT", target)
    answer = out.say_raw(f"{verb} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())

    assert status(answer) in {400, 403}
    assert [] == out.hosts.dialed


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\nHost: {other}",  # fronting
        "GET / HTTP/1.1\r\nHost: {named}\r\nHost: {other}",
        "GET / HTTP/1.1",
        "GET https://{other}/ HTTP/1.1\r\nHost: {named}",
        "GET http://{named}/ HTTP/1.1\r\nHost: {named}",
        "GET https://{named}@{other}/ HTTP/1.1\r\nHost: {named}",
        "GET / HTTP/1.1\r\nHost: {named}\r\nX-Forwarded-Host: {other}",
        "GET / HTTP/1.1\r\nHost: {named}\r\nUpgrade: websocket\r\nConnection: Upgrade",
        "GET / HTTP/1.1\r\nHost: {named}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA",
        "PRI * HTTP/2.0",
        "TRACE / HTTP/1.1\r\nHost: {named}",
        "GET / HTTP/1.1\r\nHost: {named}\r\nConnection: close, Host",
        "POST / HTTP/1.1\r\nHost: {named}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked",
        "POST / HTTP/1.1\r\nHost: {named}\r\nContent-Length: +4",
        "POST / HTTP/1.1\r\nHost: {named}\r\nTransfer-Encoding: gzip, chunked",
        "POST / HTTP/1.0\r\nHost: {named}\r\nTransfer-Encoding: chunked",
        "POST / HTTP/1.1\r\nHost: {named}\r\nTransfer-Encoding : chunked",
        "GET / HTTP/1.1\r\n Host: {named}",
        "POST / HTTP/1.1\r\nHost: {named}\r\nContent-Length: 4\r\nContent-Length: 5",
        "GET / HTTP/1.1\r\nHost: {named}\r\nX: a\rY: b",
        "GET /a b HTTP/1.1\r\nHost: {named}",
        "GET /#a HTTP/1.1\r\nHost: {named}",
        "GET /\x80 HTTP/1.1\r\nHost: {named}",
        "GET / HTTP/1.2\r\nHost: {named}",
        "POST / HTTP/1.1\r\nHost: {named}\r\nExpect: 200-ok\r\nContent-Length: 1",
    ],
)  # fmt: skip
def test_what_says_two_things_or_becomes_another_protocol_is_refused(out: DeskWayOut, head: str) -> None:
    raw = head.format(named=NAMED, other=OTHER).encode("latin-1")

    answer = out.say_raw(raw + b"\r\n\r\n", NAMED)

    assert status(answer) in {400, 403, 405, 417, 505}, answer
    assert [] == out.hosts.dialed
    assert [] == out.asked


@pytest.mark.parametrize(
    ("fields", "arrived"),
    [
        ("X: a\r\n b", ["X: a b"]),
        ("X: a\nY: b", ["X: a", "Y: b"]),
        ("Content-Length: 4\r\nContent-Length: 4", ["Content-Length: 4"]),
        ("Content-Length: 4, 4", ["Content-Length: 4"]),
    ],
)
def test_what_can_be_written_in_two_ways_goes_out_in_one(out: DeskWayOut, fields: str, arrived: list[str]) -> None:
    out.say = lambda _: "once"
    raw = f"POST / HTTP/1.1\r\nHost: {NAMED}\r\nConnection: close\r\n{fields}\r\n\r\nabcd".encode()

    assert status(out.say_raw(raw, NAMED)) == 200
    (came,) = out.hosts.arrived
    assert [line for line in came.head.decode().split("\r\n") if line[:1] in "XYC"][: len(arrived)] == arrived
    assert came.head.count(b"\n") == came.head.count(b"\r\n")


@pytest.mark.parametrize(
    "body",
    [b"4\nabcd\r\n0\r\n\r\n", b"4\r\nabcdef\r\n0\r\n\r\n", b"-4\r\nabcd\r\n0\r\n\r\n", b"0x4\r\nabcd\r\n0\r\n\r\n",
     b"4 ;a\x01\r\nabcd\r\n0\r\n\r\n", b"4\r\nabcd\r\n0\r\n" + b"a: b\r\n" * 12_000],
)  # fmt: skip
def test_a_broken_chunk_is_refused(out: DeskWayOut, body: bytes) -> None:
    head = f"POST / HTTP/1.1\r\nHost: {NAMED}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()

    assert status(out.say_raw(head + body, NAMED)) in {400, 431}
    assert [] == out.hosts.dialed
    assert [] == out.asked


def test_a_request_behind_another_is_judged_by_itself(out: DeskWayOut) -> None:
    out.say = lambda _: "no"
    first = f"GET /a HTTP/1.1\r\nHost: {NAMED}\r\n\r\n"
    second = f"POST /b HTTP/1.1\r\nHost: {NAMED}\r\nContent-Length: 3\r\n\r\nx=1"

    answer = out.say_raw((first + second).encode(), NAMED)

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"HTTP/1.1 403 Forbidden" in answer
    assert ["GET /a HTTP/1.1"] == [one.first for one in out.hosts.arrived]


def test_a_certificate_is_for_the_host_of_the_tunnel_only(out: DeskWayOut) -> None:
    with pytest.raises((ssl.SSLError, OSError)):
        out.tunnel(NAMED, server_name=OTHER)
    assert [] == out.hosts.dialed


def test_a_name_that_leads_inside_is_refused(out: DeskWayOut) -> None:
    inside = ("127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fe80::1%2", "::ffff:192.168.0.1",
              "64:ff9b::7f00:1", "100.64.0.1", "0.0.0.0", "224.0.0.1")  # fmt: skip
    for number in inside:
        out.hosts.numbers[NAMED] = ["93.184.216.10", number]

        assert 403 == status(out.get(NAMED)), number
    assert [] == out.hosts.dialed


def test_the_number_that_was_looked_at_is_the_one_that_is_dialed(out: DeskWayOut) -> None:
    out.hosts.rebound = {NAMED: ["127.0.0.1"]}  # from the second look on

    assert 200 == status(out.get(NAMED))
    assert 403 == status(out.get(NAMED))
    assert [("93.184.216.10", 443)] == out.hosts.dialed


def test_a_host_that_shows_another_certificate_is_refused(out: DeskWayOut) -> None:
    out.hosts.numbers[NAMED] = out.hosts.numbers[OTHER]

    assert 502 == status(out.get(NAMED))
    assert [] == out.hosts.arrived
