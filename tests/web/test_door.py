"""Who comes in to the web server: whoever has a link, once, and then only with that browser's cookie and key."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress

import httpx
import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.web import connections, server
from desktop_agent.web.door import May
from desktop_agent.web.server import Place, Watch
from tests.fakes.people.web_guest import Guest, Page, Served, asked, raw, statuses, upgraded
from tests.fakes.waiting import wait_until

WAYS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT")
PROTECTED = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control")
SECRET_OF_PAGE = b"page.js"


# --- Without a pass --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "path",
    [
        "/", "/page.js", "/page.css", "/page.html", "/ws", "/ws/", "//ws", "/WS", "/favicon.ico", "/enter", "/enter/",
        "/page.js/..", "/enter/../page.js", "/enter/..%2fpage.js", "/%2e%2e/%2e%2e/etc/passwd", "/..%5c..%5cpage.js",
        "/page.js%00", "/page%2ejs", "//page.js", "/./page.js", "/page.js?x=/enter/", "/assets/web/page.js", "*",
        "http://evil.example/page.js", "http://127.0.0.1/page.js", "/picture/a/1.png", "/enter/\xe4", "/%ff%fe",
    ],
)  # fmt: skip
def test_without_a_pass_nothing_is_served_at_any_path_by_any_method(served: Served, way: str, path: str) -> None:
    response = asked(served.port, f"{way} {path} HTTP/1.1")

    assert statuses(response) in ([403], [400]), response
    assert SECRET_OF_PAGE not in response


@pytest.mark.long
@pytest.mark.parametrize(
    "path_of",
    [
        lambda code: f"/enter/{code[:-1]}",
        lambda code: f"/enter/{code}a",
        lambda code: f"/enter/{code.swapcase()}",
        lambda code: f"/enter/{code.upper()}",
        lambda code: f"/enter/{code}/",
        lambda code: f"/enter//{code}",
        lambda code: f"/enter/{code}%00",
        lambda code: f"/enter/%00{code}",
        lambda code: f"/enter/{code}%20",
        lambda code: f"/enter/%20{code}",
        lambda code: f"/enter/{code}%0d%0aSet-Cookie:%20a=b",
        lambda code: f"/enter/{code};x",
        lambda code: f"/enter/{code}%3fx",
        lambda code: f"/enter/x/../{code}",
        lambda code: f"/Enter/{code}",
        lambda code: f"/enter?{code}",
        lambda code: f"/enter/?code={code}",
        lambda code: f"/ws/enter/{code}",
        lambda code: f"/./enter/{code}",
        lambda code: f"//enter/{code}",
        lambda code: "/enter/" + "%C3%A4" * len(code),
        lambda _: "/enter/%F0%9F%94%91",
        lambda _: "/enter/%ED%A0%80",
        lambda _: "/enter/" + "a" * 60_000,
        lambda code: f"/enter/{code}" * 200,
    ],
)
def test_what_is_only_like_the_code_opens_nothing_and_the_code_stays(
    served: Served, path_of: Callable[[str], str]
) -> None:
    code = served.code("look")

    response = asked(served.port, f"GET {path_of(code)} HTTP/1.1")

    assert statuses(response) == [403], response
    assert b"set-cookie" not in response.lower()
    assert served.code("look") == code
    served.enter("look")


@pytest.mark.parametrize("way", WAYS[1:])
def test_only_opening_a_link_uses_it_up(served: Served, way: str) -> None:
    code = served.code("look")

    response = asked(served.port, f"{way} /enter/{code} HTTP/1.1")

    assert statuses(response) in ([403], [400])
    assert b"set-cookie" not in response.lower()
    assert served.code("look") == code


@pytest.mark.parametrize("header", ["Sec-Purpose: prefetch", "Sec-Purpose: prefetch;prerender", "Purpose: prefetch"])
def test_a_browser_that_fetches_ahead_does_not_use_a_link_up(served: Served, header: str) -> None:
    code = served.code("look")

    response = asked(served.port, f"GET /enter/{code} HTTP/1.1", header)

    assert statuses(response) == [503]
    assert served.code("look") == code


@pytest.mark.parametrize("may", ["look", "act"])
def test_a_link_works_once_whoever_comes_at_the_same_time(served: Served, may: May) -> None:
    path = f"GET /enter/{served.code(may)} HTTP/1.1"

    with ThreadPoolExecutor(8) as pool:
        came = [*pool.map(lambda _: statuses(asked(served.port, path))[0], range(16))]

    assert sorted(came) == [200, *[403] * 15]
    assert statuses(asked(served.port, path)) == [403]


def test_the_percent_encoded_code_is_the_same_code_and_is_used_up(served: Served) -> None:
    code = served.code("look")
    path = "".join(f"%{ord(char):02x}" for char in code)

    assert statuses(asked(served.port, f"GET /enter/{path} HTTP/1.1")) == [200]
    assert statuses(asked(served.port, f"GET /enter/{code} HTTP/1.1")) == [403]


def test_code_cookie_and_key_are_in_no_page_and_no_error(served: Served) -> None:
    code = served.code("act")
    guest = served.enter("act")
    secrets = (code, guest.cookie.partition("=")[2], guest.key, served.code("act"))

    words = b"".join(
        asked(served.port, f"GET {path} HTTP/1.1", f"Cookie: {guest.cookie}")
        for path in ("/", "/page.js", "/page.css", f"/enter/{code}", "/nothing", f"/{code}")
    )

    assert len({*secrets}) == len(secrets)
    assert not [each for each in secrets if each.encode() in words]


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/page.js", 200), ("/nothing", 404), ("/enter/no", 403), ("/enter/CODE", 200)]
)
def test_every_answer_forbids_frames_scripts_of_others_sniffing_and_keeping(
    served: Served, guest: Guest, path: str, status: int
) -> None:
    answer = guest.get(path.replace("CODE", served.code("look")))

    assert answer.status_code == status
    assert not [name for name in PROTECTED if name not in answer.headers]
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "access-control-allow-origin" not in answer.headers


def test_the_cookie_is_for_no_script_and_named_for_its_server_alone(served: Served) -> None:
    with Served() as other:
        cookies = [
            httpx.get(f"{each.watch.address}/enter/{each.code('look')}").headers["set-cookie"]
            for each in (served, other)
        ]

    assert all("HttpOnly" in each and "SameSite" in each and "Domain" not in each for each in cookies)
    assert len({each.partition("=")[0] for each in cookies}) == 2


# --- Hosts, origins, cookies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200), ("localhost:{port}", 200), ("LocalHost:{port}", 200), ("[::1]:{port}", 200),
        ("127.0.0.1", 200), ("127.0.0.1:9", 200),  # through a tunnel
        ("evil.example", 421), ("evil.example:{port}", 421), ("127.0.0.1.evil.example:{port}", 421),
        ("localhost.evil.example", 421), ("localhost.", 421), ("user@127.0.0.1:{port}", 421),
        ("127.0.0.1:{port}@evil.example", 421), ("evil.example#127.0.0.1", 421), ("127.0.0.1/evil", 421),
        ("127.0.0.1?evil", 421), ("127.0.0.1\\evil", 421), ("127.0.0.1,evil.example", 421), ("127.1", 421),
        ("2130706433", 421), ("0x7f.1", 421), ("0.0.0.0:{port}", 421), ("[::]:{port}", 421), ("[::1", 421),
        ("[::ffff:127.0.0.1]", 421), ("127.0.0.1:123456", 421), ("127.0.0.1:x", 421), (":{port}", 421), ("[]", 421),
        ("\xe4", 421), (" ", 421), ("null", 421), ("localhost%00.evil.example", 421),
    ],
)  # fmt: skip
def test_a_host_name_that_is_not_this_computers_gets_nothing(
    served: Served, guest: Guest, host: str, status: int
) -> None:
    named = host.format(port=served.port)

    page = asked(served.port, "GET / HTTP/1.1", f"Cookie: {guest.cookie}", host=named)
    link = asked(served.port, f"GET /enter/{served.code('look')} HTTP/1.1", host=named)
    opened = upgraded(served.port, f"Cookie: {guest.cookie}", f"Origin: http://{named}", host=named)

    assert statuses(page) == [status], page
    assert statuses(link) == [status]
    assert statuses(opened) == [101 if status == 200 else 403]


@pytest.mark.parametrize(
    "hosts", [(), ("127.0.0.1", "127.0.0.1"), ("127.0.0.1", "evil.example"), ("evil.example", "127.0.0.1")]
)
def test_a_request_names_one_host(served: Served, guest: Guest, hosts: tuple[str, ...]) -> None:
    headers = (*(f"Host: {each}" for each in hosts), f"Cookie: {guest.cookie}")

    for version in ("1.1", "1.0"):
        assert statuses(asked(served.port, f"GET / HTTP/{version}", *headers, host=None)) in ([400], [421])


@pytest.mark.parametrize(
    ("origin", "is_ours"),
    [
        (("http://127.0.0.1:{port}",), True), (("HTTP://127.0.0.1:{port}",), True), ((), False), (("null",), False),
        (("http://127.0.0.1",), False), (("http://127.0.0.1:{other}",), False), (("ws://127.0.0.1:{port}",), False),
        (("http://localhost:{port}",), False), (("http://evil.example",), False), (("",), False),
        (("http://127.0.0.1:{port}.evil.example",), False), (("http://127.0.0.1:{port}@evil.example",), False),
        (("http://evil.example#127.0.0.1:{port}",), False), (("http://127.0.0.1:{port}/",), False),
        (("file://127.0.0.1:{port}",), False), (("127.0.0.1:{port}",), False), (("chrome-extension://abc",), False),
        (("http://127.0.0.1:{port}", "http://127.0.0.1:{port}"), False),
        (("http://evil.example", "http://127.0.0.1:{port}"), False),
    ],
)  # fmt: skip
def test_a_socket_is_only_for_a_page_of_this_very_origin(
    served: Served, guest: Guest, origin: tuple[str, ...], is_ours: bool
) -> None:
    lines = [f"Origin: {each.format(port=served.port, other=served.port + 1)}" for each in origin]

    assert statuses(upgraded(served.port, f"Cookie: {guest.cookie}", *lines))[0] in ({101} if is_ours else {400, 403})
    page = statuses(asked(served.port, "GET / HTTP/1.1", f"Cookie: {guest.cookie}", *lines))
    assert page == [200 if is_ours or not origin else 421]


@pytest.mark.parametrize(
    ("cookie", "status"),
    [
        ("{name}={value}", 200), ("a=b; {name}={value}", 200), ("{name}={value}; a=b", 200),
        ('other={{"a": 1, "b": "c"}}; {name}={value}', 200), ("a b c; =; ;;; {name}={value}", 200),
        ("\xe4=\xff; {name}={value}", 200), ("{name}=other; {name}={value}", 200), ("{name}={value}; {name}=", 200),
        ("{name}=", 403), ("{name}", 403), ("{name}={value}a", 403), ('{name}="{value}', 403), ("{value}", 403),
        ("{name}=\xe4\xff", 403), ("{name}={value},{name}={value}", 403), ("{NAME}={value}", 403), ("", 403),
        ("desktop_agent_watch={value}", 403), ("x{name}={value}", 403), ("{name}==", 403), ("{name}={key}", 403),
        ("{name}=" + "a" * 40_000, 403), ("a=b; " * 8_000, 403),
    ],
)  # fmt: skip
def test_only_the_whole_cookie_counts_whatever_others_are_beside_it(
    served: Served, guest: Guest, cookie: str, status: int
) -> None:
    name, _, value = guest.cookie.partition("=")
    line = cookie.format(name=name, NAME=name.upper(), value=value, key=guest.key)

    assert statuses(asked(served.port, "GET / HTTP/1.1", f"Cookie: {line}")) == [status]


def test_a_pass_is_nothing_at_another_server(guest: Guest) -> None:
    with Served() as other:
        moved = guest.cookie.replace(str(guest.port), str(other.port))

        assert statuses(asked(other.port, "GET / HTTP/1.1", f"Cookie: {moved}")) == [403]


# --- The socket's first word -----------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize(
    "first",
    [
                '{"do":"key"}', '{"do":"key","keys":""}', '{"do":"key","keys":null}', '{"do":"key","keys":1}',
        '{"do":"key","keys":true}', '{"do":"key","keys":"KEY"}', '{"do":"key","keys":{"key":"KEY"}}',
        '{"do":"key","keys":["KEYa"]}', '{"do":"key","keys":["KE"]}', '{"do":"key","keys":["COOKIE"]}',
        '{"do":"key","keys":["OTHER"]}', '{"do":"key","keys":[["KEY"]]}', '{"do":"key","keys":["a","b","c","d","KEY"]}',
        '{"do":"key","keys":[null,1,true,{},[]]}', '{"do":"key","keys":[]}', '{"do":"key","key":"KEY"}',
        '{"do":"key","keys":["\\ud800"]}', '{"do":"key","keys":["KEY"],"keys":["x"]}', '{"keys":["KEY"]}',
        '{"do":"KEY","keys":["KEY"]}', '{"do":["key"],"keys":["KEY"]}',
        '{"do":"open","run":"","most":[9,9],"keys":["KEY"]}', '[{"do":"key","keys":["KEY"]}]',
        '"KEY"', "KEY", "", "null", "1", "NaN", "[" * 60_000, '{"do":"key","keys":["' + "a" * 60_000 + '"]}',
        "9" * 60_000, b'{"do":"key","keys":["KEY"]}', b"\x00\xff",
    ],
)  # fmt: skip
def test_a_cookie_without_its_key_hears_nothing(served: Served, guest: Guest, first: str | bytes) -> None:
    other = served.enter("look")
    words = {"KEY": guest.key, "COOKIE": guest.cookie.partition("=")[2], "OTHER": other.key, "KE": guest.key[:-1]}
    exactly = next((name for name in sorted(words, key=len, reverse=True) if f'"{name}"' in str(first)), "KEY")
    message = first
    if isinstance(message, str):
        message = message.replace(f'"{exactly}"', f'"{words[exactly]}"').replace("KEYa", f"{guest.key}a")
    else:
        message = message.replace(b"KEY", guest.key.encode())

    with Page(served.port, guest.cookie) as page:
        page.send(message)
        page.order(do="key", keys=[guest.key])

        assert page.close_code() == 1008
        assert page.heard == []


def test_a_key_that_does_not_come_is_not_waited_for(
    served: Served, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_KEY_WITHIN_S", 0.2)

    with Page(served.port, guest.cookie) as page:
        assert page.close_code() == 1008
        assert page.heard == []


def test_a_key_without_its_cookie_and_a_second_key_are_nothing(served: Served, guest: Guest) -> None:
    look = served.enter("look")

    with Page(served.port) as page:
        page.order(do="key", keys=[guest.key])
        assert page.close_code() == 1000
        assert [each["is"] for each in page.heard] == ["end"]
    with look.page() as page:  # a pass cannot become another one
        assert page.hear("hello")["may"] == "look"
        page.order(do="key", keys=[guest.key])
        assert page.close_code() == 1008


@pytest.mark.parametrize("path", ["/", "/ws/", "//ws", "/WS", "/ws/x", "/page.js", "/x/../ws", "/enter/CODE", "/ws%00"])
def test_a_socket_is_at_one_path(served: Served, guest: Guest, path: str) -> None:
    code = served.code("look")
    origin = f"Origin: http://127.0.0.1:{served.port}"

    words = upgraded(served.port, f"Cookie: {guest.cookie}", origin, path=path.replace("CODE", code))

    assert statuses(words) == [403]
    assert served.code("look") == code


@pytest.mark.parametrize("cookie", ["", "a=b", "{name}=", "{name}=other", "{key}"])
def test_a_page_without_a_pass_is_told_so_and_hears_no_more_whatever_it_says(
    served: Served, guest: Guest, cookie: str
) -> None:
    name = guest.cookie.partition("=")[0]
    run, led = served.run()
    with Page(served.port, cookie.format(name=name, key=guest.key)) as page:
        page.order(do="key", keys=[guest.key])
        page.order(do="stop", run=run.id)

        assert page.close_code() == 1000
        assert [(each["is"], each["again"]) for each in page.heard] == [("end", "never")]
        assert "may no longer watch" in page.heard[0]["text"]
    assert led.told == []


def test_a_subprotocol_or_compression_that_is_offered_is_not_chosen(served: Served, guest: Guest) -> None:
    offers = ("Sec-WebSocket-Protocol: key, chat", "Sec-WebSocket-Extensions: permessage-deflate")

    words = upgraded(served.port, f"Cookie: {guest.cookie}", f"Origin: http://127.0.0.1:{served.port}", *offers).lower()

    assert statuses(words.replace(b"http/", b"HTTP/")) == [101]
    assert b"protocol:" not in words
    assert b"extensions" not in words


# --- Broken and too much ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 60\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: 0x10\r\n\r\n",
        "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "X: a\r\n b: c\r\n\r\n", "X: \x00\r\n\r\n", "Content-Length: 0\n\n",
        "Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nab", "\r\n",
    ],
)  # fmt: skip
def test_a_second_request_behind_a_first_one_needs_its_own_pass(served: Served, guest: Guest, head: str) -> None:
    first = f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {guest.cookie}\r\n{head}"

    response = raw(served.port, f"{first}GET /page.js HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 1.0)

    assert not {*statuses(response)} & {200, 303, 500}
    assert SECRET_OF_PAGE not in response


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x02\x00\x01\x00", b"\x00" * 1000, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 100,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost",
    ],
)  # fmt: skip
def test_what_is_no_request_gets_no_answer_of_ours(served: Served, request_: bytes) -> None:
    response = raw(served.port, request_, 0.5)

    assert not {*statuses(response)} - {400, 421}
    served.enter("look")


def test_nothing_that_a_stranger_sends_is_printed(
    served: Served, guest: Guest, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for host in ("[::1", "[", "\xe4", "a" * 1000):
        asked(served.port, "GET / HTTP/1.1", f"X-Forwarded-For: {host}", host=host)
    for request in (b"\xff" * 100, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"):
        raw(served.port, request, 0.2)
    with Page(served.port, guest.cookie) as page:
        page.send("[" * 60_000)
        page.close_code()

    assert [each.getMessage() for each in caplog.records if each.levelname not in {"DEBUG", "INFO"}] == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.long
def test_two_hundred_silent_connections_keep_nobody_out(served: Served) -> None:
    with ExitStack() as stack:
        for n in range(200):
            client = stack.enter_context(closing(socket.create_connection(("127.0.0.1", served.port))))
            client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "[: n % 40])

        with served.enter("act").page() as page:
            assert page.hear("hello")["may"] == "act"


@pytest.mark.long
def test_silent_connections_end_and_there_are_never_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LIVES_S", 1.0)
    with Served() as served, ExitStack() as stack:
        guest = served.enter("act")
        page = stack.enter_context(guest.page())
        page.hear("hello")
        crowd = [stack.enter_context(closing(socket.create_connection(("127.0.0.1", served.port)))) for _ in range(400)]

        def ended() -> int:
            count = 0
            for client in crowd:
                client.setblocking(False)
                with suppress(BlockingIOError):
                    try:
                        count += client.recv(1) == b""
                    except ConnectionError:
                        count += 1
            return count

        wait_until(lambda: ended() >= 100, "those beyond the most to be ended")
        wait_until(lambda: ended() == len(crowd), "all of them to be ended")
        assert page.is_alive()
        assert guest.get().status_code == 200


@pytest.mark.parametrize(
    "place",
    [Place("0.0.0.0"), Place("::"), Place("192.0.2.1"), Place("example.org"),
     Place("127.0.0.1.example.org"), Place("")],
)  # fmt: skip
def test_elsewhere_than_on_loopback_nothing_is_served_without_encryption(place: Place) -> None:
    links = list[str]()

    with (
        pytest.raises(SettingsError, match="without encryption"),
        Watch(lambda _, link: links.append(link)).serving(place),
    ):
        pass

    assert links == []


def test_only_loopback_is_listened_on(served: Served) -> None:
    own = {str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}

    for address in (*own, "127.0.0.2"):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address, served.port), timeout=2).close()


def test_the_link_of_an_ipv6_address_can_be_opened() -> None:
    links = list[str]()
    with Watch(lambda _, link: links.append(link)).serving(Place("::1", 0)):
        wait_until(lambda: len(links) == 2)
        answers = [httpx.get(link, follow_redirects=False).status_code for link in links[:2]]

    assert answers == [200, 200]


@pytest.mark.long
def test_the_links_of_a_run_are_kept_until_it_stands_and_later_ones_follow_at_once() -> None:
    links: list[str] = []
    watch = Watch(lambda _, link: links.append(link), shows_links=False)
    with watch.serving(Place(port=0)):
        assert links == []
        watch.show_links()
        shown = len(links)
        httpx.get(links[0], follow_redirects=False)
        wait_until(lambda: len(links) > shown, "the next link")

    assert shown == 2
