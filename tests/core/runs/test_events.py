"""What events say of themselves."""

from collections.abc import Mapping

import pytest

from desktop_agent.core.runs.events import DeskEnded, ReceiptAnswer


@pytest.mark.parametrize(
    ("receipt", "changes", "wait"),
    [
        pytest.param("keep", {"documents": 2}, True, id="nobody has decided about them"),
        pytest.param("keep", None, True, id="the receipt cannot be read"),
        pytest.param("keep", {"documents": 0}, False, id="there are none"),
        pytest.param("discard", {"documents": 2}, False, id="they are discarded"),
        pytest.param("accept", {"documents": 2}, False, id="they are applied"),
    ],
)
def test_changes_of_a_desk_wait_until_somebody_decides(
    receipt: ReceiptAnswer, changes: Mapping[str, int] | None, wait: bool
) -> None:
    assert DeskEnded("d", "run", receipt, changes).changes_wait is wait
