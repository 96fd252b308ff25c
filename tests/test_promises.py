"""Each numbered promise of the README has a journey that keeps it."""

import re

import pytest

from tests.fakes.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SAID = [
    said
    for file in (ROOT / "tests").rglob("test_*.py")
    for said in re.findall(r'^@pytest\.mark\.promise\(\s*"([^"]+)"', file.read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize("number", re.findall(r"^(\d)\. \*\*", README, re.MULTILINE))
def test_a_numbered_promise_has_a_journey(number: str) -> None:
    assert [said for said in SAID if re.match(rf"README, {number}\b", said)]


def test_what_is_promised_elsewhere_has_journeys_too() -> None:
    places = {said.partition(",")[0].partition(":")[0] for said in SAID}

    assert {"README", "contract", "guide", "Welcome", "how it works"} <= places | {place.split()[0] for place in places}
