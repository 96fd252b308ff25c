"""What can be used at once: keys in the environment, and the models that a server on this computer lists."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from desktop_agent.ui.welcome.found_models import find_models, models_at

LISTED = json.dumps({"object": "list", "data": [{"id": "one/model"}, {"id": "another"}]})


@contextmanager
def server(status: int, body: str) -> Iterator[tuple[str, list[str]]]:
    """Answer everything so; give the base URL, and what is asked."""
    asked: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}/v1", asked
    finally:
        serving.shutdown()
        serving.server_close()
        thread.join()


def test_the_models_of_a_server_are_those_that_it_lists() -> None:
    with server(200, LISTED) as (url, asked):
        found = models_at(url)

    assert (("one/model", "another"), "/v1/models") == (found, asked[0])
    assert () == models_at(url)  # nobody is there any more


@pytest.mark.parametrize(
    ("status", "body"), [(404, LISTED), (200, "<html>"), (200, "[]"), (200, '{"data": 7}'), (200, '{"data": [1]}')]
)
def test_another_kind_of_server_has_none(status: int, body: str) -> None:
    with server(status, body) as (url, _):
        assert () == models_at(url)


def test_a_key_is_found_by_the_variable_of_its_provider() -> None:
    environment = {"TZAFON_API_KEY": "tz", "OPENAI_API_KEY": " ", "DESKTOP_AGENT_API_KEY": "own"}
    found = find_models(environment, lambda _url: ())

    assert (frozenset({"lightcone"}), "lightcone") == (found.with_key, found.best)
