"""Responses are kept, followed, cancelled and forgotten in order."""

import threading
from typing import Any

from desktop_agent.devtools.serve.dialects import DIALECTS
from desktop_agent.devtools.serve.wire.store import KEPT, MOST_BYTES, Record, Store

Json = dict[str, Any]


def begun(name: str = "resp_1", status: str = "in_progress") -> Json:
    return {"id": name, "status": status, "output": []}


def record(name: str = "resp_1", key: str | None = None, *, stored: bool = True) -> Record:
    return Record(begun(name), DIALECTS["preview"], key=key, stored=stored)


def test_a_follower_gets_what_is_told_while_it_waits() -> None:
    one, got = record(), list[Json]()
    follower = threading.Thread(target=lambda: got.extend(one.follow()))
    follower.start()

    one.tell({"type": "response.created"})
    one.end(begun() | {"status": "completed"})
    follower.join(60)

    assert ["response.created", "response.completed"] == [event["type"] for event in got]
    assert [0, 1] == [event["sequence_number"] for event in got]


def test_a_cancelled_response_stays_cancelled_whatever_comes_later() -> None:
    one = record()

    assert one.cancel()
    one.end(begun() | {"status": "completed"})

    assert "cancelled" == one.body["status"]
    assert ["response.incomplete"] == [event["type"] for event in one.follow()]
    assert not one.cancel()
    assert ["response.incomplete"] == [event["type"] for event in one.follow()]


def test_a_response_that_is_over_cannot_be_cancelled() -> None:
    one = record()
    one.end(begun() | {"status": "completed"})

    assert not one.cancel()


def test_a_failed_response_ends_its_stream_as_failed() -> None:
    one = record()

    one.end(begun() | {"status": "failed"})

    assert ["response.failed"] == [event["type"] for event in one.follow()]


def test_a_try_with_the_same_key_gets_the_same_record_unless_it_came_to_nothing() -> None:
    store, first = Store(), record("a", "key")
    store.keep(first)

    again = store.of_key("key")
    first.end(begun("a") | {"status": "failed"})

    assert first is again
    assert store.of_key("key") is None
    assert store.of_key(None) is None


def test_the_oldest_is_forgotten_first() -> None:
    store = Store()
    for number in range(KEPT + 1):
        store.keep(record(f"r{number}", f"key{number}"))

    assert [None, None] == [store.record("r0"), store.of_key("key0")]
    assert store.record("r1") is not None


def test_big_responses_are_forgotten_earlier() -> None:
    store = Store()
    for name in "abc":
        one = record(name)
        one.weight = MOST_BYTES // 2
        store.keep(one)

    assert [False, True, True] == [store.record(name) is not None for name in "abc"]


def test_what_is_deleted_is_gone() -> None:
    store = Store()
    store.keep(record("a", "key"))

    assert store.delete("a")
    assert not store.delete("a")
    assert store.of_key("key") is None


def test_what_was_not_to_be_stored_cannot_be_asked_for() -> None:
    store = Store()
    store.keep(record("a", "key", stored=False))

    assert store.record("a") is None
    assert store.of_key("key") is not None
