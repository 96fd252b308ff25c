"""The selections of a Wayland session, filled by somebody else's program (wl-copy)."""

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.pasting import MOST_OFFERED_BYTES
from desktop_agent.platforms.wayland.clipboard import WaylandClipboard, create
from tests.fakes.programs.apps import end
from tests.fakes.waiting import wait_until

TEXT = "Grüße, Ἐν ἀρχῇ 😀\nsecond line"


@pytest.fixture
def clipboard(on_sway: PrivateSway) -> Iterator[WaylandClipboard]:
    del on_sway
    with closing(create()) as made:
        yield made


@contextmanager
def copied(sway: PrivateSway, content: bytes, *options: str) -> Iterator[None]:
    """Have a program own a selection as long as this lasts."""
    with subprocess.Popen(["wl-copy", "--foreground", *options], env=sway.environment(), stdin=subprocess.PIPE) as held:
        assert held.stdin is not None
        held.stdin.write(content)
        held.stdin.close()
        try:
            yield
        finally:
            end(held)


@pytest.mark.parametrize(("selection", "options"), [("clipboard", ()), ("primary", ("--primary",))])
def test_the_text_that_another_program_has_copied_is_read(
    clipboard: WaylandClipboard, sway: PrivateSway, selection: str, options: tuple[str, ...]
) -> None:
    with copied(sway, TEXT.encode(), *options):
        wait_until(lambda: Pasted(TEXT) == clipboard.offered(selection), "the copied text")  # type: ignore[arg-type]
    wait_until(lambda: Pasted("") == clipboard.offered(selection), "an empty selection")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "options"),
    [(b"secret", ("--type", "x-kde-passwordManagerHint")), (b"x" * (MOST_OFFERED_BYTES + 1), ())],
    ids=["a password manager's", "too long"],
)
def test_what_is_secret_or_too_long_is_not_known(
    clipboard: WaylandClipboard, sway: PrivateSway, content: bytes, options: tuple[str, ...]
) -> None:
    with copied(sway, content, *options):
        wait_until(lambda: clipboard.offered("clipboard") is None, "that it is not known")
