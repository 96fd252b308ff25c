"""Responses are kept, followed, cancelled and forgotten in order."""

import threading

from desktop_agent.local.wire.store import KEPT, Json, Record, Store


def begun(name: str = "resp_1") -> Json:
    return {"id": name, "status": "in_progress", "output": []}


def test_a_follower_gets_what_is_told_while_it_waits() -> None:
    record, got = Record(begun()), list[Json]()
    follower = threading.Thread(target=lambda: got.extend(record.follow()))
    follower.start()

    record.tell({"type": "response.created"})
    record.end(begun() | {"status": "completed"})
    follower.join(10)

    assert ["response.created", "response.completed"] == [event["type"] for event in got]
    assert [0, 1] == [event["sequence_number"] for event in got]


def test_a_cancelled_response_stays_cancelled_whatever_comes_later() -> None:
    record = Record(begun())

    assert record.cancel()
    record.end(begun() | {"status": "completed"})

    assert "cancelled" == record.body["status"]
    assert ["response.incomplete"] == [event["type"] for event in record.follow()]
    assert not record.cancel()


def test_a_failed_response_ends_its_stream_as_failed() -> None:
    record = Record(begun())

    record.end(begun() | {"status": "failed"})

    assert ["response.failed"] == [event["type"] for event in record.follow()]


def test_a_try_with_the_same_key_gets_the_same_record_unless_it_failed() -> None:
    store = Store()
    first, _ = store.begin(begun("a"), "key")
    again, new = store.begin(begun("b"), "key")
    first.end(begun("a") | {"status": "failed"})
    after, fresh = store.begin(begun("c"), "key")

    assert (first, False) == (again, new)
    assert (True, "c") == (fresh, after.body["id"])


def test_the_oldest_is_forgotten_first() -> None:
    store = Store()
    for number in range(KEPT + 1):
        store.begin(begun(f"r{number}"), f"key{number}")

    assert store.record("r0") is None
    assert store.record("r1") is not None


def test_what_is_deleted_is_gone() -> None:
    store = Store()
    store.begin(begun("a"), "key")

    assert store.delete("a")
    assert not store.delete("a")
    assert store.begin(begun("b"), "key")[1]
