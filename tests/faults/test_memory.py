"""What an answer of any size does to memory: never more than 64 MiB, measured by the system in a process of its own."""

import gzip
import json
import subprocess
import sys

import pytest

from tests.fakes.raw_server import RawServer, Sent, endless, http
from tests.fakes.source import ROOT
from tests.faults.bad_lines import MANY, PLAIN, SSE
from tests.faults.rows import call, click, said

MOST_MIB = 64
# An answer just within the cap is there as bytes and as text for a moment.
MOST_MIB_WITHIN = 80
FIRST = said(call(click()))
SPACES = b" " * (1 << 20)
LONG = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10737418240\r\n\r\n"
DELTA = b'data: {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"%s"}\n\n' % (
    b"a" * 900
)
BEGUN = b'data: {"type":"response.output_item.added","output_index":0,"item":{"type":"message","content":[]}}\n\n'


def _bomb() -> bytes:
    """Return 10 MB that are 10 GB once they are unpacked."""
    gibibyte = gzip.compress(bytes(1 << 24)) * 64
    return http(gibibyte * 10, fields="Content-Encoding: gzip\r\n")


SENDS: dict[str, Sent] = {
    "10 GiB, as announced": endless(LONG, SPACES),
    "10 GiB, not announced": endless(PLAIN, SPACES),
    "a gzip bomb": _bomb(),
    "comments for ever": endless(SSE, b": still here\n\n" * 1000),
    "deltas for ever": endless(SSE + BEGUN, DELTA * 50),
    "a line of 1 GiB": endless(SSE + b"data: ", SPACES),
    "a header of 1 MiB": http(b"{}", fields=f"X-A: {'a' * (1 << 20)}\r\n"),
    "a header without an end": endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"a" * 65536),
    "10 000 header fields": http(b"{}", fields=MANY),
    "fields without an end": endless(b"HTTP/1.1 200 OK\r\n", b"X-A: a\r\n" * 1000),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells it in /proc")
@pytest.mark.parametrize("name", SENDS)
def test_no_answer_makes_the_program_large(name: str) -> None:
    mib, said_of_it = _grown(SENDS[name])

    assert mib <= MOST_MIB
    assert said_of_it != "It was taken for an answer."


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells it in /proc")
def test_the_largest_answer_that_is_read_is_not_held_three_times() -> None:
    mib, _ = _grown(http(SPACES * 31 + b"{}"))

    assert mib <= MOST_MIB_WITHIN


def _grown(sends: Sent) -> tuple[float, str]:
    with RawServer([FIRST, sends]) as server:
        command = [sys.executable, "-m", "tests.faults.memory_child", server.base_url]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=True)
    told = json.loads(done.stdout)
    return told["mib"], told["said"]
