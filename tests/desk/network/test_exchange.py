"""Requests of a desk's programs: reads pass, writes wait for a person, and nothing else leads out."""

import threading

import pytest

from desktop_agent.desk.network.sent_list import sent_requests
from tests.fakes.desk_way_out import DeskWayOut, status
from tests.fakes.waiting import wait_until

NAMED = "shop.example.org"
BELOW = "cdn.pages.example"


def test_a_read_from_a_named_host_passes_and_is_listed(out: DeskWayOut) -> None:
    answer = out.get(NAMED, "/list?page=2")

    assert answer.endswith(b"\r\n\r\nhello")
    assert [("shop.example.org", "GET /list?page=2 HTTP/1.1")] == [(one.host, one.first) for one in out.hosts.arrived]
    (sent,) = sent_requests(out.folder)
    assert ("GET", NAMED, "/list?page=2", True, 0, "hosts") == (
        sent.method, sent.host, sent.path, sent.encrypted, sent.size, sent.by)  # fmt: skip


def test_a_form_is_held_until_the_person_says_yes(out: DeskWayOut) -> None:
    out.say = lambda _: None
    form = b"name=Ada&note=two+words&password=hunter2"
    answers: list[bytes] = []
    kind = "Content-Type: application/x-www-form-urlencoded"
    browser = threading.Thread(target=lambda: answers.append(out.post(NAMED, "/order?id=7&token=abc", form, kind)))
    browser.start()
    (held,) = wait_until(lambda: out.asked)
    before = list(out.hosts.arrived)
    out.asker.answer(held.number, "once")
    browser.join()

    assert [] == before
    assert 200 == status(answers[0])
    assert [form] == [one.body for one in out.hosts.arrived]
    assert ("POST", NAMED, "/order?id=7&token=••••", len(form)) == (
        held.request.method, held.request.host, held.request.path, held.request.size)  # fmt: skip
    assert (("name", "Ada"), ("note", "two words"), ("password", "••••")) == held.request.fields
    (sent,) = sent_requests(out.folder)
    assert ("POST", len(form), "once") == (sent.method, sent.size, sent.by)
    assert b"hunter2" not in (out.folder / "sent.jsonl").read_bytes()


def test_a_write_that_its_program_has_given_up_is_not_sent_by_a_late_yes(out: DeskWayOut) -> None:
    with out.tunnel(NAMED) as connection:
        connection.sendall(f"DELETE /order HTTP/1.1\r\nHost: {NAMED}\r\n\r\n".encode())
        (held,) = wait_until(lambda: out.asked)
    wait_until(lambda: out.gone)
    out.asker.answer(held.number, "once")

    assert [held.number] == out.gone
    assert 200 == status(out.get(NAMED))
    assert ["GET"] == [one.method for one in out.hosts.arrived]


def test_a_yes_for_this_run_is_for_this_host_path_and_method(out: DeskWayOut) -> None:
    out.say = lambda held: "run" if held.request.path == "/search" and held.request.method == "POST" else "no"

    assert 200 == status(out.post(NAMED, "/search", b"q=1"))
    assert 200 == status(out.post(NAMED, "/search?again", b"q=2"))
    assert 403 == status(out.post(NAMED, "/search/", b"q=3"))
    assert 403 == status(out.post(NAMED, "/search", b"q=4", method="PUT"))
    assert 403 == status(out.post(BELOW, "/order", b"q=5"))
    assert [b"q=1", b"q=2"] == [one.body for one in out.hosts.arrived]
    assert ["run", "run"] == [one.by for one in sent_requests(out.folder)]
    assert 4 == len(out.asked)


@pytest.mark.parametrize(
    "head",
    [
        "POST / HTTP/1.1\r\nHost: {}\r\nContent-Length: 0", "PUT / HTTP/1.1\r\nHost: {}",
        "DELETE /a HTTP/1.1\r\nHost: {}",
        "PATCH / HTTP/1.1\r\nHost: {}", "PROPFIND / HTTP/1.1\r\nHost: {}", "get / HTTP/1.1\r\nHost: {}",
        "GET / HTTP/1.1\r\nHost: {}\r\nX-HTTP-Method-Override: DELETE",
        "GET / HTTP/1.0\r\nHost: {}\r\nX-HTTP-Method: PUT",
    ],
)  # fmt: skip
def test_what_is_no_plain_read_is_held(out: DeskWayOut, head: str) -> None:
    out.say = lambda _: "no"

    answer = out.say_raw(head.format(NAMED).encode() + b"\r\n\r\n", NAMED)

    assert 403 == status(answer)
    assert 1 == len(out.asked)
    assert [] == out.hosts.dialed


def test_a_chunked_write_arrives_with_its_length_and_without_trailers(out: DeskWayOut) -> None:
    out.say = lambda _: "once"
    head = f"POST / HTTP/1.1\r\nHost: {NAMED}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode()

    assert 200 == status(out.say_raw(head + b"4;x=y\r\nabcd\r\n3\r\nefg\r\n0\r\nX-Late: 1\r\n\r\n", NAMED))
    (came,) = out.hosts.arrived
    assert (b"abcdefg", ["7"], [], []) == (
        came.body, came.value("content-length"), came.value("transfer-encoding"), came.value("x-late"))  # fmt: skip


def test_nothing_leaves_where_the_list_cannot_be_written(out: DeskWayOut) -> None:
    out.sent.close()

    assert 503 == status(out.get(NAMED))
    assert [] == out.hosts.arrived
