"""An answer breaks off in HTTP/2's own ways: it is found or asked for again, and nothing is done twice."""

from pathlib import Path

import pytest

from tests.fakes.certificate import certificate
from tests.fakes.http2_front import FAULTS, Fault, Http2Front
from tests.fakes.scripted_server import ScriptedServer
from tests.faults.canaries import KEY
from tests.faults.promises import broken_promises
from tests.faults.whole_run import EXPECTED, Way, play, script

EARLY, LATE = 40, 900  # bytes: before the response is named, and after it


@pytest.mark.parametrize("after", [0, EARLY, LATE])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
def test_an_answer_that_breaks_off_is_had_again_and_done_once(
    stream: bool, fault: Fault, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, tls = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    way = Way("preview", stream=stream, chain=True)
    folder = tmp_path / "runs"
    folder.mkdir()
    with (
        ScriptedServer(script(way), key=KEY) as server,
        Http2Front(server.port, tls, fault, breaks=2, after=after) as front,
    ):
        played = play(way, front.base_url, folder)

    assert list(broken_promises(played)) == []
    assert (played.status, played.done) == ("completed", EXPECTED), played.sentence
    assert len(front.asked) > len(script(way))
    assert len({request.headers["idempotency-key"] for request in server.creates}) == len(script(way))
