"""HTTPS and HTTP/2 with a real server whose certificate nobody knows, until it is made known."""

import logging
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.errors import ModelError, UnreachableError
from desktop_agent.core.turn import Opening, Turn
from desktop_agent.model.conversation import Conversation, Terms
from tests.fakes.thinking import Heard, conversation, frame, with_conversation
from tests.fakes.waiting import wait_until

ROOT = Path(__file__).parents[2]
ORACLE = ROOT / ".oracle" / "bin" / "python"

pytestmark = pytest.mark.skipif(
    not ORACLE.exists(), reason="the environment .oracle is not there: packaging/setup.sh test makes it"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the host writes its certificate."""
    return tmp_path_factory.mktemp("tls") / "host.pem"


@pytest.fixture(scope="module")
def address(certificate: Path) -> Iterator[str]:
    """Start the host and give its base URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        process = subprocess.Popen(
            [ORACLE, ROOT / "tests" / "model" / "tls_host.py", str(listening.fileno()), certificate],
            pass_fds=[listening.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until(certificate.exists, 30.0, "the certificate")
            yield f"https://127.0.0.1:{listening.getsockname()[1]}/v1"
        finally:
            process.kill()
            process.wait()


async def hello(mind: Conversation) -> Turn:
    return await mind.think(Opening("Hello", frame(0)))


def test_a_certificate_that_nobody_knows_is_refused_at_once(address: str) -> None:
    heard = Heard()

    with pytest.raises(ModelError, match="certificate is not trusted") as error:
        with_conversation(conversation(address, Terms(), heard), hello)

    assert not isinstance(error.value, UnreachableError)
    assert len(heard.events) == 1


def test_http2_is_spoken_where_the_server_can_and_the_key_is_in_no_log(
    address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    caplog.set_level(logging.DEBUG)

    turn = with_conversation(conversation(address, Terms(), key="sk-secret"), hello)

    assert turn.messages == ("HTTP/2",)
    assert caplog.text
    assert "sk-secret" not in caplog.text
