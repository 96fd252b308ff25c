"""The paired phone in Settings: a device that knows the code is paired by a person's click alone, shown, and ended."""

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from desktop_agent.notify.pairing import _derived, _sealed_bytes, pairing_file, read_pairing
from desktop_agent.notify.topic import Topic
from desktop_agent.notify.windows.paired_phone import PairedPhone, PairWindow
from desktop_agent.ui.preferences.confirm_window import ConfirmWindow
from tests.fakes.ntfy_server import NtfyServer
from tests.fakes.people import Hand
from tests.fakes.qt_app import wait_until


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[NtfyServer]:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with NtfyServer() as serving:
        yield serving


@pytest.fixture
def part(app: QApplication, server: NtfyServer) -> Iterator[PairedPhone]:
    made = PairedPhone(watch=lambda: (Hand(), False))
    field(made, "ntfy server").setText(server.address)
    made.show()
    yield made
    for window in QApplication.topLevelWidgets():
        window.close()


def field(window: QWidget, name: str) -> QLineEdit:
    return next(one for one in window.findChildren(QLineEdit) if one.accessibleName() == name)


def button(window: QWidget, name: str) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton) if name in {one.accessibleName(), one.text()})


def shown(kind: type[QWidget]) -> QWidget | None:
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None)


def said(window: QWidget) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())


def pair_window(part: PairedPhone) -> QWidget:
    button(part, "Pair a phone…").click()
    window = shown(PairWindow)
    assert window is not None
    return window


def scan(window: QWidget, picture: Path) -> str:
    """Return what another program reads in the picture of the window."""
    assert window.grab().save(str(picture))
    seen = cv2.imread(str(picture))
    assert seen is not None
    text, _, _ = cv2.QRCodeDetectorAruco().detectAndDecode(seen)
    return text


def use(code: str) -> None:
    """Say hello as a device does that has scanned the code."""
    _, secret, topic = code.split(":", 2)
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )  # fmt: skip
    key = _derived(urlsafe_b64decode(secret + "=" * (-len(secret) % 4)), b"", b"hello")
    Topic(topic).publish(_sealed_bytes(key, "hello", point))


def test_a_device_that_scans_the_code_counts_once_the_person_has_clicked_and_until_they_end_it(
    part: PairedPhone, tmp_path: Path
) -> None:
    assert "No phone is paired." in said(part)
    window = pair_window(part)
    use(scan(window, tmp_path / "code.png"))
    wait_until(lambda: shown(ConfirmWindow) is not None)
    assert read_pairing() is None

    asking = shown(ConfirmWindow)
    assert asking is not None
    yes = button(asking, "Pair it")
    wait_until(lambda: yes.property("armed") == "true")
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    pairing = read_pairing()
    assert pairing is not None
    assert "Paired." in said(window)
    window.close()
    assert f"The phone showing {pairing.name} has been paired since" in said(part)

    button(part, "End pairing").click()
    assert not pairing_file().exists()
    assert "No phone is paired." in said(part)


def test_closing_the_window_pairs_nothing(part: PairedPhone, tmp_path: Path) -> None:
    window = pair_window(part)
    use(scan(window, tmp_path / "code.png"))
    wait_until(lambda: shown(ConfirmWindow) is not None)
    window.close()

    assert (shown(ConfirmWindow), read_pairing()) == (None, None)


def test_an_address_that_is_none_is_said_and_no_code_is_shown(part: PairedPhone) -> None:
    field(part, "ntfy server").setText("http://example.org")
    button(part, "Pair a phone…").click()

    assert "https address" in said(part)
    assert shown(PairWindow) is None
