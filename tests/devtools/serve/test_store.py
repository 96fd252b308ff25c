"""Responses are kept, followed, cancelled and forgotten in order."""

from typing import Any

from desktop_agent.devtools.serve.dialects import DIALECTS
from desktop_agent.devtools.serve.wire.store import KEPT, MOST_BYTES, Record, Store

Json = dict[str, Any]


def begun(name: str = "resp_1", status: str = "in_progress") -> Json:
    return {"id": name, "status": status, "output": []}


def record(name: str = "resp_1", key: str | None = None, *, stored: bool = True) -> Record:
    return Record(begun(name), DIALECTS["preview"], key=key, stored=stored)


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
