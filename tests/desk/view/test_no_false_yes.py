"""No yes comes from inside of a desk: each way is tried while a card is open, and often by the bench."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.bench.desk_yes import YesTries
from tests.fakes.desks.desks import skip_without_desks
from tests.fakes.people.desk_yes_prober import KINDS

pytestmark = pytest.mark.screen


@pytest.fixture(scope="module")
def tries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YesTries]:
    skip_without_desks()
    with ExitStack() as stack:
        yield YesTries(stack, tmp_path_factory.mktemp("person"))


@pytest.mark.slow
def test_nothing_from_inside_answers_the_card_or_reaches_the_person(tries: YesTries) -> None:
    tallies = [tries.tried(kind, 2) for kind in KINDS]

    assert [(one.kind, one.made, one.answers, one.reached, one.typed) for one in tallies] == [
        (kind, 2, 0, 0, 0) for kind in KINDS
    ]
    assert [one.why for one in tallies[:6]] == ["carried out"] * 6  # those that work the desk's own display
    assert tries.answered_by_hand().startswith("Approved")
    # The tries are real: outside of a desk the same ones reach something.
    outside = [tries.tried(kind, 1, inside=False).reached for kind in ("x_by_path", "session_bus", "tray_socket")]
    assert outside == [1, 1, 1]
