"""The line breaks at any moment of any turn, in any way: nothing is done twice, and the run goes on; a part of it."""

import pytest

from tests.fakes.faulty_line import LINE_FAULTS
from tests.faults.moments import breaks
from tests.faults.whole_run import BACKGROUND, WAYS, Way

# Not a multiple of the number of faults: each way meets all of them. A streamed answer has many more moments.
EVERY_STREAMED, EVERY_WHOLE = 97, 41
EVERY_WAY = (*WAYS, *BACKGROUND)


@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
def test_whenever_the_line_breaks_nothing_is_done_twice(way: Way) -> None:
    found = list(breaks(way, first=EVERY_WAY.index(way), every=EVERY_STREAMED if way.stream else EVERY_WHOLE))

    assert [str(each) for each in found if each.broken] == []
    assert len(found) >= len(LINE_FAULTS)
