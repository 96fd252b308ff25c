"""A script is read whole, or refused with the place that is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.devtools.commands.serve import EXAMPLE
from desktop_agent.devtools.serve.script.read import read_script, script_of
from desktop_agent.devtools.serve.wire.delivery import FaultPlan


def test_the_example_of_the_help_is_a_script() -> None:
    script = script_of(EXAMPLE, "help")

    words = [[line.word for line in entry.lines or ()] for entry in script.answers]
    assert [[], ["reasoning", "click"], ["type"], ["give_up"], ["click"], ["done"]] == words
    assert FaultPlan(status=429, headers={"Retry-After": "1"}) == script.answers[0].faults
    assert [1, 1, 1, 1, 1, None] == [entry.times for entry in script.answers]


def test_every_fault_is_understood() -> None:
    faults: dict[str, Any] = {
        "status": 503, "headers": {"X-A": "b"}, "content_type": "text/html", "raw_body": "<html>", "stall": 1,
        "stall_after_events": 2, "cut_after_bytes": 3, "cut_after_events": 4, "slow_bytes_per_second": 5,
        "drop_end_event": True, "done_marker": True, "crlf": True, "comments": True, "split_utf8": True,
        "same_sequence_number": True, "ignore_stream": True,
    }  # fmt: skip
    wanted = FaultPlan(
        status=503, headers={"X-A": "b"}, content_type="text/html", raw_body="<html>", stall=1,
        stall_after_events=2, cut_after_bytes=3, cut_after_events=4, slow_bytes_per_second=5, drop_end_event=True,
        done_marker=True, crlf=True, comments=True, split_utf8=True, same_sequence_number=True, ignore_stream=True,
    )  # fmt: skip

    assert wanted == script_of(json.dumps({"answers": [faults]}), "x").answers[0].faults


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "line 1, column 1", "Expecting value"),
        ('{"answers": [\n  nonsense]}', "line 2, column 3", "Expecting value"),
        ("[]", "the file", "dictionary"),
        ("{}", "answers", "required"),
        ('{"answers": []}', "answers", "at least 1"),
        ('{"answers": [{}]}', "answers[0]", "says nothing"),
        ('{"answers": [{"items": [], "itemz": 1}]}', "answers[0].itemz", "not permitted"),
        ('{"answers": [{"items": [{"clik": [1, 2]}]}]}', "answers[0].items[0]", "the nearest is “click”"),
        ('{"answers": [{"items": [{"zzz": "la"}]}]}', "answers[0].items[0]", "there are click"),
        ('{"answers": [{"items": [{}]}]}', "answers[0].items[0]", "There is no word"),
        ('{"answers": [{"items": [{"click": [1, 2], "type": "x"}]}]}', "answers[0].items[0]", "click and type"),
        ('{"answers": [{"items": [{"click": [1]}]}]}', "answers[0].items[0].click", "a place is [x, y]"),
        ('{"answers": [{"items": [{"click": ["1", 2]}]}]}', "answers[0].items[0].click", "integer"),
        ('{"answers": [{"items": [{"drag": [[1, 2]]}]}]}', "answers[0].items[0].drag", "at least 2"),
        ('{"answers": [{"items": [{"wait": true, "checks": [{"kode": 1}]}]}]}', "items[0].checks[0].kode", "not perm"),
        ('{"answers": [{"items": [{"actions": [{"done": "x"}]}]}]}', "items[0].actions[0]", "Only actions"),
        ('{"answers": [{"items": [{"actions": [{"clik": 1}]}]}]}', "items[0].actions[0]", "the nearest is “click”"),
        ('{"answers": [{"status": "429"}]}', "answers[0].status", "integer"),
        ('{"answers": [{"status": 9}]}', "answers[0].status", "greater"),
        ('{"answers": [{"status": 429, "headers": {"A\\nB": "c"}}]}', "answers[0].headers", "match"),
        ('{"answers": [{"status": 429, "headers": {"A": "b\\r\\nC: d"}}]}', "answers[0].headers", "match"),
        ('{"answers": [{"status": 429, "status": 500}]}', "the file", "“status” stands there twice"),
        ('{"answers": [{"items": [], "repeat": 0}]}', "answers[0].repeat", "greater"),
        ('{"answers": [{"items": []}], "size": [1280]}', "size", "at least 2"),
        ('{"answers": [{"items": []}], "size": [0, 800]}', "size[0]", "greater"),
        ("[" * 100_000, "the file", "recursion"),
    ],
)
def test_a_wrong_script_is_refused_with_its_place(text: str, place: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        script_of(text, "my.json")

    assert caught.value.message.startswith("The script my.json has an error at ")
    assert place in caught.value.message
    assert words in caught.value.message
    assert "\n" not in str(caught.value)
    assert "--help" in caught.value.hint


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"answers": "\xe9"}')

    for path, words in ((tmp_path / "none.json", "can't be read"), (tmp_path, "must be a file"), (latin, "UTF-8")):
        with pytest.raises(SettingsError, match=words):
            read_script(path)


def test_a_mark_before_the_text_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('\ufeff{"answers": [{"status": 500}]}', encoding="utf-8")

    assert 500 == read_script(tmp_path / "s.json").answers[0].faults.status
