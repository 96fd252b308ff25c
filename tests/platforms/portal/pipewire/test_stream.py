"""Pictures of a real mutter: a fresh one is drawn where it is asked for, and a callback that fails is told."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop_agent.core.errors import NoScreenError
from desktop_agent.platforms.portal.pipewire import stream as stream_file
from desktop_agent.platforms.portal.pipewire.connection import PipewireConnection
from desktop_agent.platforms.portal.pipewire.stream import FrameStream
from tests.fakes.mutter_screens import MutterScreens
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.shown_pictures import ShownPictures, shown_pictures
from tests.fakes.waiting import wait_until

_SIZE = (1280, 800)
_LONG_S = 60.0


@pytest.fixture(scope="module")
def pictures(mutter: PrivateMutter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownPictures]:
    with shown_pictures(mutter.environment(), tmp_path_factory.mktemp("pictures"), _SIZE) as shown:
        yield shown


@contextmanager
def _streaming(screens: MutterScreens) -> Iterator[FrameStream]:
    with PipewireConnection() as connection:
        stream = FrameStream(connection, screens.nodes[0])
        try:
            yield stream
        finally:
            stream.close()


@pytest.fixture
def screens(on_mutter: PrivateMutter) -> Iterator[MutterScreens]:
    with MutterScreens(on_mutter) as made:
        yield made


@pytest.fixture
def stream(screens: MutterScreens) -> Iterator[FrameStream]:
    with _streaming(screens) as made:
        yield made


def test_a_fresh_picture_is_drawn_where_nothing_has_changed(pictures: ShownPictures, stream: FrameStream) -> None:
    pictures.show(3)
    _shows(stream, pictures, 3)
    for _ in range(3):
        kept = stream.newest()

        wait_until(lambda: stream.wait_fresh(stream.ask_fresh(), 2.0), "a fresh picture")

        assert kept.number < stream.newest().number
        assert kept.pixels == stream.newest().pixels


def test_a_callback_that_fails_ends_the_stream(screens: MutterScreens, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_buffer: object) -> None:
        message = "a buffer from nowhere"
        raise ValueError(message)

    monkeypatch.setattr(stream_file, "cursor_of", fail)

    with _streaming(screens) as stream, pytest.raises(NoScreenError, match="a buffer from nowhere"):
        stream.newest(_LONG_S)


def _shows(stream: FrameStream, pictures: ShownPictures, number: int) -> None:
    """Wait for a picture; the last one of a change may be lost, and is there when it is asked for."""

    def shows() -> bool:
        stream.newest(_LONG_S)
        return stream.wait_fresh(stream.ask_fresh(), 2.0) and pictures.is_in(stream.newest().pixels, number)

    wait_until(shows, f"picture {number}")
