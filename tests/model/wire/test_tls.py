"""HTTPS with a real server: a certificate that nobody knows, one that is known, and no TLS at all."""

import logging
from pathlib import Path

import pytest

from desktop_agent.core.errors import ModelError, UnreachableError
from desktop_agent.core.turn import Opening, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.certificate import certificate
from tests.fakes.raw_server import RawServer, hangs_up
from tests.fakes.script import says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.thinking import Heard, conversation, frame, with_conversation


async def hello(mind: Conversation) -> Turn:
    return await mind.think(Opening("Hello", frame(0)))


def test_a_certificate_that_nobody_knows_is_refused_at_once_and_a_known_one_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, context = certificate(tmp_path)
    heard = Heard()

    with ScriptedServer([says("Hello.")], tls=context) as server:
        with pytest.raises(ModelError, match="certificate isn't trusted") as error:
            with_conversation(conversation(server.base_url, RequestOptions(), heard), hello)
        refused = len(server.requests)
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        turn = with_conversation(conversation(server.base_url, RequestOptions()), hello)

    assert not isinstance(error.value, UnreachableError)
    assert (len(heard.events), refused) == (1, 0)
    assert turn.messages == ("Hello.",)


def test_libraries_that_log_the_key_are_silent_whatever_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    conversation("https://127.0.0.1:9/v1", RequestOptions(), key="sk-secret")

    assert not any(logging.getLogger(name).isEnabledFor(logging.INFO) for name in ("hpack", "httpcore", "httpx"))


def test_no_tls_at_the_other_end_is_told_at_once_and_never_done_without() -> None:
    with RawServer([hangs_up(b"HTTP/1.1 400 Bad Request\r\n\r\n")]) as host:
        heard = Heard()
        with pytest.raises(ModelError, match="A TLS connection to the server at") as error:
            with_conversation(
                conversation(host.base_url.replace("http:", "https:"), RequestOptions(), heard, key="sk-secret"), hello
            )
        assert not isinstance(error.value, UnreachableError)
        assert len(host.requests) == 1
        assert b"sk-secret" not in host.requests[0].body
        assert len(heard.events) == 1
