"""Pods are what SPA says that they are, come back as they went, and are never read past their end."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_agent.core.pictures import Size
from desktop_agent.platforms.portal.pipewire.pods import (
    PlainPod,
    PodChoice,
    PodError,
    PodFraction,
    PodId,
    PodObject,
    pod_length,
    read_object,
    written,
)

_WORD = st.integers(0, 2**32 - 1)
_PLAIN: tuple[st.SearchStrategy[PlainPod], ...] = (
    st.builds(PodId, _WORD),
    st.builds(Size, _WORD, _WORD),
    st.integers(-(2**31), 2**31 - 1),
    st.builds(PodFraction, _WORD, _WORD),
)


def _choices(of: st.SearchStrategy[PlainPod]) -> st.SearchStrategy[PodChoice]:
    return st.builds(PodChoice, _WORD, st.lists(of, min_size=1, max_size=5).map(tuple))


_VALUES = st.one_of(*_PLAIN, *map(_choices, _PLAIN))


@settings(max_examples=50, deadline=None)
@given(st.builds(PodObject, _WORD, _WORD, st.dictionaries(_WORD, _VALUES, max_size=4)), st.data())
def test_an_object_is_read_again_and_one_that_is_cut_off_is_refused(pod: PodObject, data: st.DataObject) -> None:
    whole = written(pod)
    length = pod_length(whole[:8])
    preferred = {key: one.values[0] if isinstance(one, PodChoice) else one for key, one in pod.properties.items()}
    assert len(whole) % 8 == 0
    assert 0 <= len(whole) - length < 8
    assert read_object(whole) == {key: one for key, one in preferred.items() if isinstance(one, PodId | Size)}

    with pytest.raises(PodError, match="ends too early"):
        read_object(whole[: data.draw(st.integers(0, length - 1))])


def test_a_pod_has_the_layout_of_spas_own_headers() -> None:
    pod = PodObject(0x40003, 3, {0x20003: PodChoice(1, (Size(1280, 800), Size(1, 1), Size(9, 9)))})

    words = (64, 15, 0x40003, 3, 0x20003, 0, 40, 19, 1, 0, 8, 10, 1280, 800, 1, 1, 9, 9)
    assert struct.pack("=18I", *words) == written(pod)


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(PodError):
        read_object(written(PodId(7)))
