"""Without PipeWire, or with too old a one, one sentence says what to install."""

import ctypes

import pytest

from desktop_agent.core.errors import NoScreenError
from desktop_agent.platforms.portal.pipewire.connection import load


def _missing(name: str) -> ctypes.CDLL:
    raise OSError(2, f"{name}: cannot open shared object file")


@pytest.mark.parametrize("open_library", [_missing, lambda _name: ctypes.CDLL(None)], ids=["missing", "foreign"])
def test_a_library_that_is_missing_is_named_with_its_package(open_library: object) -> None:
    with pytest.raises(NoScreenError, match=r"libpipewire-0.3 library is missing. Run: sudo apt-get install") as raised:
        load("libpipewire-0.3.so.0", open_library)  # type: ignore[arg-type]

    assert "pipewire-bin" in raised.value.hint
