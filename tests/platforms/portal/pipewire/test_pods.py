"""Pods are what SPA says that they are, come back as they went, and are never read past their end."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_agent.core.geometry import Size
from desktop_agent.platforms.portal.pipewire.pods import (
    OpaquePod,
    Pod,
    PodChoice,
    PodError,
    PodFraction,
    PodId,
    PodObject,
    PodProperty,
    pod_length,
    read,
    written,
)

_WORD = st.integers(0, 2**32 - 1)
_PLAIN: dict[str, st.SearchStrategy[Pod]] = {
    "none": st.none(),
    "id": st.builds(PodId, _WORD),
    "int": st.integers(-(2**31), 2**31 - 1),
    "rectangle": st.builds(Size, _WORD, _WORD),
    "fraction": st.builds(PodFraction, _WORD, _WORD),
    "other": st.builds(OpaquePod, st.sampled_from([2, 5, 6, 7, 8, 9, 12, 13, 14, 16, 17, 18]), st.binary(max_size=40)),
}


def _choices(of: st.SearchStrategy[Pod]) -> st.SearchStrategy[Pod]:
    return st.builds(PodChoice, _WORD, st.lists(of, min_size=1, max_size=5).map(tuple))


_CHOICES = st.one_of(*(_choices(_PLAIN[kind]) for kind in ("id", "int", "rectangle", "fraction")))
_LEAVES = st.one_of(*_PLAIN.values(), _CHOICES, st.just(PodChoice(2, ())))
_PODS = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        PodObject, _WORD, _WORD, st.lists(st.builds(PodProperty, _WORD, inner, _WORD), max_size=4).map(tuple)
    ),
    max_leaves=12,
)


@settings(max_examples=50, deadline=None)
@given(_PODS, st.data())
def test_a_pod_is_read_again_and_one_that_is_cut_off_or_changed_does_no_harm(pod: Pod, data: st.DataObject) -> None:
    whole = written(pod)
    length = pod_length(whole[:8])
    assert len(whole) % 8 == 0
    assert 0 <= len(whole) - length < 8
    assert pod == read(whole)

    with pytest.raises(PodError, match="ends too early"):
        read(whole[: data.draw(st.integers(0, length - 1))])

    changed = bytearray(whole)
    changed[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PodError):
        read(bytes(changed))


def test_a_pod_has_the_layout_of_spas_own_headers() -> None:
    pod = PodObject(0x40003, 3, (PodProperty(0x20003, PodChoice(1, (Size(1280, 800), Size(1, 1), Size(9, 9)))),))

    words = (64, 15, 0x40003, 3, 0x20003, 0, 40, 19, 1, 0, 8, 10, 1280, 800, 1, 1, 9, 9)
    assert struct.pack("=18I", *words) == written(pod)


def test_pods_in_pods_without_end_are_refused() -> None:
    pod: Pod = 1
    for _ in range(40):
        pod = PodObject(1, 1, (PodProperty(1, pod),))

    with pytest.raises(PodError, match="too deep"):
        read(written(pod))


def test_of_a_choice_the_preferred_value_counts() -> None:
    pod = PodObject(1, 1, (PodProperty(7, PodChoice(3, (PodId(8), PodId(12)))), PodProperty(8, 5)))

    assert (PodId(8), 5, None) == (pod.value(7), pod.value(8), pod.value(9))
